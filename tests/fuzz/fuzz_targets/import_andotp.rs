//! Files of the format `andotp`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_targets::import("andotp", bytes));
