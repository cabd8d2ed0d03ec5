//! Files of the format `keepass`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_targets::import("keepass", bytes));
