//! Orders.

/// An error of an order.
#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    /// The stock is empty.
    ///
    /// Not even one.
    #[error("{sku} is out of stock: {left:?} of {} left, {{sorry}}", .wanted)]
    OutOfStock { sku: String, left: u32, wanted: u64, at: Instant },
    #[error("not found")]
    NotFound,
    #[error("IO failed in {0}: {source}")]
    Io(PathBuf, #[source] std::io::Error),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
    #[error("{first} of {last}", first = items.first(), last = .items.len())]
    Items { items: Vec<u8> },
    #[error("{}, {}", .0, self.1.code)]
    Pair(bool, Code),
    Plain,
}

#[derive(Debug, thiserror::Error)]
#[error("a struct")]
pub struct Lost;

#[derive(Debug)]
pub enum NoError {
    A,
}
