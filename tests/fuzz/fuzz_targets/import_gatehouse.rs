//! Files of the format `gatehouse`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_targets::import("gatehouse", bytes));
