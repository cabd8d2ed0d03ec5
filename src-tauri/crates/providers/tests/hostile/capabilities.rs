//! Finding out what a service can do, when what answers is odd or hostile.

use account::{Access, Refusal, Section, Session, Source};

use super::case::{patient, provider, session};
use super::server::{Server, html, json};

const CONFIG: &str = r#"{"status":200,"data":{"account":{"is_open_for_signup":true,"login_by_code_enabled":true},"mfa":{"supported_types":["totp"]},"later":{}}}"#;

#[tokio::test]
async fn a_discovery_document_may_not_smuggle() {
    let document = "{\"service\":{\"name\":\"Safe\u{202e}knaB\\u0000\",\"preset\":\"<b>\"},\
        \"sections\":{\"profile\":\"web\",\"keys\":\"web\",\"password\":\"edit\",\"sessions\":\"sealed\"},\
        \"links\":{\"support\":\"file:///etc/passwd\",\"manage\":\"https://real@evil.example/\"},\
        \"profile\":{\"fields\":[{\"name\":\"../x\",\"kind\":\"text\",\"max_length\":5,\"edit\":true},{\"name\":\"photo\",\"kind\":\"picture\",\"edit\":true}]}}";
    let server = Server::start(vec![json("200 OK", document)]).await;
    let found = provider(&server, patient())
        .capabilities(&session(&server))
        .await
        .unwrap();
    assert_eq!(
        (found.service_name.as_str(), found.preset.as_deref()),
        ("SafeknaB", Some("unknown"))
    );
    assert_eq!(found.source, Source::Discovery);
    assert_eq!(found.links.support, None);
    assert_eq!(
        found.access(Section::Profile),
        &Access::Off,
        "a disguised link is no link"
    );
    assert_eq!(found.access(Section::Sessions), &Access::Off, "an unknown word is off");
    assert_eq!(found.access(Section::Password), &Access::Edit);
    assert_eq!(found.profile_fields.len(), 1);
    assert!(
        !found.profile_fields[0].edit,
        "an unknown kind is shown without editing"
    );
}

#[tokio::test]
async fn pages_instead_of_documents_are_passed_over() {
    for page in [
        html("200 OK"),
        html("404 Not Found"),
        html("500 Internal Server Error"),
        json("200 OK", "[]"),
    ] {
        let server = Server::start(vec![page, json("200 OK", CONFIG)]).await;
        let signed_out = Session::anonymous(&server.address);
        let found = provider(&server, patient()).capabilities(&signed_out).await.unwrap();
        assert_eq!(found.source, Source::Config);
        assert!(found.sign_in.sign_up && found.sign_in.by_code);
        assert_eq!(found.access(Section::Factors), &Access::Edit);
        assert_eq!(found.access(Section::Sessions), &Access::Off);
    }
}

#[tokio::test]
async fn an_outage_is_not_taken_for_an_absence() {
    let server = Server::start(vec![html("503 Service Unavailable")]).await;
    let found = provider(&server, patient()).capabilities(&session(&server)).await;
    assert_eq!(found, Err(Refusal::ServiceFailed { status: 503 }));
}

#[tokio::test]
async fn asking_for_a_key_is_not_repeated() {
    let server = Server::start(vec![html("503 Service Unavailable")]).await;
    let refused = provider(&server, patient()).begin_totp(&session(&server)).await.err();
    assert_eq!(refused, Some(Refusal::ServiceFailed { status: 503 }));
    assert_eq!(server.seen().len(), 1, "each asking replaces the key");
}
