//! What the derive stands on.
#![no_main]

libfuzzer_sys::fuzz_target!(init: errcat_fuzz::seed("derive"), |data: &[u8]| errcat_fuzz::item(data));
