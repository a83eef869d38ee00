//! Fuzzes tables and `api.yaml`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: errcat_fuzz::seed("catalog"), |data: &[u8]| errcat_fuzz::file("yaml", data));
