//! Files of the format `ente`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_targets::import("ente", bytes));
