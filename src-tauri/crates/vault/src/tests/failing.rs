//! A file system that fails at the n-th call: once, or from then on, as if the process had been killed there.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::disk::{Disk, Real, Stamp};

/// What happens at the chosen call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It fails with this kind, and later calls work.
    Once(io::ErrorKind),
    /// It fails, and so does every later one: what is on the disk is what a killed process leaves.
    Dead,
}

pub(super) struct Failing {
    fault: Fault,
    /// Calls until the fault; `usize::MAX` for never.
    left: AtomicUsize,
    calls: AtomicUsize,
    failed: Mutex<Vec<&'static str>>,
}

impl Failing {
    pub(super) fn never() -> Self {
        Self::after(usize::MAX, Fault::Dead)
    }

    pub(super) fn after(calls: usize, fault: Fault) -> Self {
        Self {
            fault,
            left: AtomicUsize::new(calls),
            calls: AtomicUsize::new(0),
            failed: Mutex::default(),
        }
    }

    /// Starts counting anew: the fault comes after so many more calls.
    pub(super) fn arm(&self, calls: usize) {
        self.left.store(calls, Ordering::Relaxed);
        self.calls.store(0, Ordering::Relaxed);
    }

    pub(super) fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }

    /// Which calls failed, by name.
    pub(super) fn failed(&self) -> Vec<&'static str> {
        self.failed.lock().unwrap().clone()
    }

    fn pass(&self, call: &'static str) -> io::Result<()> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let left = self.left.load(Ordering::Relaxed);
        let fails = match (left, self.fault) {
            (0, Fault::Dead) => true,
            (0, Fault::Once(_)) => {
                self.left.store(usize::MAX, Ordering::Relaxed);
                true
            }
            (usize::MAX, _) => false,
            _ => {
                self.left.store(left - 1, Ordering::Relaxed);
                false
            }
        };
        if !fails {
            return Ok(());
        }
        self.failed.lock().unwrap().push(call);
        Err(match self.fault {
            Fault::Once(kind) => kind.into(),
            Fault::Dead => io::ErrorKind::Other.into(),
        })
    }
}

impl Disk for Failing {
    fn read(&self, path: &Path) -> io::Result<(Vec<u8>, Stamp)> {
        self.pass("read")?;
        Real.read(path)
    }

    fn stamp(&self, path: &Path) -> io::Result<Stamp> {
        self.pass("stamp")?;
        Real.stamp(path)
    }

    fn create(&self, path: &Path) -> io::Result<File> {
        self.pass("create")?;
        Real.create(path)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.pass("write") {
            // A full disk takes a part first.
            Real.write(file, &bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        Real.write(file, bytes)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        self.pass("sync")?;
        Real.sync(file)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.pass("link")?;
        Real.link(from, to)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.pass("rename")?;
        Real.rename(from, to)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.pass("sync_folder")?;
        Real.sync_folder(path)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.pass("remove")?;
        Real.remove(path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.pass("create_folder")?;
        Real.create_folder(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.pass("remove_folder")?;
        Real.remove_folder(path)
    }
}
