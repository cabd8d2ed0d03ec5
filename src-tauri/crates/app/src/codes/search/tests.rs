//! Which texts a search finds: tables of what people type, and properties held against an input method written down
//! on its own.
#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;

use super::Query;
use super::fold::fold;

fn finds(typed: &str, text: &str) -> bool {
    Query::new(typed).matches([&fold(text)])
}

#[test]
fn every_word_must_occur_somewhere_in_any_case() {
    let texts = ["GitHub", "mina@example.com", "Work"].map(|text| fold(text).to_string());
    let texts = [texts[0].as_str(), &texts[1], &texts[2]];
    for typed in ["", "  ", "git", "HUB mina", "work git", "EXAMPLE", "\u{3000}git"] {
        assert!(Query::new(typed).matches(texts), "{typed}");
    }
    for typed in ["gitlab", "git home", "github.com", "hubmina"] {
        assert!(!Query::new(typed).matches(texts), "{typed}");
    }
}

#[test]
fn accents_case_width_and_kana_make_no_difference() {
    for (typed, text) in [
        ("creme", "Crème Brûlée"),
        ("CRÈME", "creme"),
        ("strasse", "Straße"),
        ("lodz", "Łódź"),
        ("aeroskobing", "Ærøskøbing"),
        ("istanbul", "İSTANBUL"),
        ("ΟΔΟΣ", "οδός"),
        ("github", "ＧｉｔＨｕｂ"),
        ("ＧＩＴ", "github"),
        ("らくてん", "ラクテン"),
        ("ラクテン", "らくてん"),
        ("ﾗｸﾃﾝ", "らくてん"),
        ("がぞう", "ｶﾞｿﾞｳ"),
        ("ヴァ", "ゔぁ"),
        ("№1", "no1"),
        ("구글", "구글".nfd_text().as_str()),
        ("한빛은행", "한빛 은행"),
        ("한빛 은행", "한빛은행"),
    ] {
        assert!(finds(typed, text), "“{typed}” in “{text}”");
    }
    for (typed, text) in [("か", "が"), ("は", "パ"), ("ー", "らくてん"), ("o", "0")] {
        assert!(!finds(typed, text), "“{typed}” in “{text}”");
    }
}

trait Nfd {
    fn nfd_text(&self) -> String;
}

impl Nfd for str {
    fn nfd_text(&self) -> String {
        unicode_normalization::UnicodeNormalization::nfd(self).collect()
    }
}

#[test]
fn korean_is_found_by_initials_and_by_what_is_half_typed() {
    for (typed, text) in [
        ("ㄱㅁ", "구글 메일"),
        ("ㄱㄱㅁㅇ", "구글 메일"),
        ("ㄱ", "구글"),
        ("ㅁㅇ", "구글 메일"),
        // As an input method joins them while they are typed.
        ("ㄳ", "구글 시트"),
        ("ﾡﾱ", "구글 메일"),
        ("구ㄱ", "구글"),
        ("구그", "구글"),
        ("국", "구글"),
        ("굯", "구글 시트"),
        ("구글메", "구글 메일"),
        ("구글ㅁ", "구글 메일"),
        ("국ㅁ", "구글 메일"),
        ("고", "과자"),
        ("그", "긔"),
        ("닭", "달가이"),
        ("닭", "닭갈비"),
        ("달", "닭갈비"),
        ("밖", "바까"),
        ("공", "고아"),
        ("ㅋㅋ", "메모 ㅋㅋ"),
        ("은행 ㅎㅂ", "한빛 은행"),
    ] {
        assert!(finds(typed, text), "“{typed}” in “{text}”");
    }
    for (typed, text) in [
        ("ㄱㅂ", "구글 메일"),
        ("ㄲ", "구글"),
        ("구그메", "구글 메일"),
        ("글구", "구글"),
        ("국글", "구글"),
        ("굴", "구글렌즈"),
        ("ㅏ", "가나다"),
        ("과", "고자"),
    ] {
        assert!(!finds(typed, text), "“{typed}” in “{text}”");
    }
}

const INITIALS: &str = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const VOWELS: [&str; 21] = [
    "ㅏ", "ㅐ", "ㅑ", "ㅒ", "ㅓ", "ㅔ", "ㅕ", "ㅖ", "ㅗ", "ㅗㅏ", "ㅗㅐ", "ㅗㅣ", "ㅛ", "ㅜ", "ㅜㅓ", "ㅜㅔ", "ㅜㅣ",
    "ㅠ", "ㅡ", "ㅡㅣ", "ㅣ",
];
const FINALS: [&str; 28] = [
    "", "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ", "ㄹㅍ", "ㄹㅎ",
    "ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ",
];

