//! Files of the format `raivo`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_targets::import("raivo", bytes));
