//! Files of the format `winauth`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_targets::import("winauth", bytes));
