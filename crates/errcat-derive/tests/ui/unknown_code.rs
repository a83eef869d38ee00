use api_errors::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(kakunin)]
enum Error {
    #[code(agent_not_fund)]
    NotFound,
    #[code(kms_not_configured)]
    Kms,
}

fn main() {}
