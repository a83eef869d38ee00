use api_errors::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(zazmic)]
enum Error {
    #[code(balance_too_low)]
    Poor { balance: String },
}

fn main() {}
