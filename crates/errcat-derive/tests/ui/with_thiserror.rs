use api_errors::CatalogError;

#[derive(Debug, thiserror::Error, CatalogError)]
#[catalog(kakunin)]
enum Error {
    #[code(agent_not_found)]
    #[error("agent not found")]
    NotFound,
    #[code(bad_request)]
    #[error("no number")]
    Number(#[from] std::num::ParseIntError),
}

fn main() {
    let error: &dyn std::error::Error = &Error::NotFound;
    println!("{error}");
}
