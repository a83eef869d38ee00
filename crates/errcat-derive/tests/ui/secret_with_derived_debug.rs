use api_errors::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(kortix)]
#[code(invalid_api_key_format)]
struct InvalidKey {
    reason: String,
    public_key: String,
    api_key: String,
}

fn main() {}
