//! Fuzzes locks.
#![no_main]

libfuzzer_sys::fuzz_target!(init: errcat_fuzz::seed("lock"), |data: &[u8]| errcat_fuzz::file("lock", data));
