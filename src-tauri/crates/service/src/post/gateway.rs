//! Texts and WhatsApp messages through an HTTP gateway: one form call a message, shaped as Twilio's `Messages` resource takes it.
//!
//! It shares nothing with the account client's calls: that one is the other side.

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use url::{Url, form_urlencoded};

use super::Failure;
use super::places::TextGateway;
use crate::error::ServiceError;
use crate::message::Channel;
use crate::outward;
use crate::store::deliveries::Parcel;

/// How long one call may take.
const ONE_CALL: Duration = Duration::from_secs(30);

/// The gateway.
pub(super) struct Gateway {
    client: reqwest::Client,
    url: Url,
    login: Option<(String, SecretString)>,
    sms_from: Option<String>,
    whatsapp_from: Option<String>,
}

impl Gateway {
    pub(super) fn new(place: &TextGateway) -> Result<Self, ServiceError> {
        Ok(Self {
            client: outward::client(&[place.url.scheme()], ONE_CALL)?,
            url: place.url.clone(),
            login: place.login.clone(),
            sms_from: place.sms_from().map(str::to_owned),
            whatsapp_from: place.whatsapp_from().map(str::to_owned),
        })
    }

    /// The call's fields. Twilio tells channels apart by a scheme before the numbers.
    fn form(&self, parcel: &Parcel) -> String {
        let (scheme, from) = match Channel::of_name(&parcel.channel) {
            Channel::WhatsApp => ("whatsapp:", &self.whatsapp_from),
            _ => ("", &self.sms_from),
        };
        let from = from.as_deref().unwrap_or_default();
        form_urlencoded::Serializer::new(String::new())
            .append_pair("To", &[scheme, &parcel.recipient].concat())
            .append_pair("From", &[scheme, from].concat())
            .append_pair("Body", &parcel.body)
            .finish()
    }

    pub(super) async fn carry(&self, parcel: &Parcel) -> Result<(), Failure> {
        let form = self.form(parcel);
        let mut call = self
            .client
            .post(self.url.clone())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Idempotency-Key", &parcel.mark)
            .body(form);
        if let Some((user, password)) = &self.login {
            // The gateway asks for it, inside TLS.
            call = call.basic_auth(user, Some(password.expose_secret()));
        }
        match call.send().await {
            Ok(answer) => verdict(answer.status().as_u16(), &answer),
            Err(error) if error.is_timeout() => Err(Failure::later("the gateway took too long")),
            Err(_) => Err(Failure::later("the gateway could not be spoken to")),
        }
    }
}

fn verdict(status: u16, answer: &reqwest::Response) -> Result<(), Failure> {
    match status {
        200..=299 => Ok(()),
        429 | 503 => Err(Failure::Later("the gateway is busy", asked_to_wait(answer))),
        // The message was refused. The others speak of the login, the address or the moment: they may pass, or an operator repairs them.
        400 | 410 | 413 | 422 => Err(Failure::Never("the gateway refused it for good")),
        401 | 403 => Err(Failure::later("the gateway wants another login")),
        _ => Err(Failure::later("the gateway refused it for now")),
    }
}

fn asked_to_wait(answer: &reqwest::Response) -> Duration {
    let header = answer
        .headers()
        .get("retry-after")
        .and_then(|value| value.to_str().ok());
    Duration::from_secs(header.and_then(|text| text.trim().parse().ok()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn channels_are_told_by_their_numbers() {
        let (sms, whatsapp) = (Some("Lab".to_owned()), Some("+14155238886".to_owned()));
        let place = TextGateway::new("http://127.0.0.1/", sms, whatsapp, None).unwrap();
        let gateway = Gateway::new(&place).unwrap();
        let form = |channel: &str| {
            gateway.form(&Parcel {
                id: 1,
                mark: String::new(),
                channel: channel.to_owned(),
                recipient: "+821012345678".to_owned(),
                subject: String::new(),
                body: "인증 코드:\n482913 & more".to_owned(),
                at: 0,
                asked_for_by: String::new(),
                tries: 1,
            })
        };
        let body = "Body=%EC%9D%B8%EC%A6%9D+%EC%BD%94%EB%93%9C%3A%0A482913+%26+more";
        assert_eq!(form("sms"), format!("To=%2B821012345678&From=Lab&{body}"));
        assert_eq!(
            form("whatsapp"),
            format!("To=whatsapp%3A%2B821012345678&From=whatsapp%3A%2B14155238886&{body}")
        );
    }
}
