//! A service that raises the shop's errors.

use api_errors::shop::{Code, payments};
use api_errors::{CatalogError, shop};

#[derive(Debug, CatalogError)]
#[catalog(shop, operation = "POST /v1/refunds")]
pub enum RefundError {
    #[code(already_refunded)]
    Twice,
    #[code(gateway_busy)]
    Busy { retry_after: std::time::Duration },
}

#[derive(Debug, CatalogError)]
#[catalog(shop)]
pub enum CardError {
    #[code(card_declined)]
    Declined { reason: String, attempt: i64 },
}

pub fn pay(card: &str) -> Result<(), payments::Error> {
    if card.is_empty() {
        return Err(payments::Error::CardDeclined { reason: "empty".into(), attempt: 1 });
    }
    Ok(())
}

pub fn refund(count: u32) -> Result<(), RefundError> {
    match count {
        0 => Ok(()),
        1 => Err(RefundError::Busy { retry_after: std::time::Duration::from_secs(1) }),
        _ => Err(RefundError::Twice),
    }
}

pub fn is_final(code: Code) -> bool {
    matches!(code, Code::CardDeclined | Code::AlreadyRefunded)
}

pub fn tell(error: &shop::Error) -> &'static str {
    match error {
        shop::Error::Payments(payments::Error::CardDeclined { .. }) => "use another card",
        _ => "try later",
    }
}
