//! Malformed and hostile answers to a reading.

use std::time::Duration;

use account::{Refusal, UnreachableReason};

use super::case::{Case, Kind, play_all};
use super::server::{Act, answer, html, json};

pub const SIGNED_IN: &str = r#"{"status":200,"data":{"user":{"id":1,"display":"Kim","email":"kim@lab.invalid","has_usable_password":true,"shoe":42},"methods":[],"weather":{}},"meta":{"is_authenticated":true},"motd":[1]}"#;
const FLOWS: &str = r#""data":{"flows":[{"id":"login"}]}"#;

const INTERRUPTED: Refusal = Refusal::Unreachable {
    reason: UnreachableReason::Interrupted,
};
const TIMED_OUT: Refusal = Refusal::Unreachable {
    reason: UnreachableReason::TimedOut,
};

fn limited(seconds: Option<u64>) -> Refusal {
    Refusal::RateLimited {
        after: seconds.map(Duration::from_secs),
    }
}

fn write(text: impl Into<Vec<u8>>) -> Act {
    Act::Write(text.into())
}

#[tokio::test]
async fn broken_transport() {
    let start = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    let endless = format!(
        "{start}transfer-encoding: chunked\r\n\r\n{}",
        "10000\r\n".to_owned() + &"x".repeat(0x10000) + "\r\n"
    );
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    let mut flood = vec![write(endless)];
    flood.extend(std::iter::repeat_n(write(chunk), 20));
    let many_headers = (0..500).map(|n| format!("x-{n}: y\r\n")).collect::<String>();
    let drip = |text: &str| vec![Act::Drip(text.as_bytes().to_vec(), Duration::from_millis(40))];
    play_all(
        vec![
            Case::new("closed without a word", vec![], INTERRUPTED).tried(3),
            Case::new("not HTTP", vec![write("SSH-2.0-OpenSSH_9.2\r\n")], INTERRUPTED).tried(3),
            Case::new(
                "cut in the head",
                vec![write("HTTP/1.1 200 OK\r\ncontent-ty")],
                INTERRUPTED,
            )
            .tried(3),
            Case::new(
                "cut in the body",
                vec![write(format!("{start}content-length: 400\r\n\r\n{{\"sta"))],
                INTERRUPTED,
            )
            .tried(3),
            Case::new(
                "cut in a chunk",
                vec![write(format!("{start}transfer-encoding: chunked\r\n\r\n40\r\n{{\"st"))],
                INTERRUPTED,
            )
            .tried(3),
            Case::new(
                "more headers than anyone needs",
                answer("200 OK", &many_headers, SIGNED_IN),
                INTERRUPTED,
            )
            .tried(3),
            Case::new(
                "announces two mebibytes",
                vec![write(format!("{start}content-length: 2097152\r\n\r\n{{")), Act::Hang],
                Refusal::Nonsense,
            ),
            Case::new("sends more than a mebibyte", flood, Refusal::Nonsense),
            Case::new("says nothing", vec![Act::Hang], TIMED_OUT).hasty(),
            Case::new(
                "stops in the body",
                vec![write(format!("{start}content-length: 400\r\n\r\n{{")), Act::Hang],
                TIMED_OUT,
            )
            .hasty(),
            Case::new(
                "slow head",
                drip(&format!("{start}content-length: 2\r\n\r\n{{}}")),
                TIMED_OUT,
            )
            .hasty(),
            Case::new(
                "slow body",
                [
                    vec![write(format!("{start}content-length: 400\r\n\r\n"))],
                    drip(&" ".repeat(400)),
                ]
                .concat(),
                TIMED_OUT,
            )
            .hasty(),
        ],
        Kind::Reading,
    )
    .await;
}

