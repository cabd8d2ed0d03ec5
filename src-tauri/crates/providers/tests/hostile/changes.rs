//! The same of a change: never repeated, and "unknown" when its answer is lost.

use account::{FactorWay, Refusal, StepUpWay};

use super::case::{Case, Kind, play_all};
use super::readings::SIGNED_IN;
use super::server::{Act, answer, html, json};

#[tokio::test]
async fn a_change_is_sent_once() {
    let cut = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 400\r\n\r\n{";
    let write = |text: &str| Act::Write(text.as_bytes().to_vec());
    play_all(
        vec![
            Case::new("closed without a word", vec![], Refusal::Unknown),
            Case::new("cut in the body", vec![write(cut)], Refusal::Unknown),
            Case::new("says nothing", vec![Act::Hang], Refusal::Unknown).hasty(),
            Case::new("stops in the body", vec![write(cut), Act::Hang], Refusal::Unknown).hasty(),
            Case::new("bad gateway", html("502 Bad Gateway"), Refusal::Unknown),
            Case::new("gateway timed out", html("504 Gateway Timeout"), Refusal::Unknown),
            Case::new(
                "failed",
                html("500 Internal Server Error"),
                Refusal::ServiceFailed { status: 500 },
            ),
            Case::new(
                "away",
                html("503 Service Unavailable"),
                Refusal::ServiceFailed { status: 503 },
            ),
            Case::new("captive portal", html("200 OK"), Refusal::Nonsense),
            Case::new(
                "moved, keep the method",
                answer("308 Permanent Redirect", "location: /elsewhere\r\n", ""),
                Refusal::Nonsense,
            ),
            Case::new(
                "limited",
                answer("429 Too Many Requests", "", ""),
                Refusal::RateLimited { after: None },
            ),
            Case::new(
                "conflict",
                json("409 Conflict", r#"{"status":409}"#),
                Refusal::NoSuchStep,
            ),
            Case::new(
                "says done, and nothing else",
                json("200 OK", r#"{"status":200}"#),
                Refusal::Nonsense,
            ),
        ],
        Kind::Change,
    )
    .await;
}

#[tokio::test]
async fn step_up_names_its_ways() {
    let body = r#"{"status":401,"data":{"user":{"id":1,"display":"K"},"methods":[],"flows":[{"id":"reauthenticate"},{"id":"mfa_reauthenticate","types":["recovery_codes","totp","palm_reading"]},{"id":"a_new_way"},{"id":"password_reset_by_code","is_pending":false}]},"meta":{"is_authenticated":true}}"#;
    let ways = vec![
        StepUpWay::Password,
        StepUpWay::Factor {
            ways: vec![
                FactorWay::Totp,
                FactorWay::RecoveryCode,
                FactorWay::Other("palm_reading".to_owned()),
            ],
        },
    ];
    play_all(
        vec![Case::new(
            "step-up",
            json("401 Unauthorized", body),
            Refusal::StepUp(ways),
        )],
        Kind::Change,
    )
    .await;
}

#[tokio::test]
async fn a_success_with_unknown_fields_is_a_success() {
    let mut case = Case::new("done", json("200 OK", SIGNED_IN), Refusal::Gone);
    case.end = None;
    play_all(vec![case], Kind::Change).await;
}
