//! The question of a challenge, answered as whoever can't see its picture answers it.

const SMALL: [&str; 10] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
];
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// The sum of the numbers that a question in English names, in digits.
#[must_use]
pub fn answer_to(question: &str) -> String {
    let value = |word: &str| {
        let tens = TENS.iter().position(|known| *known == word).map(|at| (at + 2) * 10);
        tens.or_else(|| SMALL.iter().position(|known| *known == word))
    };
    let words = question.split(|c: char| !c.is_ascii_alphabetic());
    words.filter_map(value).sum::<usize>().to_string()
}

#[cfg(test)]
mod tests {
    use super::answer_to;

    #[test]
    fn sums_are_understood() {
        assert_eq!(answer_to("What is thirty-seven plus five? Answer in digits."), "42");
        assert_eq!(answer_to("What is eighty plus nine? Answer in digits."), "89");
    }
}
