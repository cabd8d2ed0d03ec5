//! The question of a challenge, answered as whoever can't see its picture answers it.

const SMALL: [&str; 10] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
];
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
const KOREAN: [char; 9] = ['일', '이', '삼', '사', '오', '육', '칠', '팔', '구'];

/// The sum of the numbers that a question in English or Korean names, in digits.
#[must_use]
pub fn answer_to(question: &str) -> String {
    // What leads up to a quoted sum may hold words that are numbers, too.
    let sum = question.split(['‘', '’']).nth(1).unwrap_or(question);
    let words = sum.split(|c: char| !c.is_alphabetic());
    words
        .filter_map(|word| english(word).or_else(|| korean(word)))
        .sum::<usize>()
        .to_string()
}

fn english(word: &str) -> Option<usize> {
    let tens = TENS.iter().position(|known| *known == word).map(|at| (at + 2) * 10);
    tens.or_else(|| SMALL.iter().position(|known| *known == word))
}

/// A number below a hundred: how many tens, the word for ten, and the ones.
fn korean(word: &str) -> Option<usize> {
    let (mut tens, mut ones) = (0, None);
    for said in word.chars() {
        match KOREAN.iter().position(|known| *known == said) {
            Some(at) => ones = Some(at + 1),
            None if said == '십' => tens = 10 * ones.take().unwrap_or(1),
            None => return None,
        }
    }
    (!word.is_empty()).then(|| tens + ones.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::answer_to;

    #[test]
    fn sums_are_understood() {
        assert_eq!(answer_to("What is thirty-seven plus five? Answer in digits."), "42");
        assert_eq!(answer_to("What is eighty plus nine? Answer in digits."), "89");
        assert_eq!(answer_to("‘삼십칠 더하기 오’의 답을 숫자로 쓰세요."), "42");
        assert_eq!(
            answer_to("또는 같은 칸에 이 질문의 답을 입력하세요: ‘팔십 더하기 이’의 답을 숫자로 쓰세요."),
            "82"
        );
    }
}
