//! Files of the format `authenticator-plus`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_targets::import("authenticator-plus", bytes));
