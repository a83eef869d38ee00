use api_errors::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(kakunin, operation = "POST /v1/events")]
enum Error {
    #[code(kms_not_configured)]
    Kms,
}

fn main() {}
