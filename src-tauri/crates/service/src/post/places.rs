//! Where messages go, as an operator names it, with everything refused that would send a secret in the clear.

use lettre::Address;
use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use url::{Host, Url};

/// Why a place can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrongPlace {
    /// Not an address of the right kind.
    #[error(
        "the mail server must be smtps://HOST (TLS from the start), smtp://HOST (STARTTLS, required), or \
         smtp+plain://HOST on loopback"
    )]
    MailServer,
    /// Codes would cross a network in the clear.
    #[error("smtp+plain is for loopback only: use smtps:// or smtp://")]
    PlainMail,
    /// Not a mail address.
    #[error("the sender of mails is not a mail address")]
    Sender,
    /// Not an address of the right kind.
    #[error("the text gateway must be an https:// address, or http:// on loopback")]
    Gateway,
    /// Nobody to send texts from.
    #[error("a text gateway needs --text-from, --whatsapp-from or both")]
    NoTextSender,
    /// A password among the arguments, which every program on the machine can read.
    #[error(
        "an address with a password in it is seen by every program: put the password into the environment or the keyring"
    )]
    Password,
    /// A user without a password, or a password without a user.
    #[error("a user in an address needs its password in the environment or the keyring, and a password its user")]
    HalfALogin,
}

/// How talk with the mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MailTls {
    Implicit,
    /// Required: a server that offers none gets nothing.
    StartTls,
    Off,
}

/// A user and a password.
pub(crate) type Login = Option<(String, SecretString)>;

/// The server that takes mails.
#[derive(Debug, Clone)]
pub struct MailServer {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) tls: MailTls,
    pub(crate) login: Login,
    pub(crate) from: Address,
}

impl MailServer {
    /// The server at `smtps://`, `smtp://` or `smtp+plain://[USER@]HOST[:PORT]`, and who mails are from.
    ///
    /// # Errors
    /// When the address is none of these, or would send secrets in the clear.
    pub fn new(address: &str, from: &str, password: Option<SecretString>) -> Result<Self, WrongPlace> {
        let url = Url::parse(address).map_err(|_| WrongPlace::MailServer)?;
        let (tls, usual) = match url.scheme() {
            "smtps" => (MailTls::Implicit, 465),
            "smtp" => (MailTls::StartTls, 587),
            "smtp+plain" => (MailTls::Off, 25),
            _ => return Err(WrongPlace::MailServer),
        };
        let rest = url.path().trim_start_matches('/');
        let host = url.host_str().filter(|_| rest.is_empty() && url.query().is_none());
        // An address in brackets is one of IPv6; what connects wants it without them.
        let host = host.ok_or(WrongPlace::MailServer)?.trim_matches(['[', ']']).to_owned();
        if tls == MailTls::Off && !is_loopback(&host) {
            return Err(WrongPlace::PlainMail);
        }
        Ok(Self {
            port: url.port().unwrap_or(usual),
            tls,
            login: login(&url, password)?,
            from: from.parse().map_err(|_| WrongPlace::Sender)?,
            host,
        })
    }
}

/// The gateway that takes texts and WhatsApp messages.
#[derive(Debug, Clone)]
pub struct TextGateway {
    /// Without a user.
    pub(crate) url: Url,
    pub(crate) login: Login,
    sms: Option<String>,
    whatsapp: Option<String>,
}

impl TextGateway {
    /// The gateway at an address, `https://[USER@]HOST/…`, and who texts and WhatsApp messages are from. A channel without a sender does
    /// not go through it.
    ///
    /// # Errors
    /// When the address is none, would send secrets in the clear, or there is no sender.
    pub fn new(
        address: &str,
        sms_from: Option<String>,
        whatsapp_from: Option<String>,
        password: Option<SecretString>,
    ) -> Result<Self, WrongPlace> {
        let mut url = Url::parse(address).map_err(|_| WrongPlace::Gateway)?;
        let loopback = match url.host() {
            Some(Host::Domain(name)) => is_loopback(name),
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        };
        if !(url.scheme() == "https" || url.scheme() == "http" && loopback) {
            return Err(WrongPlace::Gateway);
        }
        if sms_from.is_none() && whatsapp_from.is_none() {
            return Err(WrongPlace::NoTextSender);
        }
        let login = login(&url, password)?;
        url.set_username("").map_err(|()| WrongPlace::Gateway)?;
        url.set_fragment(None);
        Ok(Self {
            url,
            login,
            sms: sms_from,
            whatsapp: whatsapp_from,
        })
    }

