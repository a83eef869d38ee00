use api_errors::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(zazmic)]
enum Error {
    #[code(agent_eror)]
    Agent,
    #[code(balance_too_low)]
    LowBalance {
        balance: String,
        #[param(coast)]
        price: String,
    },
    NoCode,
}

fn main() {}
