//! Closing the account.

use account::{Blocker, Closure, ClosureRequest, Consequence, Owed, Refusal};
use http::Method;
use protocol::extension::CLOSURE_PATH;
use protocol::extension::closure as wire;

use super::problem::payload;
use crate::transport::client::{Call, Reply};
use crate::transport::text::{NAME, plain, word};

/// More of anything than a screen can show is cut off.
const MOST: usize = 200;
/// The longest number that is believed to be an amount.
const LONGEST_AMOUNT: usize = 24;

/// The call that reads what closing means.
pub(crate) fn read_call() -> Call {
    Call::get(CLOSURE_PATH)
}

/// The call that closes the account.
pub(crate) fn close_call(request: &ClosureRequest) -> Call {
    Call::change(Method::POST, CLOSURE_PATH).json(&wire::CloseAccount {
        reason: request.reason.clone(),
        consent: request.consent,
        phrase: request.phrase.clone(),
    })
}

/// What closing means.
pub(crate) fn read(reply: &Reply) -> Result<Closure, Refusal> {
    let said: wire::Closure = payload(reply)?;
    let words = |list: Vec<String>| once(list.iter().take(MOST).map(|one| word(one)), |one, other| one == other);
    let consequences = said.consequences.into_iter().take(MOST).map(consequence);
    Ok(Closure {
        consequences: once(consequences, |one, other| one.what == other.what),
        checks: words(said.checks),
        blockers: said.blockers.into_iter().take(MOST).map(blocker).collect(),
        reasons: words(said.reasons),
        consent: word(&said.consent),
        phrase: said.phrase.map(typeable).transpose()?,
    })
}

/// Closed, in the service's own words: nothing less may be taken for it.
pub(crate) fn read_closed(reply: &Reply) -> Result<(), Refusal> {
    payload::<wire::Closed>(reply).map(drop)
}

/// Each once, the first of those that are the same.
fn once<T>(all: impl Iterator<Item = T>, same: impl Fn(&T, &T) -> bool) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for one in all {
        if !kept.iter().any(|other| same(&one, other)) {
            kept.push(one);
        }
    }
    kept
}

/// A phrase is typed back to the letter, so one that can't be shown to the letter is refused rather than cleaned.
fn typeable(phrase: String) -> Result<String, Refusal> {
    let shown = plain(&phrase, NAME);
    if shown == phrase && !phrase.is_empty() {
        Ok(phrase)
    } else {
        Err(Refusal::Nonsense)
    }
}

fn consequence(said: wire::Consequence) -> Consequence {
    Consequence {
        what: word(&said.what),
        count: said.count,
    }
}

fn blocker(said: wire::Blocker) -> Blocker {
    Blocker {
        code: word(&said.code),
        project: plain(&said.project, NAME),
        owed: said.owed.and_then(owed),
    }
}

/// An amount that is a number of a currency; else the blocker stands without it.
fn owed(said: wire::Owed) -> Option<Owed> {
    let number = said.amount.strip_prefix('-').unwrap_or(&said.amount);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let fit = said.amount.len() <= LONGEST_AMOUNT && digits(whole) && digits(part);
    let named = said.currency.len() == 3 && said.currency.bytes().all(|byte| byte.is_ascii_uppercase());
    (fit && named).then_some(Owed {
        amount: said.amount,
        currency: said.currency,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use bytes::Bytes;
    use http::header::CONTENT_TYPE;
    use http::{HeaderMap, StatusCode};

    use super::*;

    fn reply(kind: &str, body: &'static str) -> Reply {
        Reply {
            status: StatusCode::OK,
            headers: HeaderMap::from_iter([(CONTENT_TYPE, kind.parse().unwrap())]),
            body: Bytes::from_static(body.as_bytes()),
        }
    }

    fn json(body: &'static str) -> Reply {
        reply("application/json", body)
    }

    #[test]
    fn a_page_is_no_closed_account() {
        assert_eq!(read_closed(&json(r#"{"closed_at":"2026-11-20T12:15:39Z"}"#)), Ok(()));
        assert_eq!(read_closed(&json("{}")), Err(Refusal::Nonsense));
        assert_eq!(read_closed(&reply("text/html", "<h1>OK</h1>")), Err(Refusal::Nonsense));
    }

    #[test]
    fn what_is_told_twice_is_kept_once() {
        let body = r#"{"consequences":[{"what":"keys","count":1},{"what":"keys","count":2}],"checks":["a","a"],"blockers":[],
            "reasons":["x","y","x"],"consent":"c"}"#;
        let told = read(&json(body)).unwrap();
        assert_eq!((told.consequences.len(), told.consequences[0].count), (1, 1));
        assert_eq!(
            (told.checks.len(), told.reasons),
            (1, vec!["x".to_owned(), "y".to_owned()])
        );
    }

    #[test]
    fn an_amount_is_a_number_of_a_currency_or_left_out() {
        let owed = |amount: &str, currency: &str| {
            owed(wire::Owed {
                amount: amount.into(),
                currency: currency.into(),
            })
            .is_some()
        };
        assert!(owed("132000", "KRW") && owed("12.50", "EUR"));
        assert!(!owed("12,50", "EUR") && !owed("", "EUR") && !owed(".5", "EUR") && !owed("1.", "EUR"));
        assert!(!owed("1", "euro") && !owed("1", "€€€") && !owed(&"9".repeat(25), "EUR"));
    }

    #[test]
    fn a_phrase_that_cannot_be_shown_as_it_is_is_not_asked_for() {
        let with = |phrase: &str| {
            let body = format!(r#"{{"consequences":[],"checks":[],"blockers":[],"consent":"x"{phrase}}}"#);
            read(&json(body.leak())).map(|closure| closure.phrase)
        };
        let phrase = "membership withdrawal";
        assert_eq!(
            with(r#","phrase":"membership withdrawal""#),
            Ok(Some(phrase.to_owned()))
        );
        assert_eq!(with(""), Ok(None));
        assert_eq!(with(r#","phrase":"""#), Err(Refusal::Nonsense));
        assert_eq!(with(",\"phrase\":\"a\u{202e}b\""), Err(Refusal::Nonsense));
        assert_eq!(read(&json("{}")), Err(Refusal::Nonsense));
    }
}
