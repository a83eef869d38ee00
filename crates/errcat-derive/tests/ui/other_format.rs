// What generated code of other formats states.
api_errors::errcat::check_format!(2);
api_errors::errcat::check_format!(0);
errcat_derive::check_format!(2);
errcat_derive::check_format!(0);

// What the derive of another format generates.
api_errors::errcat::check_format!(derive 2);
api_errors::errcat::check_format!(derive 0);

fn main() {}
