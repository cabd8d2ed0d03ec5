//! Whatever is called in whatever order: never two methods at once, no code twice or too late, no other session after a change.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::HashSet;

use proptest::prelude::*;
use serde_json::{Value, json};
use service::Preset;
use support::{EMAIL, Lab, PASSWORD};

const FACTOR: &str = "/account/v1/second-factor";

#[derive(Clone, Copy, Debug)]
enum Act {
    Put(&'static str),
    /// Gives a code to the set-up: the newest, or the one sent so many before.
    Verify(usize),
    Resend,
    SignIn,
    /// Answers the sign-in that waits, likewise.
    Answer(usize),
    Challenge,
    Wait(i64),
    StepUp,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => prop::sample::select(vec!["email", "sms", "none"]).prop_map(Act::Put),
        4 => (0usize..3).prop_map(Act::Verify),
        1 => Just(Act::Resend),
        3 => Just(Act::SignIn),
        4 => (0usize..3).prop_map(Act::Answer),
        1 => Just(Act::Challenge),
        1 => prop::sample::select(vec![5, 400, 700]).prop_map(Act::Wait),
        2 => Just(Act::StepUp),
    ]
}

/// The message a code came in.
#[derive(Clone, Copy)]
struct Sent {
    id: i64,
    /// Older than ten minutes.
    old: bool,
}

/// A person with two sessions, and what their codes came to.
struct World {
    lab: Lab,
    token: String,
    other: Option<String>,
    waiting: Option<String>,
    method: String,
    /// Messages whose codes did their work.
    used: HashSet<i64>,
}

impl World {
    async fn new() -> Self {
        let lab = Lab::open(Preset::CareCall).await;
        let token = lab.member(EMAIL).await;
        lab.step_up(&token).await;
        let phone = json!({ "phone": "+821012340037" });
        lab.core("POST", "/account/phone", Some(&token), phone).await;
        let code = json!({ "code": lab.newest_code().await });
        assert_eq!(
            lab.core("POST", "/auth/phone/verify", Some(&token), code).await.status,
            200
        );
        lab.service.clear_outbox().await.unwrap();
        Self {
            lab,
            token,
            other: None,
            waiting: None,
            method: "none".into(),
            used: HashSet::new(),
        }
    }

    /// The code sent so many before the newest.
    async fn code(&self, before: usize) -> Option<(String, Sent)> {
        let messages = self.lab.service.outbox_messages().await.unwrap();
        let message = messages
            .into_iter()
            .filter(|message| message.code.is_some())
            .nth(before)?;
        let old = self.lab.clock.now() - message.at.as_millisecond() > 600_000;
        Some((message.code.unwrap(), Sent { id: message.id, old }))
    }

    /// A code was taken: it must be neither used nor old.
    fn taken(&mut self, sent: Sent) {
        assert!(!sent.old, "an expired code worked");
        assert!(self.used.insert(sent.id), "a used code worked again");
    }

    async fn play(&mut self, act: Act) {
        let lab = &self.lab;
        match act {
            Act::Wait(seconds) => lab.wait(seconds),
            Act::StepUp => lab.step_up(&self.token).await,
            Act::Put(method) => {
                lab.request("PUT", FACTOR, Some(&self.token), &[], json!({ "method": method }))
                    .await;
            }
            Act::Resend => {
                lab.request("POST", &format!("{FACTOR}/resend"), Some(&self.token), &[], json!({}))
                    .await;
            }
            Act::Verify(before) => {
                let Some((code, sent)) = self.code(before).await else {
                    return;
                };
                let body = json!({ "code": code });
                let path = format!("{FACTOR}/verify");
                if self
                    .lab
                    .request("POST", &path, Some(&self.token), &[], body)
                    .await
                    .status
                    == 200
                {
                    self.taken(sent);
                }
            }
            Act::SignIn => {
                let reply = lab.sign_in(EMAIL, PASSWORD).await;
                assert_eq!(reply.status == 200, self.method == "none", "{reply:?}");
                match reply.status {
                    200 => self.other = reply.token(),
                    _ => self.waiting = reply.token(),
                }
            }
            Act::Challenge => {
                if let Some(waiting) = &self.waiting {
                    lab.request("POST", &format!("{FACTOR}/challenge"), Some(waiting), &[], json!({}))
                        .await;
                }
            }
            Act::Answer(before) => {
                let (Some((code, sent)), Some(waiting)) = (self.code(before).await, self.waiting.clone()) else {
                    return;
                };
                let body = json!({ "code": code });
                let reply = self
                    .lab
                    .core("POST", "/auth/2fa/authenticate", Some(&waiting), body)
                    .await;
                if reply.status == 200 {
                    self.taken(sent);
                    self.other = reply.token();
                    self.waiting = None;
                }
            }
        }
    }

    /// What must hold after every act.
    async fn holds(&mut self) {
        let list = self
            .lab
            .core("GET", "/account/authenticators", Some(&self.token), Value::Null)
            .await;
        let methods = list.json["data"].as_array().unwrap().len();
        let told = self
            .lab
            .request("GET", FACTOR, Some(&self.token), &[], Value::Null)
            .await;
        let method = told.json["method"].as_str().unwrap().to_owned();
        assert!(methods <= 1, "two methods at once: {:?}", list.json);
        assert_eq!(methods == 0, method == "none");
        let changed = std::mem::replace(&mut self.method, method.clone()) != method;
        if let Some(other) = self.other.take_if(|_| changed) {
            let reply = self.lab.core("GET", "/auth/session", Some(&other), Value::Null).await;
            assert_ne!(reply.status, 200, "another session survived the change to {method}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_calls_keeps_the_rules(acts in prop::collection::vec(act(), 8..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut world = World::new().await;
            for act in acts {
                world.play(act).await;
                world.holds().await;
            }
        });
    }
}
