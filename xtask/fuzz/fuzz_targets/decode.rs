//! Fuzzes the decoding of responses: status, headers and body.
#![no_main]

libfuzzer_sys::fuzz_target!(init: errcat_fuzz::seed("decode"), |data: &[u8]| errcat_fuzz::response(data));
