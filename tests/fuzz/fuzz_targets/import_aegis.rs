//! Files of the format `aegis`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_targets::import("aegis", bytes));
