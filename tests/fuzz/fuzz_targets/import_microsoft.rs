//! Files of the format `microsoft`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_targets::import("microsoft", bytes));
