//! Files of the format `bitwarden`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_targets::import("bitwarden", bytes));
