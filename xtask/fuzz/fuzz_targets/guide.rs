//! Fuzzes the Markdown of guides.
#![no_main]

libfuzzer_sys::fuzz_target!(init: errcat_fuzz::seed("guide"), |data: &[u8]| errcat_fuzz::file("md", data));
