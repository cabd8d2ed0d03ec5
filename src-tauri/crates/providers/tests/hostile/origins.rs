//! A token goes to its origin and nowhere else; what a service says is cleaned before anyone reads it.

use account::{Refusal, Session, SessionToken, UnreachableReason};
use providers::{allauth, over_http};
use url::Url;

use super::case::{TOKEN, patient, provider, secret, session};
use super::readings::SIGNED_IN;
use super::server::{Server, answer, json};

#[tokio::test]
async fn a_token_does_not_follow_a_redirect() {
    let thief = Server::start(vec![json("200 OK", SIGNED_IN)]).await;
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let server = Server::start(vec![answer(status, &format!("location: {}\r\n", thief.address), "")]).await;
        let (provider, session) = (provider(&server, patient()), session(&server));
        assert_eq!(provider.current(&session).await, Err(Refusal::Nonsense), "{status}");
        assert_eq!(provider.sign_out(&session).await, Err(Refusal::Nonsense), "{status}");
        assert!(session.has_token(), "{status}: a redirect is no sign-out");
    }
    assert!(thief.seen().is_empty(), "the other host must see no request");
}

#[tokio::test]
async fn a_session_of_another_service_is_not_sent() {
    let server = Server::start(vec![json("200 OK", SIGNED_IN)]).await;
    let foreign = Session::new(
        &Url::parse("https://a.example").unwrap(),
        Some(SessionToken::new(secret(TOKEN))),
    );
    let provider = provider(&server, patient());
    assert_eq!(provider.current(&foreign).await, Err(Refusal::ForeignSession));
    assert_eq!(provider.sign_out(&foreign).await, Err(Refusal::ForeignSession));
    assert_eq!(provider.capabilities(&foreign).await, Err(Refusal::ForeignSession));
    assert!(server.seen().iter().all(|request| !request.contains(TOKEN)));
}

#[tokio::test]
async fn a_closed_port_is_unreachable_and_nothing_is_unknown() {
    // Held and not listened at: nobody else gets it meanwhile.
    let closed = tokio::net::TcpSocket::new_v4().unwrap();
    closed.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = Url::parse(&format!("http://{}", closed.local_addr().unwrap())).unwrap();
    let provider = allauth(address.clone(), over_http(&address).unwrap());
    let session = Session::new(&address, Some(SessionToken::new(secret(TOKEN))));
    let refused = Refusal::Unreachable {
        reason: UnreachableReason::ConnectionRefused,
    };
    assert_eq!(provider.current(&session).await, Err(refused.clone()));
    assert_eq!(
        provider.change_password(&session, &secret("a"), &secret("b")).await,
        Err(refused)
    );
}

#[tokio::test]
async fn a_service_without_tls_is_not_spoken_to_over_https() {
    let server = Server::start(vec![json("200 OK", SIGNED_IN)]).await;
    let address = Url::parse(&server.address.as_str().replace("http:", "https:")).unwrap();
    let provider = allauth(address.clone(), over_http(&address).unwrap());
    let session = Session::new(&address, Some(SessionToken::new(secret(TOKEN))));
    let refused = provider.current(&session).await;
    assert!(matches!(refused, Err(Refusal::Unreachable { .. })), "{refused:?}");
    assert!(server.seen().iter().all(|request| !request.contains(TOKEN)));
}

#[tokio::test]
async fn words_of_the_service_are_cleaned() {
    let long = "x".repeat(1000);
    let body = format!(
        r#"{{"status":400,"errors":[{{"message":"no\u202etxt.exe\u0007\nline","code":"incorrect_code","param":"key"}},{{"message":"{long}","code":"<script>","param":"\u202e"}},{{"message":"","code":"x"}}]}}"#
    );
    let server = Server::start(vec![json("400 Bad Request", &body)]).await;
    let Err(Refusal::Fields(errors)) = provider(&server, patient()).current(&session(&server)).await else {
        panic!("fields expected")
    };
    assert_eq!(
        (errors[0].field.as_str(), errors[0].code.as_str()),
        ("code", "incorrect_code")
    );
    assert_eq!(errors[0].message.as_deref(), Some("notxt.exe line"));
    assert_eq!(errors[1].message.as_ref().unwrap().chars().count(), 301);
    assert_eq!(
        (errors[1].field.as_str(), errors[1].code.as_str()),
        ("unknown", "unknown")
    );
    assert_eq!((errors[2].field.as_str(), &errors[2].message), ("", &None));
}

#[tokio::test]
async fn nothing_secret_is_in_a_refusal() {
    let server = Server::start(vec![json("200 OK", "{")]).await;
    let refusal = provider(&server, patient())
        .current(&session(&server))
        .await
        .unwrap_err();
    assert!(!format!("{refusal:?} {refusal}").contains(TOKEN));
}
