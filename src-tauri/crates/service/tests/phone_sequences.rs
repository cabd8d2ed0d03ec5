//! Random sequences of calls about phone numbers, held against a model: never two owners of a number, no used or outdated code
//! counts, the old number holds until the new one is verified.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};
use service::Preset;
use support::{Lab, Reply};

const NUMBERS: [&str; 3] = ["+821028410037", "+821055309184", "+821000000001"];
const CHANNELS: [&str; 2] = ["sms", "whatsapp"];
const PEOPLE: usize = 3;
const CODE_LIFE: i64 = 600;
const REQUEST_LIFE: i64 = 3600;

#[derive(Clone, Copy, Debug)]
enum Code {
    Awaited,
    /// One that was sent earlier, to anyone.
    Earlier(usize),
    Wrong,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Begin(usize, usize, usize),
    Answer(usize, usize, Code),
    Resend(usize, usize),
    Delete(usize, usize),
    Wait(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let (who, channel) = (0..PEOPLE, 0..CHANNELS.len());
    let code = prop_oneof![
        3 => Just(Code::Awaited),
        2 => (0..50_usize).prop_map(Code::Earlier),
        1 => Just(Code::Wrong),
    ];
    prop_oneof![
        4 => (who.clone(), channel.clone(), 0..NUMBERS.len()).prop_map(|(who, channel, to)| Step::Begin(who, channel, to)),
        5 => (who.clone(), channel.clone(), code).prop_map(|(who, channel, code)| Step::Answer(who, channel, code)),
        1 => (who.clone(), channel.clone()).prop_map(|(who, channel)| Step::Resend(who, channel)),
        1 => (who, channel).prop_map(|(who, channel)| Step::Delete(who, channel)),
        1 => prop_oneof![Just(30_i64), Just(601), Just(3700)].prop_map(Step::Wait),
    ]
}

struct Awaited {
    number: &'static str,
    code: String,
    sent_at: i64,
    failed: u32,
}

/// What the service should have, by person and channel.
#[derive(Default)]
struct Model {
    owned: BTreeMap<(usize, usize), &'static str>,
    awaited: BTreeMap<(usize, usize), Awaited>,
    sent: Vec<String>,
}

impl Model {
    fn taken(&self, channel: usize, number: &str, but: usize) -> bool {
        let mut owned = self.owned.iter();
        owned.any(|((who, at), theirs)| *at == channel && *theirs == number && *who != but)
    }
}

struct World {
    lab: Lab,
    tokens: Vec<String>,
    model: Model,
}

impl World {
    async fn new() -> Self {
        let lab = Lab::open(Preset::WhaTap).await;
        let mut tokens = Vec::new();
        for person in 0..PEOPLE {
            tokens.push(lab.member(&format!("person-{person}@lab.invalid")).await);
        }
        Self {
            lab,
            tokens,
            model: Model::default(),
        }
    }

    async fn call(&self, method: &str, who: usize, channel: usize, below: &str, body: Value) -> Reply {
        let path = format!("/account/v1/phones/{}{below}", CHANNELS[channel]);
        self.lab
            .request(method, &path, Some(&self.tokens[who]), &[], body)
            .await
    }

    /// A code was sent, instead of any before it.
    async fn note_sent(&mut self, who: usize, channel: usize, number: &'static str, failed: u32) {
        let code = self.lab.newest_code().await;
        self.model.sent.push(code.clone());
        let sent_at = self.lab.now();
        let awaited = Awaited {
            number,
            code,
            sent_at,
            failed,
        };
        self.model.awaited.insert((who, channel), awaited);
    }

    /// What is awaited, number and mistakes, and whether another code may be asked for.
    fn request(&self, who: usize, channel: usize) -> Option<(&'static str, u32, bool)> {
        let awaited = self.model.awaited.get(&(who, channel))?;
        let age = self.lab.now() - awaited.sent_at;
        (age <= REQUEST_LIFE).then_some((awaited.number, awaited.failed, channel == 0 || age >= CODE_LIFE))
    }

