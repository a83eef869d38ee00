//! A response: status, headers, body.
#![no_main]

libfuzzer_sys::fuzz_target!(init: errcat_fuzz::seed("decode"), |data: &[u8]| errcat_fuzz::response(data));
