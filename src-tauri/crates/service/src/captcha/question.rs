//! A sum in words: what a screen reader says well, in three languages.

use rand::RngExt as _;

use crate::texts::Language;

const ENGLISH: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const ENGLISH_TENS: [&str; 10] = [
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
const KOREAN: [&str; 10] = ["", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"];
const JAPANESE: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// A question and its answer in digits.
pub(super) fn ask(language: Language) -> (String, String) {
    let mut rng = rand::rng();
    let (larger, smaller) = (rng.random_range(20..=89), rng.random_range(2..=9));
    (words(language, larger, smaller), (larger + smaller).to_string())
}

fn words(language: Language, larger: usize, smaller: usize) -> String {
    let (larger, smaller) = (number(language, larger), number(language, smaller));
    match language {
        Language::English => format!("What is {larger} plus {smaller}? Answer in digits."),
        Language::Korean => format!("‘{larger} 더하기 {smaller}’의 답을 숫자로 쓰세요."),
        Language::Japanese => format!("「{larger}足す{smaller}」の答えを数字で入力してください。"),
    }
}

/// A number below a hundred in words.
fn number(language: Language, number: usize) -> String {
    let (tens, ones) = (number / 10 % 10, number % 10);
    match language {
        Language::English if number < 20 => ENGLISH[number].to_owned(),
        Language::English if ones == 0 => ENGLISH_TENS[tens].to_owned(),
        Language::English => format!("{}-{}", ENGLISH_TENS[tens], ENGLISH[ones]),
        Language::Korean => in_tens(tens, ones, &KOREAN, "십"),
        Language::Japanese => in_tens(tens, ones, &JAPANESE, "十"),
    }
}

/// Korean and Japanese say a ten after how many there are, and leave the one out.
fn in_tens(tens: usize, ones: usize, digits: &[&str; 10], ten: &str) -> String {
    match tens {
        0 => digits[ones].to_owned(),
        1 => [ten, digits[ones]].concat(),
        _ => [digits[tens], ten, digits[ones]].concat(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn sums_are_said_as_people_say_them() {
        assert_eq!(
            words(Language::English, 37, 5),
            "What is thirty-seven plus five? Answer in digits."
        );
        assert_eq!(
            words(Language::English, 40, 9),
            "What is forty plus nine? Answer in digits."
        );
        assert_eq!(
            words(Language::Korean, 37, 5),
            "‘삼십칠 더하기 오’의 답을 숫자로 쓰세요."
        );
        assert_eq!(
            words(Language::Japanese, 20, 8),
            "「二十足す八」の答えを数字で入力してください。"
        );
        assert_eq!(
            (number(Language::Korean, 10), number(Language::English, 13)),
            ("십".to_owned(), "thirteen".to_owned())
        );
    }

    #[test]
    fn the_answer_is_the_sum() {
        for _ in 0..200 {
            let (question, answer) = ask(Language::Korean);
            let sum: usize = answer.parse().unwrap();
            assert!((22..=98).contains(&sum));
            let said = (20..=89).find_map(|larger| {
                (2..=9).find_map(|smaller| {
                    (words(Language::Korean, larger, smaller) == question).then_some(larger + smaller)
                })
            });
            assert_eq!(said, Some(sum));
        }
    }
}
