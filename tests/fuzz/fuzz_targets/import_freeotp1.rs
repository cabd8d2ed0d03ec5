//! Files of the format `freeotp1`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_targets::import("freeotp1", bytes));
