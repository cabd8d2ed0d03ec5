//! Looking for a secret where it must not be: in the memory of a process, and in every file of the desk.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::needles::Needles;
use super::{Desk, Failure, Outcome};

/// Bytes of a page of memory on the systems the desk stands on.
const PAGE: u64 = 4096;
/// How many pages are asked about at once.
const PAGES: u64 = 8192;
/// The bits of a page map's entry that say the page is in memory, or swapped out.
const KEPT: u64 = 0b11 << 62;

impl Desk {
    /// How often the words stand in the memory of a process, as UTF-8 or UTF-16.
    ///
    /// # Errors
    /// The process is gone, or its memory may not be read (it takes root, or a system that allows tracing).
    pub fn found_in_memory(&self, pid: u32, words: &str) -> Outcome<usize> {
        let (process, ranges) = Process::open(pid)?;
        let needles = spellings(words);
        let counts = ranges.into_iter().map(|range| count(&process.read(range), &needles));
        Ok(counts.sum())
    }

    /// Which of the words stand in the memory of a process, as UTF-8 or UTF-16.
    ///
    /// # Errors
    /// As `found_in_memory`.
    pub fn which_in_memory(&self, pid: u32, words: &[String]) -> Outcome<Vec<bool>> {
        let (process, ranges) = Process::open(pid)?;
        let needles = Needles::new(words);
        let mut found = vec![false; words.len()];
        for range in ranges {
            needles.mark(&process.read(range), &mut found);
        }
        Ok(found)
    }

    /// Which of the words stand in which files of the desk, as UTF-8 or UTF-16.
    #[must_use]
    pub fn which_in_files(&self, words: &[String]) -> Vec<(PathBuf, Vec<bool>)> {
        let needles = Needles::new(words);
        let mut all = Vec::new();
        walk(self.folder(), &mut |file| {
            let mut found = vec![false; words.len()];
            needles.mark(&fs::read(file).unwrap_or_default(), &mut found);
            all.push((file.to_owned(), found));
        });
        all
    }

    /// The files of the desk that hold the words, as UTF-8 or UTF-16.
    #[must_use]
    pub fn found_in_files(&self, words: &str) -> Vec<PathBuf> {
        let needles = spellings(words);
        let mut found = Vec::new();
        walk(self.folder(), &mut |file| {
            let bytes = fs::read(file).unwrap_or_default();
            if count(&bytes, &needles) > 0 {
                found.push(file.to_owned());
            }
        });
        found
    }
}

fn spellings(words: &str) -> [Vec<u8>; 2] {
    [
        words.as_bytes().to_vec(),
        words.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ]
}

/// The bounds of a line of `/proc/PID/maps`, if the process may read there and could have written: a program's own file, mapped
/// as it is on the disk, holds nothing of ours.
fn region(line: &str) -> Option<(u64, u64)> {
    let mut words = line.split_whitespace();
    let (from, until) = words.next()?.split_once('-')?;
    let rights = words.next()?;
    let from_a_file = words.nth(2).is_some_and(|inode| inode != "0");
    let readable = rights.starts_with('r') && !line.ends_with("[vvar]") && !line.ends_with("[vsyscall]");
    let own = readable && (rights.contains('w') || !from_a_file);
    own.then_some((
        u64::from_str_radix(from, 16).ok()?,
        u64::from_str_radix(until, 16).ok()?,
    ))
}

/// The open books of a process.
struct Process {
    memory: File,
    pages: File,
}

impl Process {
    /// Its books, and the parts of its memory that are really there.
    fn open(pid: u32) -> Outcome<(Self, Vec<(u64, u64)>)> {
        let unreadable = |error: std::io::Error| Failure::new(format!("the memory of process {pid}: {error}"));
        let maps = fs::read_to_string(format!("/proc/{pid}/maps")).map_err(unreadable)?;
        let memory = File::open(format!("/proc/{pid}/mem")).map_err(unreadable)?;
        let pages = File::open(format!("/proc/{pid}/pagemap")).map_err(unreadable)?;
        let process = Self { memory, pages };
        let regions = maps.lines().filter_map(region);
        let used = regions.flat_map(|(from, until)| process.used(from, until)).collect();
        Ok((process, used))
    }

    /// The parts of a region that are really there. A browser engine reserves gigabytes and uses little of them.
    fn used(&self, from: u64, until: u64) -> Vec<(u64, u64)> {
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        let mut page = from / PAGE;
        while page < until / PAGE {
            let count = PAGES.min(until / PAGE - page);
            let mut entries = vec![0; usize::try_from(count * 8).unwrap_or(0)];
            let read = self.pages.read_at(&mut entries, page * 8).unwrap_or(0);
            for (entry, number) in entries[..read].chunks_exact(8).zip(page..) {
                let entry = u64::from_le_bytes(entry.try_into().unwrap_or_default());
                match ranges.last_mut() {
                    _ if entry & KEPT == 0 => {}
                    Some((_, end)) if *end == number * PAGE => *end += PAGE,
                    _ => ranges.push((number * PAGE, (number + 1) * PAGE)),
                }
            }
            page += count;
        }
        ranges
    }

    fn read(&self, (from, until): (u64, u64)) -> Vec<u8> {
        let mut bytes = vec![0; usize::try_from(until - from).unwrap_or(0)];
        // Pages come and go while the process runs; what is gone holds nothing.
        let read = self.memory.read_at(&mut bytes, from).unwrap_or(0);
        bytes.truncate(read);
        bytes
    }
}

fn count(bytes: &[u8], needles: &[Vec<u8>]) -> usize {
    needles
        .iter()
        .map(|needle| memchr::memmem::find_iter(bytes, needle).count())
        .sum()
}

fn walk(folder: &Path, each: &mut dyn FnMut(&Path)) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            walk(&entry.path(), each);
        } else if kind.is_file() {
            each(&entry.path());
        }
    }
}
