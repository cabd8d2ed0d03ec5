//! A service under test: a way to it, and the mailbox of everyone who has an account there.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use account::{Provider, Section, Session};
use gatehouse_tests::inbox::Inbox;
use providers::{Engine, allauth, over_http, over_service};
use service::{Message, Options, Outbox, PasswordCost, Preset, Service};
use url::Url;

pub struct Site {
    pub name: &'static str,
    pub origin: Url,
    pub provider: Arc<dyn Provider>,
    pub serves: Serves,
    mail: Mail,
}

/// In what engines differ for good. What a service has none of, a scenario holds that it is not there.
#[derive(Clone, Copy)]
pub struct Serves {
    /// A code of an authenticator counts once.
    pub codes_count_once: bool,
    /// Recovery codes are told again, and how many are left.
    pub recovery_codes_again: bool,
    /// Well-known passwords are refused.
    pub refuses_common_passwords: bool,
    /// A code can stand for the password in a step-up, and a step-up lasts.
    pub step_up_by_code: bool,
    /// Sections of the core's scenarios that the others of them lack.
    pub sections: &'static [Section],
}

/// What django-allauth and the embedded service do.
const CORE: Serves = Serves {
    codes_count_once: true,
    recovery_codes_again: true,
    refuses_common_passwords: true,
    step_up_by_code: true,
    sections: &[],
};

/// What better-auth does.
const BETTER: Serves = Serves {
    codes_count_once: false,
    recovery_codes_again: false,
    refuses_common_passwords: false,
    step_up_by_code: false,
    sections: &[Section::Keys, Section::Closure],
};

/// Where the codes are read.
enum Mail {
    Folder(Inbox),
    InProcess(Service),
}

impl Site {
    pub fn over_http(name: &'static str, address: &str, inbox: Inbox) -> Self {
        let origin = Url::parse(address).unwrap();
        let provider = allauth(origin.clone(), over_http(&origin).unwrap());
        Self {
            name,
            origin,
            provider,
            serves: CORE,
            mail: Mail::Folder(inbox),
        }
    }

    /// A better-auth server, found as one.
    pub async fn better_auth(address: &str, inbox: Inbox) -> Self {
        let origin = Url::parse(address).unwrap();
        let exchange = over_http(&origin).unwrap();
        let engine = providers::recognise(&origin, &exchange).await.unwrap();
        assert_eq!(engine, Engine::BetterAuth);
        Self {
            name: "better-auth",
            provider: engine.provider(origin.clone(), exchange),
            origin,
            serves: BETTER,
            mail: Mail::Folder(inbox),
        }
    }

    pub async fn in_process(folder: &Path, preset: Preset) -> Self {
        let mut options = Options::new(folder, preset);
        options.outbox = Outbox::Database;
        options.rate_limits = false;
        options.password_cost = PasswordCost::TestOnly;
        let service = Service::open(options).await.unwrap();
        let origin = Url::parse("https://practice.invalid").unwrap();
        let provider = allauth(origin.clone(), over_service(service.router()));
        Self {
            name: "service in process",
            origin,
            provider,
            serves: CORE,
            mail: Mail::InProcess(service),
        }
    }

    /// Asked without a server between.
    pub fn in_this_process(&self) -> bool {
        matches!(self.mail, Mail::InProcess(_))
    }

    /// The newest code sent to a number over a channel (`sms`, `whatsapp`), other than `older`.
    pub async fn text_code_for(&self, channel: &str, number: &str, older: Option<&str>) -> String {
        for _ in 0..400 {
            let newest = match &self.mail {
                Mail::Folder(inbox) => inbox.newest_text_code(channel, number),
                Mail::InProcess(service) => {
                    let messages = service.outbox_messages().await.unwrap();
                    let fits = |message: &&Message| message.channel.name() == channel && message.to == number;
                    messages.iter().find(fits).and_then(|message| message.code.clone())
                }
            };
            match newest {
                Some(code) if Some(code.as_str()) != older => return code,
                _ => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
        panic!("{}: no code was sent to {number}", self.name)
    }

    /// A session nobody has signed in to.
    pub fn session(&self) -> Session {
        Session::anonymous(&self.origin)
    }

    /// The newest code mailed to an address, other than `older`.
    pub async fn code_for(&self, address: &str, older: Option<&str>) -> String {
        for _ in 0..400 {
            match self.newest_code(address).await {
                Some(code) if Some(code.as_str()) != older => return code,
                _ => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
        panic!("{}: no code was mailed to {address}", self.name)
    }

    async fn newest_code(&self, address: &str) -> Option<String> {
        match &self.mail {
            Mail::Folder(inbox) => inbox.newest_code(address),
            Mail::InProcess(service) => {
                let messages = service.outbox_messages().await.unwrap();
                messages
                    .into_iter()
                    .find(|message| message.to == address && message.code.is_some())?
                    .code
            }
        }
    }
}
