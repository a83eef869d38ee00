//! Fuzzes the items below `#[derive(CatalogError)]`.
#![no_main]

libfuzzer_sys::fuzz_target!(init: errcat_fuzz::seed("derive"), |data: &[u8]| errcat_fuzz::item(data));
