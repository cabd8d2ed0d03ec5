//! Files of the format `keepassxc-csv`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_targets::import("keepassxc-csv", bytes));
