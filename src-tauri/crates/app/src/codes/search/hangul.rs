//! Korean as it is typed: by initial consonants alone (ㄱㅁ for 구글 메일), and syllable by syllable through an input
//! method, whose last syllable is not finished and may hold a consonant that will move on to the next one (국 on the way
//! to 구글).

const FIRST_SYLLABLE: u32 = 0xAC00;
const LAST_SYLLABLE: u32 = 0xD7A3;
const FIRST_INITIAL: u32 = 0x1100;
const INITIALS: u32 = 19;
const VOWELS: u32 = 21;
/// No final is the first of them.
const FINALS: u32 = 28;

/// For each final: the final it begins as, where it is made of two consonants (0 where it is one), and its last
/// consonant as an initial. The first line is "no final".
const FINAL_PARTS: [(u32, u32); FINALS as usize] = [
    (0, 0),
    (0, 0),
    (0, 1),
    (1, 9),
    (0, 2),
    (4, 12),
    (4, 18),
    (0, 3),
    (0, 5),
    (8, 0),
    (8, 6),
    (8, 7),
    (8, 9),
    (8, 16),
    (8, 17),
    (8, 18),
    (0, 6),
    (0, 7),
    (17, 9),
    (0, 9),
    (0, 10),
    (0, 11),
    (0, 12),
    (0, 14),
    (0, 15),
    (0, 16),
    (0, 17),
    (0, 18),
];

/// What one letter of a text has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// This very letter.
    Exact(char),
    /// A syllable with this initial consonant, or the consonant alone.
    Initial(u32),
    /// This syllable or one that it is the beginning of.
    Begun(Syllable),
}

/// A syllable's parts by their numbers; a final of 0 is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Syllable {
    initial: u32,
    vowel: u32,
    last: u32,
}

impl Syllable {
    fn of(letter: char) -> Option<Self> {
        let code = u32::from(letter);
        let at = code.checked_sub(FIRST_SYLLABLE).filter(|_| code <= LAST_SYLLABLE)?;
        Some(Self {
            initial: at / (VOWELS * FINALS),
            vowel: at / FINALS % VOWELS,
            last: at % FINALS,
        })
    }

    fn letter(self) -> char {
        let at = (self.initial * VOWELS + self.vowel) * FINALS + self.last;
        char::from_u32(FIRST_SYLLABLE + at).unwrap_or_default()
    }

    /// Whether typing on from this syllable leads to the other one.
    fn leads_to(self, other: Self) -> bool {
        let (first_part, _) = FINAL_PARTS[other.last as usize];
        self.initial == other.initial
            && if self.last == 0 {
                vowel_leads_to(self.vowel, other.vowel)
            } else {
                self.vowel == other.vowel && (self.last == other.last || self.last == first_part)
            }
    }
}

/// ㅗ, ㅜ and ㅡ are the beginnings of ㅘ, ㅙ, ㅚ, of ㅝ, ㅞ, ㅟ, and of ㅢ.
fn vowel_leads_to(begun: u32, whole: u32) -> bool {
    begun == whole || matches!((begun, whole), (8, 9..=11) | (13, 14..=16) | (18, 19))
}

/// The consonants of a jamo that stands alone; ㄳ is what ㄱ and ㅅ become when they are typed one after the other.
fn initials_of(letter: char) -> Vec<u32> {
    let code = u32::from(letter);
    if let Some(initial) = code.checked_sub(FIRST_INITIAL).filter(|&at| at < INITIALS) {
        return vec![initial];
    }
    let last = code.checked_sub(0x11A7).filter(|at| (1..FINALS).contains(at));
    last.map(parts_of_final).unwrap_or_default()
}

fn parts_of_final(last: u32) -> Vec<u32> {
    match FINAL_PARTS[last as usize] {
        (0, only) => vec![only],
        (first, second) => vec![FINAL_PARTS[first as usize].1, second],
    }
}

impl Unit {
    pub(super) fn fits(self, letter: char) -> bool {
        match self {
            Self::Exact(wanted) => letter == wanted,
            Self::Initial(wanted) => match Syllable::of(letter) {
                Some(syllable) => syllable.initial == wanted,
                None => initials_of(letter).first() == Some(&wanted),
            },
            Self::Begun(begun) => Syllable::of(letter).is_some_and(|whole| begun.leads_to(whole)),
        }
    }
}

/// The ways a folded word can be meant; one of them, letter by letter, where it holds no Korean.
pub(super) fn readings(word: &str) -> Vec<Vec<Unit>> {
    let units: Vec<Unit> = word.chars().flat_map(units_of).collect();
    // Only initials may follow the syllable that is still being typed.
    let open = units.iter().rposition(|unit| !matches!(unit, Unit::Initial(_)));
    let Some((open, syllable)) = open.and_then(|at| match units[at] {
        Unit::Exact(letter) => Some((at, Syllable::of(letter)?)),
        _ => None,
    }) else {
        return vec![units];
    };
    let (before, after) = (&units[..open], &units[open + 1..]);
    let reading = |middle: Vec<Unit>| [before, middle.as_slice(), after].concat();
    ways_on(syllable).into_iter().map(reading).collect()
}

/// A letter as units; a consonant alone stands for any syllable that begins with it.
fn units_of(letter: char) -> Vec<Unit> {
    let initials = initials_of(letter);
    if initials.is_empty() {
        vec![Unit::Exact(letter)]
    } else {
        initials.into_iter().map(Unit::Initial).collect()
    }
}

/// What the last syllable may become: one that begins so, or one whose final consonants move on to what follows.
fn ways_on(syllable: Syllable) -> Vec<Vec<Unit>> {
    let without = |last| Unit::Exact(Syllable { last, ..syllable }.letter());
    let mut ways = vec![vec![Unit::Begun(syllable)]];
    if syllable.last == 0 {
        return ways;
    }
    let moved = parts_of_final(syllable.last).into_iter().map(Unit::Initial);
    ways.push(std::iter::once(without(0)).chain(moved).collect());
    if let (first @ 1.., second) = FINAL_PARTS[syllable.last as usize] {
        ways.push(vec![without(first), Unit::Initial(second)]);
    }
    ways
}
