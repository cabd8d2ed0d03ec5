//! Files of the format `lastpass`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_targets::import("lastpass", bytes));
