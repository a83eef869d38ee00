use api_errors::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(zazmic)]
enum Error {
    #[code(balance_too_low)]
    LowBalance { balance: String },
}

fn main() {}
