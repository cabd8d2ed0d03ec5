//! Files of the format `freeotp-plus`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_targets::import("freeotp-plus", bytes));
