//! Mails: a message as RFC 5322 text, and its way through an SMTP server.

use std::time::{Duration, SystemTime};

use lettre::message::header::ContentTransferEncoding;
use lettre::message::{Body, Mailbox};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use secrecy::ExposeSecret as _;

use super::Failure;
use super::places::{MailServer, MailTls};
use crate::error::ServiceError;
use crate::store::deliveries::Parcel;

/// How long the server may take for one step.
const ONE_STEP: Duration = Duration::from_secs(20);

/// Who mails are from.
pub(super) struct Sender {
    mailbox: Mailbox,
}

impl Sender {
    pub(super) fn new(name: &str, address: Address) -> Self {
        Self {
            mailbox: Mailbox::new(Some(name.to_owned()), address),
        }
    }
}

/// Who reads a letter first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// People and programs that open the file: the words stay as they are.
    Folder,
    /// Mail servers, which may know only ASCII.
    Server,
}

/// A message as a mail; absent where its receiver can't be one of a mail.
pub(super) fn letter(sender: &Sender, parcel: &Parcel, reader: Reader) -> Option<Message> {
    let to = parcel.recipient.parse::<Address>().ok()?;
    let at = Duration::from_millis(u64::try_from(parcel.at).unwrap_or(0));
    let text = format!("{}\n", parcel.body);
    let body = match reader {
        Reader::Folder if !text.is_ascii() => Body::new_with_encoding(text, ContentTransferEncoding::EightBit).ok()?,
        _ => Body::new(text),
    };
    Message::builder()
        .from(sender.mailbox.clone())
        .to(Mailbox::new(None, to))
        .subject(parcel.subject.clone())
        .date(SystemTime::UNIX_EPOCH + at)
        .message_id(Some(format!("<{}@{}>", parcel.mark, sender.mailbox.email.domain())))
        .header(lettre::message::header::ContentType::TEXT_PLAIN)
        .body(body)
        .ok()
}

/// The way through an SMTP server.
pub(super) struct Mail {
    sender: Sender,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Mail {
    pub(super) fn new(server: &MailServer, service_name: &str) -> Result<Self, ServiceError> {
        let parameters = || TlsParameters::new(server.host.clone()).map_err(|_| ServiceError::MailTls);
        let tls = match server.tls {
            MailTls::Implicit => Tls::Wrapper(parameters()?),
            MailTls::StartTls => Tls::Required(parameters()?),
            MailTls::Off => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
            .port(server.port)
            .tls(tls)
            .hello_name(ClientId::Domain(server.from.domain().to_owned()))
            .timeout(Some(ONE_STEP));
        if let Some((user, password)) = &server.login {
            // The server asks for it, inside TLS.
            let password = password.expose_secret().to_owned();
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        Ok(Self {
            sender: Sender::new(service_name, server.from.clone()),
            transport: builder.build(),
        })
    }

    pub(super) async fn carry(&self, parcel: &Parcel) -> Result<(), Failure> {
        let Some(letter) = letter(&self.sender, parcel, Reader::Server) else {
            return Err(Failure::Never("its receiver can't be written as a mail address"));
        };
        match self.transport.send(letter).await {
            Ok(_) => Ok(()),
            Err(error) => Err(verdict(&error)),
        }
    }
}

/// What a failure means for the message. The server's words stay out of it: they repeat the address.
fn verdict(error: &lettre::transport::smtp::Error) -> Failure {
    let status = error.status().map(u16::from);
    match status {
        // The mailbox or the message itself was refused. Other 5xx speak of the session (a wrong password, no TLS): an operator's to repair.
        Some(550..=559) => Failure::Never("the mail server refused it for good"),
        Some(530..=539) => Failure::later("the mail server wants another login"),
        Some(_) => Failure::later("the mail server refused it for now"),
        None if error.is_tls() => Failure::later("the mail server's certificate was refused"),
        None if error.is_timeout() => Failure::later("the mail server took too long"),
        None => Failure::later("the mail server could not be spoken to"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn parcel(body: &str) -> Parcel {
        Parcel {
            id: 1,
            mark: "0d9e".to_owned(),
            channel: "mail".to_owned(),
            recipient: "a@b.invalid".to_owned(),
            subject: "[Lab] 인증 코드".to_owned(),
            body: body.to_owned(),
            at: 0,
            asked_for_by: "sign_up".to_owned(),
            tries: 1,
        }
    }

    fn written(body: &str, reader: Reader) -> String {
        let sender = Sender::new("Lab", "no-reply@lab.invalid".parse().unwrap());
        let letter = letter(&sender, &parcel(body), reader).unwrap();
        String::from_utf8(letter.formatted()).unwrap()
    }

    #[test]
    fn a_mail_in_a_folder_reads_as_a_mail() {
        let text = written("코드\n\n482913", Reader::Folder);
        for line in [
            "From: Lab <no-reply@lab.invalid>\r\n",
            "To: a@b.invalid\r\n",
            "Message-ID: <0d9e@lab.invalid>\r\n",
            "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n",
            "Content-Type: text/plain; charset=utf-8\r\n",
            "Content-Transfer-Encoding: 8bit\r\n\r\n코드\r\n\r\n482913\r\n",
        ] {
            assert!(text.contains(line), "{line:?} in {text}");
        }
    }

    #[test]
    fn a_mail_to_a_server_is_ascii_whatever_it_says() {
        for body in ["코드\n\n482913", "Your code:\n\n482913"] {
            assert!(written(body, Reader::Server).is_ascii());
        }
        assert!(written("Your code:\n\n482913", Reader::Server).contains("\r\n\r\nYour code:\r\n\r\n482913\r\n"));
    }

    #[test]
    fn a_receiver_can_add_no_header() {
        let sender = Sender::new("Lab", "no-reply@lab.invalid".parse().unwrap());
        let mut bad = parcel("x");
        bad.recipient = "a@b.invalid\r\nBcc: c@d.invalid".to_owned();
        assert!(letter(&sender, &bad, Reader::Server).is_none());
    }
}
