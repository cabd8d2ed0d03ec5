//! Files of the format `freeotp2`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_targets::import("freeotp2", bytes));
