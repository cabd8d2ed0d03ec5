//! Cookies in, one line of text out, and nothing that does not belong there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

fn headers(lines: &[&str]) -> HeaderMap {
    lines.iter().map(|line| (SET_COOKIE, line.parse().unwrap())).collect()
}

fn held(lines: &[&str]) -> Held {
    let mut held = Held::default();
    held.take(&headers(lines)).unwrap();
    held
}

fn header(held: &Held) -> Option<String> {
    held.header().map(|text| text.to_string())
}

#[test]
fn cookies_are_kept_replaced_and_taken_away() {
    let mut jar = held(&[
        "better-auth.session_token=abc.s%3D; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax",
        "__Secure-better-auth.two_factor=2fa-x.y; Expires=Fri, 20 Nov 2093 12:00:00 GMT",
    ]);
    assert_eq!(
        header(&jar).as_deref(),
        Some("__Secure-better-auth.two_factor=2fa-x.y; better-auth.session_token=abc.s%3D")
    );
    let gone = headers(&["better-auth.session_token=; Max-Age=0; Path=/"]);
    assert!(jar.is_taken_away_by(&gone));
    assert!(!jar.is_taken_away_by(&headers(&["better-auth.dont_remember=; Max-Age=0"])));
    jar.take(&gone).unwrap();
    jar.take(&headers(&[
        "__Secure-better-auth.two_factor=z; expires=Sat, 20 Nov 1993 12:00:00 GMT",
    ]))
    .unwrap();
    assert_eq!(header(&jar), None);
}

#[test]
fn caches_and_broken_cookies_are_left_out() {
    let jar = held(&[
        "better-auth.session_data=eyJ; Max-Age=300",
        "better-auth.session_data.0=eyJ; Max-Age=300",
        "__Secure-site.account_data=eyJ",
        "no equals sign",
        "=nameless",
        "split=a b",
        "quoted=\"x\"",
    ]);
    assert_eq!(header(&jar), None);
}

#[test]
fn more_cookies_than_anyone_needs_are_not_believed() {
    let many: Vec<String> = (0..9).map(|n| format!("c{n}=x")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(Held::default().take(&headers(&many)), Err(Refusal::Nonsense));
    let long = format!("c={}", "x".repeat(LONGEST));
    assert_eq!(Held::default().take(&headers(&[&long])), Err(Refusal::Nonsense));
}

#[test]
fn it_is_one_line_of_text_and_comes_back() {
    let mut jar = held(&["better-auth.session_token=abc.def"]);
    jar.awaits = Some(Awaits::ResetCode("mina\n@lab.invalid".to_owned()));
    jar.by = vec![By::Password, By::Totp];
    jar.factors = Some(vec![TOTP.to_owned(), SENT.to_owned()]);
    let token = jar.token().unwrap();
    assert!(!token.secret().expose_secret().contains('\n'));
    assert!(Held::read(&token).unwrap() == jar);
    for other in ["", "bogus", "[]", "null", r#"{"cookies":[]}"#] {
        assert!(
            Held::read(&SessionToken::new(SecretString::from(other))).is_none(),
            "{other}"
        );
    }
}

#[test]
fn its_own_session_is_told_by_the_token_before_the_signature() {
    let jar = held(&["better-auth.session_token=abc.def"]);
    assert!(jar.is_session(&Sensitive::from("abc")));
    for other in ["", "ab", "abcd", "def"] {
        assert!(!jar.is_session(&Sensitive::from(other)), "{other}");
    }
}

#[test]
fn recovery_codes_come_with_a_key_and_with_nothing_else() {
    let ways = |named: &[&str]| {
        let factors = Some(named.iter().map(|&name| name.to_owned()).collect());
        Held {
            factors,
            ..Held::default()
        }
        .ways()
    };
    assert_eq!(ways(&[TOTP]), [FactorWay::Totp, FactorWay::RecoveryCode]);
    assert_eq!(ways(&["<b>"]), [FactorWay::Other("unknown".to_owned())]);
    assert!(ways(&[]).is_empty());
    assert!(Held::default().may_have_totp(), "not known is not no");
}
