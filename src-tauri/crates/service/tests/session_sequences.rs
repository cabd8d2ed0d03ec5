//! Whatever is called in whatever order: no session survives a change of the password, no account has more than five keys, and what was
//! ended or deleted stays so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use service::Preset;
use support::{EMAIL, Lab, PASSWORD, Reply};

const KEYS: &str = "/account/v1/api-keys";
const MOST_KEYS: usize = 5;

#[derive(Clone, Copy, Debug)]
enum Act {
    SignIn,
    SignOut(usize),
    /// By this session, naming the present password or another one.
    ChangePassword(usize, bool),
    ResetPassword,
    AddKey(usize),
    DeleteKey(usize, usize),
}

fn act() -> impl Strategy<Value = Act> {
    let one = 0..8_usize;
    prop_oneof![
        4 => Just(Act::SignIn),
        1 => one.clone().prop_map(Act::SignOut),
        2 => (one.clone(), any::<bool>()).prop_map(|(by, right)| Act::ChangePassword(by, right)),
        1 => Just(Act::ResetPassword),
        8 => one.clone().prop_map(Act::AddKey),
        1 => (one.clone(), one).prop_map(|(by, which)| Act::DeleteKey(by, which)),
    ]
}

/// A person's account as it should be.
struct World {
    lab: Lab,
    password: String,
    /// Tokens that are signed in, and those that no longer are.
    sessions: Vec<String>,
    ended: Vec<String>,
    /// Numbers and secrets of keys, and secrets of those that were deleted.
    keys: Vec<(i64, String)>,
    deleted: Vec<String>,
    /// How many passwords and keys there have been.
    number: usize,
}

impl World {
    async fn new() -> Self {
        let lab = Lab::open(Preset::CareCall).await;
        let sessions = vec![lab.member(EMAIL).await];
        Self {
            lab,
            password: PASSWORD.to_owned(),
            sessions,
            ended: Vec::new(),
            keys: Vec::new(),
            deleted: Vec::new(),
            number: 0,
        }
    }

    fn next(&mut self) -> usize {
        self.number += 1;
        self.number
    }

    /// One of the sessions, once it has proved who it is; none while there is none.
    async fn proved(&self, which: usize) -> Option<String> {
        let token = self.sessions.get(which % self.sessions.len().max(1))?.clone();
        let body = json!({"password": self.password});
        let proved = self.lab.core("POST", "/auth/reauthenticate", Some(&token), body).await;
        assert_eq!(proved.status, 200, "{proved:?}");
        Some(token)
    }

    async fn play(&mut self, act: Act) {
        match act {
            Act::SignIn => {
                let entered = self.lab.sign_in(EMAIL, &self.password).await;
                assert_eq!(entered.status, 200, "{entered:?}");
                self.sessions.extend(entered.token());
            }
            Act::SignOut(which) => {
                if let Some(token) = self.proved(which).await {
                    self.lab
                        .core("DELETE", "/auth/session", Some(&token), Value::Null)
                        .await;
                    self.sessions.retain(|one| *one != token);
                    self.ended.push(token);
                }
            }
            Act::ChangePassword(which, right) => self.change_password(which, right).await,
            Act::ResetPassword => self.reset_password().await,
            Act::AddKey(which) => self.add_key(which).await,
            Act::DeleteKey(which, key) => self.delete_key(which, key).await,
        }
    }

    async fn change_password(&mut self, which: usize, right: bool) {
        let Some(token) = self.proved(which).await else {
            return;
        };
        let new = format!("Quiet-Moss-{}", self.next());
        let current = if right { self.password.as_str() } else { "Wrong-Guess-1" };
        let body = json!({"current_password": current, "new_password": new});
        let reply = self
            .lab
            .core("POST", "/account/password/change", Some(&token), body)
            .await;
        assert_eq!(reply.status, if right { 200 } else { 400 }, "{reply:?}");
        if right {
            self.password = new;
            self.ended.append(&mut self.sessions);
            self.sessions.push(reply.token().expect("a token of its own"));
        }
    }

    async fn reset_password(&mut self) {
        let body = json!({ "email": EMAIL });
        let asked = self.lab.core("POST", "/auth/password/request", None, body).await;
        let new = format!("Copper-Vane-{}", self.next());
        let body = json!({"key": self.lab.newest_code().await, "password": new});
        let token = asked.token();
        let reply = self
            .lab
            .core("POST", "/auth/password/reset", token.as_deref(), body)
            .await;
        assert_eq!(reply.status, 401, "set, and nobody is signed in: {reply:?}");
        self.password = new;
        self.ended.append(&mut self.sessions);
    }

    async fn add_key(&mut self, which: usize) {
        let Some(token) = self.proved(which).await else {
            return;
        };
        let name = json!({"name": format!("Robot {}", self.next())});
        let reply = self.lab.request("POST", KEYS, Some(&token), &[], name).await;
        if self.keys.len() < MOST_KEYS {
            assert_eq!(reply.status, 200, "{reply:?}");
            let secret = reply.json["secret"].as_str().unwrap().to_owned();
            self.keys.push((reply.json["key"]["id"].as_i64().unwrap(), secret));
        } else {
            assert_eq!((reply.status, reply.codes()), (409, vec!["too_many_keys"]));
        }
    }

    async fn delete_key(&mut self, which: usize, key: usize) {
        let Some(token) = self.proved(which).await else {
            return;
        };
        if !self.keys.is_empty() {
            let (id, secret) = self.keys.remove(key % self.keys.len());
            let path = format!("{KEYS}/{id}");
            let reply = self.lab.request("DELETE", &path, Some(&token), &[], Value::Null).await;
            assert_eq!(reply.status, 200, "{reply:?}");
            self.deleted.push(secret);
        }
    }

    async fn session(&self, token: &str) -> Reply {
        self.lab.core("GET", "/auth/session", Some(token), Value::Null).await
    }

    async fn counts(&self, secret: &str) -> bool {
        let bearer = format!("Bearer {secret}");
        let headers = [("authorization", bearer.as_str())];
        let path = "/account/v1/key-check";
        self.lab.request("GET", path, None, &headers, Value::Null).await.status == 204
    }

    /// What must hold after every act.
    async fn holds(&self) {
        for token in &self.sessions {
            assert_eq!(self.session(token).await.status, 200, "a session was ended");
        }
        for token in &self.ended {
            assert_ne!(self.session(token).await.status, 200, "a session goes on");
        }
        for (_, secret) in &self.keys {
            assert!(self.counts(secret).await, "a key was lost");
        }
        for secret in &self.deleted {
            assert!(!self.counts(secret).await, "a deleted key goes on");
        }
        if let Some(token) = self.sessions.first() {
            let listed = self.lab.request("GET", KEYS, Some(token), &[], Value::Null).await;
            let listed = listed.json["keys"].as_array().unwrap().len();
            assert!(listed <= MOST_KEYS && listed == self.keys.len(), "{listed} keys");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 200, ..ProptestConfig::default() })]

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
