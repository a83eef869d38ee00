use api_errors::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(kortix)]
enum Error {
    // The param is optional.
    #[code(too_many_requests)]
    Limited { retry_aftr: Option<std::time::Duration> },
    // The param is internal.
    #[code(no_valid_credentials)]
    NoCredentials { reasn: String },
    // The names differ too much for a misspelling.
    #[code(not_found)]
    NotFound { resource: String, cause: String },
}

fn main() {}
