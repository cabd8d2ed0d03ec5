//! How the list bears many entries: opening the vault, the first list, searching as one types, the rows of a screen, moving one, and saving.

use std::hint::black_box;

use app::codes::{Codes, Sort, Wanted};
use uuid::Uuid;
use vault::{Beside, Entry};

use crate::house::{self, House};
use crate::time::{Median, median};

const SIZES: [usize; 3] = [100, 1_000, 10_000];
const RUNS: usize = 9;
/// Rows on a screen, with those drawn around it.
const SCREEN: usize = 24;

pub(crate) fn print() {
    println!("milliseconds, median of {RUNS}");
    let steps = [
        "open",
        "first list",
        "search",
        "ㄱㅁ",
        "rows, codes",
        "sort",
        "move, save",
    ];
    println!("{:>8}{}", "entries", steps.map(|step| format!("{step:>13}")).concat());
    let measured = SIZES.map(measure);
    for (entries, times) in SIZES.iter().zip(&measured) {
        let cells = times.iter().map(|time| format!("{:>13.2}", time.milliseconds()));
        println!("{entries:>8}{}", cells.collect::<String>());
    }
    let ratio = |step: usize| measured[2][step].milliseconds() / measured[0][step].milliseconds();
    let cells = (0..steps.len()).map(|step| format!("{:>13.1}", ratio(step)));
    println!("{:>8}{}", "× 100", cells.collect::<String>());
}

/// The time of each step with this many entries.
fn measure(entries: usize) -> [Median; 7] {
    let house = House::with((0..entries).map(entry));
    let codes = || house.codes();
    let wanted = |query: &str, sort| Wanted {
        query: query.into(),
        sort,
        ..Wanted::default()
    };
    let find = |codes: &Codes, query: &str, sort| codes.find(&wanted(query, sort)).unwrap();
    let opened = codes();
    let all = find(&opened, "", Sort::Issuer).rest;
    let screen: Vec<Uuid> = all.iter().rev().take(SCREEN).copied().collect();
    let (first, last) = (all[0], all[entries - 1]);
    let mut turn = 0;
    [
        median(RUNS, |_| (), |()| black_box(house.open())),
        median(RUNS, |_| codes(), |codes| black_box(find(&codes, "", Sort::Issuer))),
        median(
            RUNS,
            |_| (),
            |()| black_box(find(&opened, "user99 service", Sort::Issuer)),
        ),
        median(RUNS, |_| (), |()| black_box(find(&opened, "ㄱㅁ", Sort::Issuer))),
        median(
            RUNS,
            |_| (),
            |()| black_box((opened.rows(&screen).unwrap(), opened.now(&screen).unwrap())),
        ),
        median(
            RUNS,
            |_| find(&opened, "", Sort::Issuer),
            |_| black_box(find(&opened, "", Sort::Own)),
        ),
        median(
            RUNS,
            |_| (),
            |()| {
                turn += 1;
                let beside = if turn % 2 == 0 { Beside::After } else { Beside::Before }(first);
                opened.place(last, beside).unwrap();
            },
        ),
    ]
}

/// One in a hundred with a Korean name.
fn entry(number: usize) -> Entry {
    let issuer = if number % 100 == 99 {
        "구글%20메일"
    } else {
        "Service"
    };
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    let uri = format!("otpauth://totp/{issuer}%20{number}:user{number}?secret={secret}&issuer={issuer}%20{number}");
    let mut entry = house::entry(&uri);
    entry.note = Some("the spare card is in the second drawer".into());
    entry
}
