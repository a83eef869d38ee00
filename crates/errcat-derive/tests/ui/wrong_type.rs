use api_errors::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(zazmic)]
enum Error {
    #[code(too_many_requests)]
    Limited { limit: String, reset: std::time::SystemTime, retry_after: std::time::Duration },
}

fn main() {}
