//! Files of the format `2fas`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_targets::import("2fas", bytes));
