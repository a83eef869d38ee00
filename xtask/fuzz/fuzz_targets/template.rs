//! Fuzzes templates that replace built-in ones.
#![no_main]

libfuzzer_sys::fuzz_target!(init: errcat_fuzz::seed("template"), |data: &[u8]| errcat_fuzz::template(data));
