//! Files of the format `totp-authenticator`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_targets::import("totp-authenticator", bytes));
