//! Files of the format `otpauth`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_targets::import("otpauth", bytes));