#[tokio::test]
async fn answers_that_are_not_the_services_own() {
    let elsewhere = |status: &str| answer(status, "location: https://login.portal.example/\r\n", "");
    play_all(
        vec![
            Case::new("captive portal, 200", html("200 OK"), Refusal::Nonsense),
            Case::new("captive portal, 302", elsewhere("302 Found"), Refusal::Nonsense),
            Case::new("moved for ever", elsewhere("301 Moved Permanently"), Refusal::Nonsense),
            Case::new(
                "moved, keep the method",
                elsewhere("307 Temporary Redirect"),
                Refusal::Nonsense,
            ),
            Case::new("not modified", answer("304 Not Modified", "", ""), Refusal::Nonsense),
            Case::new("no content", answer("204 No Content", "", ""), Refusal::Nonsense),
            Case::new("middlebox 401", html("401 Unauthorized"), Refusal::Nonsense),
            Case::new("middlebox 403", html("403 Forbidden"), Refusal::Nonsense),
            Case::new("middlebox 404", html("404 Not Found"), Refusal::Nonsense),
            Case::new(
                "proxy wants a password",
                html("407 Proxy Authentication Required"),
                Refusal::Nonsense,
            ),
            Case::new("middlebox 410", html("410 Gone"), Refusal::Nonsense),
            Case::new(
                "blocked for legal reasons",
                html("451 Unavailable For Legal Reasons"),
                Refusal::Nonsense,
            ),
            Case::new(
                "gateway's JSON 401",
                json("401 Unauthorized", r#"{"message":"Unauthorized"}"#),
                Refusal::Nonsense,
            ),
            Case::new(
                "gateway's JSON 401 with a status",
                json("401 Unauthorized", r#"{"status":401}"#),
                Refusal::Nonsense,
            ),
            Case::new(
                "gateway's JSON 410",
                json("410 Gone", r#"{"status":410}"#),
                Refusal::Nonsense,
            ),
            Case::new(
                "a teapot",
                json("418 I'm a teapot", r#"{"status":418}"#),
                Refusal::Nonsense,
            ),
        ],
        Kind::Reading,
    )
    .await;
}

#[tokio::test]
async fn malformed_json() {
    let ok = |body: &str| json("200 OK", body);
    let nonsense = |name, script| Case::new(name, script, Refusal::Nonsense);
    let deep = format!(r#"{{"status":200,"data":{}1{}}}"#, "[".repeat(5000), "]".repeat(5000));
    let signed_in = |change: (&str, &str)| SIGNED_IN.replace(change.0, change.1);
    let renewed = |token: &str| {
        signed_in((
            r#""is_authenticated":true"#,
            &format!(r#""is_authenticated":true,"session_token":{token}"#),
        ))
    };
    play_all(
        vec![
            nonsense("empty", ok("")),
            nonsense("an array", ok("[]")),
            nonsense("a text", ok(r#""signed in""#)),
            nonsense("null", ok("null")),
            nonsense("cut JSON of the right length", ok(&SIGNED_IN[..SIGNED_IN.len() - 1])),
            nonsense("something after the end", ok(&format!("{SIGNED_IN}{SIGNED_IN}"))),
            nonsense("too deep", ok(&deep)),
            nonsense("no status", ok(&signed_in((r#""status":200,"#, "")))),
            nonsense("another status", ok(&signed_in(("200", "201")))),
            nonsense("status as text", ok(&signed_in(("200", "\"200\"")))),
            nonsense(
                "nobody is signed in",
                ok(r#"{"status":200,"data":{},"meta":{"is_authenticated":true}}"#),
            ),
            nonsense("signed in and not", ok(&signed_in(("true},\"motd", "false},\"motd")))),
            nonsense(
                "no meta",
                ok(r#"{"status":200,"data":{"user":{"id":1,"display":"Kim"}}}"#),
            ),
            nonsense("identity is a list", ok(&signed_in((r#""id":1"#, r#""id":[1]"#)))),
            nonsense("name is a number", ok(&signed_in((r#""Kim""#, "7")))),
            nonsense(
                "truth as text",
                ok(&signed_in((
                    r#""is_authenticated":true"#,
                    r#""is_authenticated":"yes""#,
                ))),
            ),
            nonsense(
                "methods is an object",
                ok(&signed_in((r#""methods":[]"#, r#""methods":{}"#))),
            ),
            nonsense(
                "a number beyond all numbers",
                ok(&signed_in((r#""id":1"#, r#""id":1e999"#))),
            ),
            nonsense("token is a number", ok(&renewed("5"))),
            nonsense("token is empty", ok(&renewed(r#""""#))),
            nonsense("token breaks the header", ok(&renewed(r#""a\r\nx-evil: 1""#))),
            nonsense("token is not ASCII", ok(&renewed(r#""tökèn""#))),
            nonsense("token is endless", ok(&renewed(&format!("\"{}\"", "t".repeat(5000))))),
            nonsense(
                "JSON called HTML",
                answer("200 OK", "content-type: text/html\r\n", SIGNED_IN),
            ),
            nonsense("JSON called nothing", answer("200 OK", "", SIGNED_IN)),
            nonsense(
                "claims to be gzip",
                answer(
                    "200 OK",
                    "content-type: application/json\r\ncontent-encoding: gzip\r\n",
                    "\u{1f}x",
                ),
            ),
            nonsense("400 without a reason", json("400 Bad Request", r#"{"status":400}"#)),
            nonsense(
                "reasons are texts",
                json("400 Bad Request", r#"{"status":400,"errors":["no"]}"#),
            ),
            nonsense("not UTF-8", {
                let mut bytes = ok(&signed_in(("Kim", "K?m")));
                let Act::Write(written) = &mut bytes[0] else {
                    unreachable!()
                };
                let at = written.windows(3).position(|three| three == b"K?m").unwrap();
                written[at + 1] = 0xff;
                bytes
            }),
        ],
        Kind::Reading,
    )
    .await;
}

#[tokio::test]
async fn the_services_own_refusals() {
    let gone = |status: &str, code: u16, meta: &str| {
        json(
            status,
            &format!(r#"{{"status":{code},{FLOWS},"meta":{{"is_authenticated":{meta}}}}}"#),
        )
    };
    let wait = |value: &str| {
        answer(
            "429 Too Many Requests",
            &format!("retry-after: {value}\r\ndate: Fri, 20 Nov 2026 12:00:00 GMT\r\n"),
            "",
        )
    };
    let mut recovering = Case::new("back after a moment", json("200 OK", SIGNED_IN), Refusal::Gone).tried(3);
    recovering.scripts = vec![html("503 Service Unavailable"), vec![], json("200 OK", SIGNED_IN)];
    recovering.end = None;
    play_all(
        vec![
            Case::new(
                "session over, 401",
                gone("401 Unauthorized", 401, "false"),
                Refusal::Gone,
            ),
            Case::new("session over, 410", gone("410 Gone", 410, "null"), Refusal::Gone),
            Case::new(
                "not allowed",
                json("403 Forbidden", r#"{"status":403}"#),
                Refusal::NotOffered,
            ),
            Case::new(
                "conflict",
                json("409 Conflict", r#"{"status":409}"#),
                Refusal::NoSuchStep,
            ),
            Case::new(
                "limited, no word",
                answer("429 Too Many Requests", "", ""),
                limited(None),
            ),
            Case::new("limited, seconds", wait("17"), limited(Some(17))),
            Case::new(
                "limited, date",
                wait("Fri, 20 Nov 2026 12:02:00 GMT"),
                limited(Some(120)),
            ),
            Case::new("limited, nonsense", wait("after lunch"), limited(None)),
            Case::new("limited, for ever", wait("99999999999"), limited(Some(86_400))),
            Case::new(
                "failed",
                html("500 Internal Server Error"),
                Refusal::ServiceFailed { status: 500 },
            ),
            Case::new(
                "bad gateway",
                html("502 Bad Gateway"),
                Refusal::ServiceFailed { status: 502 },
            )
            .tried(3),
            Case::new(
                "away",
                html("503 Service Unavailable"),
                Refusal::ServiceFailed { status: 503 },
            )
            .tried(3),
            Case::new(
                "gateway timed out",
                html("504 Gateway Timeout"),
                Refusal::ServiceFailed { status: 504 },
            )
            .tried(3),
            Case::new(
                "a status of its own",
                html("999 Nope"),
                Refusal::ServiceFailed { status: 999 },
            ),
            recovering,
        ],
        Kind::Reading,
    )
    .await;
}
