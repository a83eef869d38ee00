use api_errors::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(zazmic)]
enum Error {
    #[code(agent_eror)]
    Agent,
    #[code(balance_too_low)]
    Poor {
        balance: String,
        #[param(coast)]
        price: String,
    },
    NoCode,
}

fn main() {}
