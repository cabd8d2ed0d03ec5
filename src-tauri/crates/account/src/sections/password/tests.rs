//! Properties of the password check, and cases recorded from a genuine server's validators.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

fn all_classes() -> BTreeSet<CharacterClass> {
    use CharacterClass::*;
    BTreeSet::from([Lowercase, Uppercase, Digits, Special])
}

fn nine_and_three_of_four() -> PasswordPolicy {
    PasswordPolicy {
        min_length: 9,
        max_length: None,
        classes: Some(ClassRule {
            at_least: 3,
            of: all_classes(),
        }),
        blocklist: true,
        similarity: true,
    }
}

fn unmet(policy: &PasswordPolicy, password: &str, email: &str) -> Vec<&'static str> {
    let name = |rule: &Rule| match rule {
        Rule::MinLength(_) => "short",
        Rule::MaxLength(_) => "long",
        Rule::Classes(_) => "classes",
        Rule::NotCommon => "common",
        Rule::NotSimilar => "similar",
    };
    let verdicts = policy.check(password, email);
    verdicts
        .iter()
        .filter(|v| v.ruling == Ruling::Unmet)
        .map(|v| name(&v.rule))
        .collect()
}

#[test]
fn agrees_with_the_recorded_answers_of_a_genuine_server() {
    let policy = nine_and_three_of_four();
    let email = "kim@lab.invalid";
    assert_eq!(unmet(&policy, "short", email), ["short", "classes"]);
    assert_eq!(unmet(&policy, "aaaaaaaaaa", email), ["classes", "common"]);
    for accepted in ["Harbor-Lamp-42", "Quiet-Moss-77", "Copper-Vane-19"] {
        assert_eq!(unmet(&policy, accepted, email), [""; 0], "{accepted}");
        assert!(policy.allows(accepted, email));
    }
}

#[test]
fn resemblance_to_the_address_is_seen() {
    let policy = nine_and_three_of_four();
    assert_eq!(unmet(&policy, "Mina-Park1", "mina_park@lab.invalid"), ["similar"]);
    // Django splits at the dot and finds neither half close enough.
    assert_eq!(unmet(&policy, "Mina.Park1", "mina.park@lab.invalid"), [""; 0]);
    assert_eq!(unmet(&policy, "Mina-Park1", ""), [""; 0]);
}

#[test]
fn only_the_service_knows_its_whole_blocklist() {
    let verdicts = nine_and_three_of_four().check("Harbor-Lamp-42", "");
    let common = verdicts.iter().find(|v| v.rule == Rule::NotCommon).unwrap();
    assert_eq!(common.ruling, Ruling::ServiceDecides);
}

#[test]
fn an_unstated_policy_asks_only_for_something() {
    assert!(!PasswordPolicy::unstated().allows("", ""));
    assert!(PasswordPolicy::unstated().allows("x", "x@lab.invalid"));
}

#[test]
fn the_list_is_lower_case_sorted_and_without_doubles() {
    let lines: Vec<_> = COMMON.lines().collect();
    assert!(lines.windows(2).all(|pair| pair[0] < pair[1]));
    assert!(
        lines
            .iter()
            .all(|line| **line == line.to_lowercase() && !line.is_empty())
    );
}

proptest! {
    #[test]
    fn never_panics_and_gives_one_verdict_a_rule(password in any::<String>(), email in any::<String>()) {
        let verdicts = nine_and_three_of_four().check(&password, &email);
        prop_assert_eq!(verdicts.len(), 4);
    }

    #[test]
    fn length_counts_characters_not_bytes(count in 0_usize..30, min in 1_u32..30) {
        let policy = PasswordPolicy { min_length: min, ..PasswordPolicy::unstated() };
        prop_assert_eq!(policy.allows(&"한".repeat(count), ""), count >= min as usize);
    }

    #[test]
    fn appending_never_loses_a_class(start in "\\PC{0,12}", more in "\\PC{0,12}") {
        let rule = ClassRule { at_least: 3, of: all_classes() };
        let longer = format!("{start}{more}");
        prop_assert!(!rule.is_met_by(&start) || rule.is_met_by(&longer));
    }

    #[test]
    fn more_demanding_rules_allow_no_more(password in "\\PC{0,16}", fewer in 0_u32..4) {
        let rule = |at_least| ClassRule { at_least, of: all_classes() };
        prop_assert!(!rule(fewer + 1).is_met_by(&password) || rule(fewer).is_met_by(&password));
    }

    #[test]
    fn order_of_characters_does_not_matter_for_classes(password in "\\PC{0,16}") {
        let rule = ClassRule { at_least: 2, of: all_classes() };
        let backwards: String = password.chars().rev().collect();
        prop_assert_eq!(rule.is_met_by(&password), rule.is_met_by(&backwards));
    }

    #[test]
    fn the_address_itself_is_never_allowed(name in "[a-z]{3,12}", host in "[a-z]{3,12}") {
        let email = format!("{name}@{host}.invalid");
        let policy = PasswordPolicy { similarity: true, ..PasswordPolicy::unstated() };
        prop_assert!(!policy.allows(&email, &email));
        prop_assert!(!policy.allows(&name, &email));
    }

    #[test]
    fn likeness_is_a_fraction_and_symmetric(a in "\\PC{0,16}", b in "\\PC{0,16}") {
        let one = likeness(&a, &b);
        prop_assert!((0.0..=1.0).contains(&one));
        prop_assert!((one - likeness(&b, &a)).abs() < f64::EPSILON);
    }
}
