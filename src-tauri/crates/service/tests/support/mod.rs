//! A service in this process, its clock in the test's hand, and requests without a socket.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code, unreachable_pub)]

use axum::body::{Body, to_bytes};
use http::{HeaderMap, Request};
use jiff::Timestamp;
use serde_json::Value;
use service::{Clock, Options, PasswordCost, Preset, Service};
use tempfile::TempDir;
use tower::ServiceExt as _;

pub const PASSWORD: &str = "Harbor-Lamp-42";
pub const EMAIL: &str = "kim@lab.invalid";

/// A service under test.
pub struct Lab {
    pub service: Service,
    pub clock: Clock,
    pub folder: TempDir,
    preset: Preset,
    rate_limits: bool,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub json: Value,
}

impl Reply {
    /// The new session token, if one was given.
    pub fn token(&self) -> Option<String> {
        self.json["meta"]["session_token"].as_str().map(str::to_owned)
    }

    /// The codes of what was refused.
    pub fn codes(&self) -> Vec<&str> {
        self.json["errors"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|e| e["code"].as_str())
            .collect()
    }

    /// The flow that is awaited.
    pub fn pending(&self) -> Option<&str> {
        let flows = self.json["data"]["flows"].as_array()?;
        flows.iter().find(|flow| flow["is_pending"] == true)?["id"].as_str()
    }
}

impl Lab {
    pub async fn open(preset: Preset) -> Self {
        Self::with(preset, false).await
    }

    pub async fn limited(preset: Preset) -> Self {
        Self::with(preset, true).await
    }

    /// A service that a test opened with options of its own.
    pub fn around(service: Service, preset: Preset) -> Self {
        Self {
            service,
            clock: Clock::system(),
            folder: tempfile::tempdir().unwrap(),
            preset,
            rate_limits: false,
        }
    }

    async fn with(preset: Preset, rate_limits: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::stopped_at(Timestamp::from_second(1_795_176_939).unwrap());
        let service = Self::service(&folder, &clock, preset, rate_limits).await;
        Self {
            service,
            clock,
            folder,
            preset,
            rate_limits,
        }
    }

    async fn service(folder: &TempDir, clock: &Clock, preset: Preset, rate_limits: bool) -> Service {
        let mut options = Options::new(folder.path().join("data"), preset);
        options.clock = clock.clone();
        options.rate_limits = rate_limits;
        options.password_cost = PasswordCost::TestOnly;
        Service::open(options).await.unwrap()
    }

    /// Closes the service and opens it again on the same folder.
    pub async fn restart(&mut self) {
        self.service.close().await;
        self.service = Self::service(&self.folder, &self.clock, self.preset, self.rate_limits).await;
    }

    /// Lets time pass.
    pub fn wait(&self, seconds: i64) {
        self.clock.advance(seconds * 1000);
    }

    pub fn now(&self) -> i64 {
        self.clock.now() / 1000
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.service.router().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 1 << 20).await.unwrap();
        let json = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Reply {
            status: parts.status.as_u16(),
            headers: parts.headers,
            json,
        }
    }

    /// A request of the core.
    pub async fn core(&self, method: &str, path: &str, token: Option<&str>, body: Value) -> Reply {
        self.request(method, &format!("/_allauth/app/v1{path}"), token, &[], body)
            .await
    }

    pub async fn request(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        headers: &[(&str, &str)],
        body: Value,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if headers.iter().all(|(name, _)| *name != "user-agent") {
            request = request.header("user-agent", "lab-client/1");
        }
        if let Some(token) = token {
            request = request.header("x-session-token", token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = if body.is_null() {
            Body::empty()
        } else {
            Body::from(body.to_string())
        };
        self.send(request.body(body).unwrap()).await
    }

    /// The newest code that was sent.
    pub async fn newest_code(&self) -> String {
        let messages = self.service.outbox_messages().await.unwrap();
        messages
            .into_iter()
            .find_map(|message| message.code)
            .expect("no code was sent")
    }

    /// The topics of what was sent, newest first.
    pub async fn subjects(&self) -> Vec<String> {
        self.service
            .outbox_messages()
            .await
            .unwrap()
            .into_iter()
            .map(|message| message.subject)
            .collect()
    }

    /// Signs up and verifies; returns the token.
    pub async fn member(&self, email: &str) -> String {
        let body = serde_json::json!({"email": email, "password": PASSWORD});
        let token = self.core("POST", "/auth/signup", None, body).await.token().unwrap();
        let key = serde_json::json!({"key": self.newest_code().await});
        let reply = self.core("POST", "/auth/email/verify", Some(&token), key).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        reply.token().unwrap()
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Reply {
        self.core(
            "POST",
            "/auth/login",
            None,
            serde_json::json!({"email": email, "password": password}),
        )
        .await
    }

    /// Has a temporary password mailed to somebody; returns it.
    pub async fn temporary_password(&self, email: &str) -> String {
        let challenge = self.request("POST", "/account/v1/captcha", None, &[], serde_json::json!({}));
        let challenge = challenge.await.json;
        let answer = answer_to(challenge["question"].as_str().unwrap());
        let body = serde_json::json!({"email": email, "captcha": {"id": challenge["id"], "answer": answer}});
        let reply = self
            .request("POST", "/account/v1/temporary-password", None, &[], body)
            .await;
        assert_eq!(reply.status, 202, "{reply:?}");
        self.newest_code().await
    }

    pub async fn step_up(&self, token: &str) {
        let body = serde_json::json!({"password": PASSWORD});
        assert_eq!(
            self.core("POST", "/auth/reauthenticate", Some(token), body)
                .await
                .status,
            200
        );
    }

    /// Turns one-time codes on; returns the key.
    pub async fn turn_on_totp(&self, token: &str) -> String {
        self.step_up(token).await;
        let set_up = self
            .core("GET", "/account/authenticators/totp", Some(token), Value::Null)
            .await;
        let key = set_up.json["meta"]["secret"].as_str().unwrap().to_owned();
        let body = serde_json::json!({"code": totp_at(&key, self.now())});
        let reply = self
            .core("POST", "/account/authenticators/totp", Some(token), body)
            .await;
        assert_eq!(reply.status, 200, "{reply:?}");
        key
    }
}

/// A TOTP code from oathtool, which knows nothing of this project.
pub fn totp_at(key: &str, seconds: i64) -> String {
    let output = std::process::Command::new("oathtool")
        .args(["--totp", "-b", key, "-N", &format!("@{seconds}")])
        .output()
        .expect("these tests need oathtool (package oathtool)");
    assert!(output.status.success(), "oathtool failed");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// The answer to a challenge's question in English.
pub fn answer_to(question: &str) -> String {
    let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ];
    let tens = [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    let value = |word: &str| {
        let ten = tens.iter().position(|known| *known == word).map(|at| (at + 2) * 10);
        ten.or_else(|| small.iter().position(|known| *known == word))
    };
    let words = question.split(|c: char| !c.is_ascii_alphabetic());
    words.filter_map(value).sum::<usize>().to_string()
}