    pub(crate) fn sms_from(&self) -> Option<&str> {
        self.sms.as_deref()
    }

    pub(crate) fn whatsapp_from(&self) -> Option<&str> {
        self.whatsapp.as_deref()
    }
}

fn is_loopback(host: &str) -> bool {
    let ip = host.parse::<std::net::IpAddr>();
    ip.map_or_else(|_| host.eq_ignore_ascii_case("localhost"), |ip| ip.is_loopback())
}

fn login(url: &Url, password: Option<SecretString>) -> Result<Login, WrongPlace> {
    if url.password().is_some() {
        return Err(WrongPlace::Password);
    }
    let user = percent_decode_str(url.username()).decode_utf8();
    let user = user.map_err(|_| WrongPlace::HalfALogin)?.into_owned();
    match (user.is_empty(), password) {
        (true, None) => Ok(None),
        (false, Some(password)) => Ok(Some((user, password))),
        _ => Err(WrongPlace::HalfALogin),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    const FROM: &str = "no-reply@lab.invalid";

    fn server(address: &str, password: Option<&str>) -> Result<MailServer, WrongPlace> {
        MailServer::new(address, FROM, password.map(Into::into))
    }

    #[test]
    fn mail_goes_encrypted_or_not_off_this_machine() {
        for (address, tls, port) in [
            ("smtps://mail.lab.invalid", MailTls::Implicit, 465),
            ("smtp://mail.lab.invalid", MailTls::StartTls, 587),
            ("smtp://127.0.0.1:2525", MailTls::StartTls, 2525),
            ("smtp+plain://127.0.0.1", MailTls::Off, 25),
            ("smtp+plain://[::1]:2525", MailTls::Off, 2525),
            ("smtp+plain://localhost", MailTls::Off, 25),
        ] {
            let server = server(address, None).unwrap();
            assert_eq!((server.tls, server.port), (tls, port), "{address}");
        }
        for address in [
            "smtp+plain://mail.lab.invalid",
            "smtp+plain://10.0.0.2:25",
            "smtp+plain://localhost.lab.invalid",
            "smtp+plain://[fe80::1]",
        ] {
            assert_eq!(server(address, None).unwrap_err(), WrongPlace::PlainMail, "{address}");
        }
        for address in [
            "mail.lab.invalid",
            "http://mail.lab.invalid",
            "smtp:",
            "smtp://host/path",
            "smtp://h?tls=none",
        ] {
            assert_eq!(server(address, None).unwrap_err(), WrongPlace::MailServer, "{address}");
        }
        assert_eq!(
            MailServer::new("smtps://h.invalid", "nobody", None).unwrap_err(),
            WrongPlace::Sender
        );
    }

    #[test]
    fn a_login_is_whole_and_its_password_no_argument() {
        let user = |address, password| server(address, password).map(|server| server.login.map(|(user, _)| user));
        assert_eq!(
            user("smtps://a%40b.invalid@h.invalid", Some("x")),
            Ok(Some("a@b.invalid".to_owned()))
        );
        assert_eq!(user("smtps://a:x@h.invalid", None), Err(WrongPlace::Password));
        assert_eq!(user("smtps://a@h.invalid", None), Err(WrongPlace::HalfALogin));
        assert_eq!(user("smtps://h.invalid", Some("x")), Err(WrongPlace::HalfALogin));
    }

    #[test]
    fn a_gateway_is_encrypted_and_has_a_sender() {
        let gateway = |address: &str| TextGateway::new(address, Some("+15005550006".to_owned()), None, None);
        assert!(gateway("https://texts.lab.invalid/Messages.json").is_ok());
        assert!(gateway("http://[::1]:8025/").is_ok());
        assert_eq!(gateway("http://texts.lab.invalid/").unwrap_err(), WrongPlace::Gateway);
        assert_eq!(gateway("ftp://127.0.0.1/").unwrap_err(), WrongPlace::Gateway);
        assert_eq!(gateway("https://u:p@h.invalid/").unwrap_err(), WrongPlace::Password);
        let nobody = TextGateway::new("https://h.invalid/", None, None, None);
        assert_eq!(nobody.unwrap_err(), WrongPlace::NoTextSender);
        let login = TextGateway::new("https://AC1@h.invalid/", None, Some("+1".to_owned()), Some("x".into())).unwrap();
        assert_eq!(
            (login.url.as_str(), login.login.map(|l| l.0).as_deref()),
            ("https://h.invalid/", Some("AC1"))
        );
    }
}
