use api_errors::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(kakuin)]
enum Error {
    #[code(agent_not_found)]
    NotFound,
}

fn main() {}