/// The keys of a two-set keyboard for a syllable: its initial, its vowel's, its final's.
fn keys_of(syllable: char) -> String {
    let at = u32::from(syllable) as usize - 0xAC00;
    let initial = INITIALS.chars().nth(at / (21 * 28)).unwrap();
    format!("{initial}{}{}", VOWELS[at / 28 % 21], FINALS[at % 28])
}

/// What a two-set input method shows after these keys.
fn shown_after(keys: &[char]) -> String {
    let is_vowel = |key: char| VOWELS.contains(&key.to_string().as_str());
    let mut shown = String::new();
    let mut at = 0;
    while at < keys.len() {
        let starts = INITIALS.contains(keys[at]) && keys.get(at + 1).is_some_and(|&next| is_vowel(next));
        if !starts {
            shown.push(keys[at]);
            at += 1;
            continue;
        }
        let initial = INITIALS.chars().position(|one| one == keys[at]).unwrap();
        at += 1;
        let vowel = (1..=2)
            .rev()
            .find_map(|length| place(&VOWELS, keys, at, length))
            .unwrap();
        at += VOWELS[vowel].chars().count();
        // The longest final after which no vowel asks for its last consonant.
        let fits = |length: usize| {
            let last = place(&FINALS, keys, at, length)?;
            let wanted = keys.get(at + length).is_some_and(|&next| is_vowel(next));
            (!wanted).then_some(last)
        };
        let last = (1..=2).rev().find_map(fits).unwrap_or(0);
        at += FINALS[last].chars().count();
        let code = 0xAC00 + (initial * 21 + vowel) * 28 + last;
        shown.push(char::from_u32(u32::try_from(code).unwrap()).unwrap());
    }
    shown
}

/// Which of these the keys from `at` on are.
fn place(names: &[&str], keys: &[char], at: usize, length: usize) -> Option<usize> {
    let typed: String = keys.get(at..at + length)?.iter().collect();
    names.iter().position(|name| *name == typed)
}

#[test]
fn the_input_method_of_these_tests_composes_as_a_real_one() {
    for (keys, shown) in [
        ("ㄱㅜㄱㅡㄹ", "구글"),
        ("ㄱㅜㄱ", "국"),
        ("ㄱㅗㅏ", "과"),
        ("ㄷㅏㄹㄱ", "닭"),
        ("ㄷㅏㄹㄱㅏ", "달가"),
        ("ㅁㅔㅇㅣㄹ", "메일"),
    ] {
        assert_eq!(shown_after(&keys.chars().collect::<Vec<_>>()), shown);
    }
}

#[test]
fn two_consonants_in_one_letter_are_found_as_they_are_written() {
    assert!(finds("ㄵ", "ㄵ") && finds("0ㄵ", "id 0ㄵ"));
    assert!(finds("ㄵ", "나주"), "and as two initials");
}

proptest! {
    #[test]
    fn korean_is_found_at_every_key_of_typing_it(text in "[가-힣]{1,5}", before in "[가-힣a-z]{0,3}") {
        let keys: Vec<char> = text.chars().flat_map(|one| keys_of(one).chars().collect::<Vec<_>>()).collect();
        prop_assert_eq!(shown_after(&keys), text.clone());
        let written = format!("{before}{text}");
        for length in 1..=keys.len() {
            let typed = shown_after(&keys[..length]);
            prop_assert!(finds(&typed, &written), "“{typed}” in “{written}”");
        }
    }

    #[test]
    fn korean_is_found_by_the_initials_of_any_part(text in "[가-힣]{1,6}", from in 0usize..6, length in 1usize..6) {
        let initials: String = text.chars().skip(from).take(length).map(|one| keys_of(one).chars().next().unwrap()).collect();
        prop_assert!(finds(&initials, &text), "“{initials}” in “{text}”");
    }

    #[test]
    fn initials_find_nothing_that_begins_otherwise(text in "[가-깋]{1,4}") {
        prop_assert!(!finds("ㅎ", &text));
    }

    #[test]
    fn any_part_of_a_text_finds_it(text in "\\PC{1,20}", from in 0usize..20, length in 1usize..20) {
        let part: String = text.chars().skip(from).take(length).collect();
        // A part may begin or end inside what is only one letter once it is folded.
        let folded = fold(&text);
        let part = fold(&part);
        prop_assume!(folded.contains(part.as_str()));
        prop_assert!(finds(&part, &text), "“{}” in “{text}”", part.as_str());
    }

    #[test]
    fn folding_twice_changes_nothing_more(text in "\\PC{0,20}") {
        let once = fold(&text);
        let twice = fold(&once);
        prop_assert_eq!(twice.as_str(), once.as_str());
    }

    #[test]
    fn no_text_makes_the_search_panic(typed in any::<String>(), text in any::<String>()) {
        let _ = finds(&typed, &text);
    }
}
