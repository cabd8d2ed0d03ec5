//! Importing another app's file: told by its content, read into a report that accounts for every record, and kept only when
//! the person says so. What can't be understood is put right there and then, or held in the vault word for word.

mod fix;
mod report;
mod save;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use secrecy::SecretString;
use transfer::{Format, Import, ImportError, Input, Recognised, Work};
use vault::Document;
use zeroize::Zeroizing;

use crate::AppError;

pub use fix::Fix;
pub use report::{Counts, Outcome, Record, Report, outcomes};
pub use save::Saved;

/// A file that was chosen and recognised.
struct Chosen {
    name: String,
    bytes: Zeroizing<Vec<u8>>,
    format: &'static Format,
    encrypted: bool,
}

/// A file that was read.
struct InHand {
    import: Import,
    /// What saving it did, for undoing it.
    saved: Option<Saved>,
}

#[derive(Default)]
struct State {
    /// A file that came unasked and waits.
    offered: Option<Chosen>,
    chosen: Option<Chosen>,
    in_hand: Option<InHand>,
    work: Arc<Work>,
}

/// A recognised file, as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenFile {
    /// The file's name.
    pub name: String,
    /// The format's stable name.
    pub format: &'static str,
    /// The app it comes from.
    pub app: &'static str,
    /// Whether a password is needed.
    pub encrypted: bool,
}

/// The import in hand. There is one at a time; choosing another file forgets it.
#[derive(Default)]
pub struct Importing(Mutex<State>);

impl Importing {
    /// Takes a file's bytes and tells their format. A part of an export whose other parts are in hand, not all of them yet, joins
    /// those.
    ///
    /// # Errors
    /// [`AppError::Import`] when no format is recognised or it is too large; the import in hand stays then.
    pub fn choose(&self, name: &str, bytes: Zeroizing<Vec<u8>>) -> Result<ChosenFile, AppError> {
        Ok(self.put(Chosen::recognised(name, bytes)?))
    }

    /// Lets a file wait that came unasked: the import in hand stays until [`Importing::take_up`].
    ///
    /// # Errors
    /// [`AppError::Import`] when no format is recognised or it is too large; what waited before stays then.
    pub fn offer(&self, name: &str, bytes: Zeroizing<Vec<u8>>) -> Result<(), AppError> {
        let offered = Chosen::recognised(name, bytes)?;
        self.lock().offered = Some(offered);
        Ok(())
    }

    /// The file in hand, which is from now on the one that waited, where one did.
    pub fn take_up(&self) -> Option<ChosenFile> {
        let offered = self.lock().offered.take();
        match offered {
            Some(offered) => Some(self.put(offered)),
            None => self.lock().chosen.as_ref().map(Chosen::seen),
        }
    }

    /// Whether a file is in hand or waits.
    #[must_use]
    pub fn has_file(&self) -> bool {
        let state = self.lock();
        state.chosen.is_some() || state.offered.is_some()
    }

    fn put(&self, mut chosen: Chosen) -> ChosenFile {
        let joined = self.lock().joined(chosen.format, &chosen.bytes);
        if let Some(joined) = joined {
            chosen.bytes = joined;
        }
        self.discard();
        let seen = chosen.seen();
        self.lock().chosen = Some(chosen);
        seen
    }

    /// Reads the chosen file. Slow where it is encrypted: off the event loop. [`Importing::stop`] ends it early.
    ///
    /// # Errors
    /// [`AppError::NoImport`] when no file is chosen; [`AppError::Import`] otherwise. The file stays chosen.
    pub fn read(&self, password: Option<&SecretString>) -> Result<(), AppError> {
        let (format, bytes, work) = {
            let mut state = self.lock();
            state.work = Arc::new(Work::default());
            let chosen = state.chosen.as_ref().ok_or(AppError::NoImport)?;
            (chosen.format, chosen.bytes.clone(), Arc::clone(&state.work))
        };
        let import = transfer::read(format, &Input::new(&bytes), password, &work)?;
        let mut state = self.lock();
        if !Arc::ptr_eq(&state.work, &work) || work.go_on().is_err() {
            return Err(ImportError::Cancelled.into());
        }
        state.in_hand = Some(InHand { import, saved: None });
        Ok(())
    }

    /// Takes an import that its caller has read.
    pub fn take(&self, name: &str, format: &'static Format, import: Import) {
        let mut state = self.lock();
        state.chosen = Some(Chosen {
            name: name.to_owned(),
            bytes: Zeroizing::default(),
            format,
            encrypted: false,
        });
        state.in_hand = Some(InHand { import, saved: None });
    }

    /// Stops a reading that is under way.
    pub fn stop(&self) {
        self.lock().work.stop();
    }

    /// Forgets file and import, and what waits.
    pub fn discard(&self) {
        let mut state = self.lock();
        state.work.stop();
        *state = State::default();
    }

    /// Has every code that was read carry these tags too.
    ///
    /// # Errors
    /// [`AppError::NoImport`] before a file was read.
    pub fn tag(&self, tags: &[String]) -> Result<(), AppError> {
        for entry in &mut self.lock().in_hand_mut()?.import.entries {
            entry.extras.tags.extend_from_slice(tags);
        }
        Ok(())
    }

    /// What was read, held against what the vault has already.
    ///
    /// # Errors
    /// [`AppError::NoImport`] before a file was read.
    pub fn report(&self, document: Option<&Document>) -> Result<Report, AppError> {
        let state = self.lock();
        let (chosen, in_hand) = state.both()?;
        Ok(Report::of(chosen.seen(), in_hand, document))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn both(&self) -> Result<(&Chosen, &InHand), AppError> {
        self.chosen
            .as_ref()
            .zip(self.in_hand.as_ref())
            .ok_or(AppError::NoImport)
    }

    /// The bytes in hand with these after them, where both are parts of one format's exports and some are missing.
    fn joined(&self, format: &Format, bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (chosen, in_hand) = self.both().ok()?;
        let lacks = in_hand.saved.is_none() && in_hand.import.parts.iter().any(|parts| !parts.is_whole());
        (lacks && chosen.format.id == format.id).then(|| Zeroizing::new([&chosen.bytes[..], b"\n", bytes].concat()))
    }

    fn in_hand_mut(&mut self) -> Result<&mut InHand, AppError> {
        self.in_hand.as_mut().ok_or(AppError::NoImport)
    }
}

impl Chosen {
    fn recognised(name: &str, bytes: Zeroizing<Vec<u8>>) -> Result<Self, AppError> {
        let Recognised { format, encrypted } = transfer::recognise(&Input::new(&bytes))?;
        Ok(Self {
            name: name.to_owned(),
            bytes,
            format,
            encrypted,
        })
    }

    fn seen(&self) -> ChosenFile {
        ChosenFile {
            name: self.name.clone(),
            format: self.format.id,
            app: self.format.app,
            encrypted: self.encrypted,
        }
    }
}
