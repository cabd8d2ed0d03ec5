//! Every target for a short time, on stable Rust: the fixtures and what chance makes of them, always the same from a fixed seed.
//! Nothing may panic, and nothing may take 256 MB.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod mutations;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use mutations::Chance;
use peak_alloc::PeakAlloc;
use transfer::{FORMATS, Input};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Memory is counted for the whole process: one run at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// The most that one input may take, in bytes.
const MOST: usize = 256_000_000;
/// Inputs made of each seed where reading is quick, and where a key is derived each time.
const MANY: usize = 200;
const FEW: usize = 12;

fn run(target: impl Fn(&[u8]), bytes: &[u8], of: &str) {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    target(bytes);
    let taken = MEMORY.peak_usage().saturating_sub(before);
    assert!(
        taken < MOST,
        "{taken} bytes of memory for {} bytes of {of}",
        bytes.len()
    );
}

/// The seed itself, and what chance makes of it and of the others.
fn runs(target: impl Fn(&[u8]), seeds: &[(String, Vec<u8>)], count: usize) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    for (name, seed) in seeds {
        run(&target, seed, name);
        let mut chance = Chance::of(name);
        for _ in 0..count {
            let other = &seeds[chance.below(seeds.len())].1;
            run(&target, &chance.mutation(seed, other), name);
        }
    }
}

fn fixtures() -> Vec<(String, Vec<u8>)> {
    files("../../../src-tauri/crates/transfer/tests/fixtures")
}

/// Every file below a folder by its name there.
fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = Vec::new();
    collect(&folder, &mut files);
    let name = |file: &PathBuf| file.strip_prefix(&folder).unwrap().display().to_string();
    files
        .iter()
        .map(|file| (name(file), std::fs::read(file).unwrap()))
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut within: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|one| one.unwrap().path())
        .collect();
    within.sort();
    for path in within {
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

#[test]
fn every_format_has_a_target() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz_targets");
    let manifest = std::fs::read_to_string(folder.join("../Cargo.toml")).unwrap();
    for format in FORMATS {
        let name = format!("import_{}", format.id.replace('-', "_"));
        let target = std::fs::read_to_string(folder.join(format!("{name}.rs"))).unwrap_or_default();
        assert!(target.contains(&format!("\"{}\"", format.id)), "fuzz_targets/{name}.rs");
        assert!(manifest.contains(&format!("name = \"{name}\"")), "[[bin]] {name}");
    }
}

#[test]
fn every_format_returns() {
    let fixtures = fixtures();
    for format in FORMATS {
        let claimed = |bytes: &[u8]| transfer::claims(&Input::new(bytes)).contains(&format.id);
        let (costly, quick): (Vec<_>, Vec<_>) =
            fixtures.iter().filter(|(_, bytes)| claimed(bytes)).cloned().partition(
                |(_, bytes)| matches!(transfer::recognise(&Input::new(bytes)), Ok(found) if found.encrypted),
            );
        assert!(
            costly.len() + quick.len() > 0,
            "no fixture is of the format {}",
            format.id
        );
        runs(|bytes| fuzz_targets::import(format.id, bytes), &quick, MANY);
        runs(|bytes| fuzz_targets::import(format.id, bytes), &costly, FEW);
    }
}

/// A text of 64 kB, referred to twenty thousand times: 300 kB that ask for 2.6 GB.
#[test]
fn texts_that_are_referred_to_stay_small() {
    let (_, whole) = fixtures()
        .into_iter()
        .find(|(name, _)| name == "freeotp2/encrypted.bin")
        .unwrap();
    let begin = whole.windows(2).position(|pair| pair == [0x77, 8]).unwrap();
    let mut bytes = whole[..begin + 6].to_vec();
    bytes.extend(20_001_u32.to_be_bytes());
    let long = [&[0x74, 0xff, 0xff][..], &[b'a'; 0xffff]].concat();
    bytes.extend([long.as_slice(), &long].concat());
    bytes.extend([0x71, 0x00, 0x7e, 0x00, 0x02].repeat(40_000));
    bytes.push(0x78);
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    run(
        |bytes| fuzz_targets::import("freeotp2", bytes),
        &bytes,
        "texts referred to",
    );
}

/// A megabyte of ampersands without an end: each once began a search through all that follow.
#[test]
fn escapes_without_an_end_are_passed_over() {
    let text = format!(
        "<?xml version='1.0'?><map><string name=\"com.authy.storage.tokens.authy.key\">{}</string></map>",
        "&".repeat(1 << 20)
    );
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    run(fuzz_targets::recognise, text.as_bytes(), "ampersands");
}

#[test]
fn telling_formats_returns() {
    runs(fuzz_targets::recognise, &fixtures(), MANY / 4);
}

/// The links of the fixtures are the seeds.
#[test]
fn links_return() {
    let lines = |name: &str| {
        let (_, bytes) = fixtures().into_iter().find(|(there, _)| there == name).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let lines = text.lines().map(|line| (line.to_owned(), line.as_bytes().to_vec()));
        lines.collect::<Vec<_>>()
    };
    runs(fuzz_targets::uri, &lines("expected.txt"), MANY * 10);
    runs(fuzz_targets::migration, &lines("google/links.txt"), MANY * 10);
}

#[test]
fn documents_return() {
    let (name, document) = fixtures()
        .into_iter()
        .find(|(name, _)| name == "gatehouse/document.json")
        .unwrap();
    runs(fuzz_targets::document, &[(name, document)], MANY * 10);
}

#[test]
fn pictures_return() {
    runs(fuzz_targets::picture, &files("../seeds/picture"), 12);
}