    async fn take(&mut self, step: Step) {
        match step {
            Step::Wait(seconds) => self.lab.wait(seconds),
            Step::Begin(who, channel, to) => self.begin(who, channel, NUMBERS[to]).await,
            Step::Resend(who, channel) => {
                let reply = self.call("POST", who, channel, "/resend", Value::Null).await;
                self.sent_again(who, channel, &reply).await;
            }
            Step::Answer(who, channel, code) => self.answer(who, channel, code).await,
            Step::Delete(who, channel) => {
                self.lab.step_up(&self.tokens[who]).await;
                let reply = self.call("DELETE", who, channel, "", Value::Null).await;
                let owned = self.model.owned.remove(&(who, channel)).is_some();
                // A request that is no longer remembered is cleared all the same.
                let awaited = self.model.awaited.remove(&(who, channel)).is_some();
                assert_eq!(reply.status, if owned || awaited { 200 } else { 404 });
            }
        }
    }

    async fn begin(&mut self, who: usize, channel: usize, number: &'static str) {
        self.lab.step_up(&self.tokens[who]).await;
        let reply = self.call("PUT", who, channel, "", json!({ "number": number })).await;
        if self.model.owned.get(&(who, channel)) == Some(&number) {
            assert_eq!(reply.codes(), ["same_as_current"]);
        } else if self
            .request(who, channel)
            .is_some_and(|(awaited, ..)| awaited == number)
        {
            self.sent_again(who, channel, &reply).await;
        } else {
            assert_eq!(reply.status, 200, "{reply:?}");
            self.note_sent(who, channel, number, 0).await;
        }
    }

    async fn sent_again(&mut self, who: usize, channel: usize, reply: &Reply) {
        match self.request(who, channel) {
            None => assert_eq!(reply.codes(), ["no_code_awaited"]),
            Some((.., false)) => assert_eq!(reply.status, 429),
            Some((number, failed, true)) => {
                assert_eq!(reply.status, 200, "{reply:?}");
                self.note_sent(who, channel, number, failed).await;
            }
        }
    }

    async fn answer(&mut self, who: usize, channel: usize, code: Code) {
        let key = (who, channel);
        let right = self.model.awaited.get(&key).map(|awaited| awaited.code.clone());
        let typed = match code {
            Code::Awaited => right.clone().unwrap_or_else(|| "482913".to_owned()),
            Code::Earlier(at) if !self.model.sent.is_empty() => self.model.sent[at % self.model.sent.len()].clone(),
            Code::Earlier(_) | Code::Wrong => "no code".to_owned(),
        };
        let reply = self
            .call("POST", who, channel, "/verify", json!({ "code": typed }))
            .await;
        let Some((number, failed, _)) = self.request(who, channel) else {
            assert_eq!(reply.codes(), ["no_code_awaited"]);
            return;
        };
        let age = self.lab.now() - self.model.awaited[&key].sent_at;
        if age > CODE_LIFE {
            assert_eq!(reply.codes(), ["code_expired"]);
        } else if right.as_deref() != Some(&typed) {
            if failed + 1 == 5 {
                assert_eq!(reply.codes(), ["code_spent"]);
                self.model.awaited.remove(&key);
            } else {
                assert_eq!(reply.codes(), ["incorrect_code"]);
                self.model.awaited.get_mut(&key).unwrap().failed += 1;
            }
        } else {
            self.model.awaited.remove(&key);
            if self.model.taken(channel, number, who) {
                assert_eq!(reply.codes(), ["phone_taken"]);
            } else {
                assert_eq!(reply.status, 200, "{reply:?}");
                self.model.owned.insert(key, number);
            }
        }
    }

    /// The service has what the model has, and no number has two owners.
    async fn check(&self) {
        for channel in 0..CHANNELS.len() {
            let mut seen = BTreeSet::new();
            for who in 0..PEOPLE {
                let state = self.call("GET", who, channel, "", Value::Null).await.json;
                let owned = state["number"]["number"].as_str();
                assert_eq!(owned, self.model.owned.get(&(who, channel)).copied());
                assert!(owned.is_none_or(|number| seen.insert(number.to_owned())), "two owners");
                let awaited = self.request(who, channel).map(|(number, ..)| number);
                assert_eq!(state["pending"]["number"].as_str(), awaited);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 100, ..ProptestConfig::default() })]

    #[test]
    fn numbers_keep_their_rules(steps in prop::collection::vec(step(), 1..32)) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let mut world = World::new().await;
            for step in steps {
                world.take(step).await;
                world.check().await;
            }
        });
    }
}
