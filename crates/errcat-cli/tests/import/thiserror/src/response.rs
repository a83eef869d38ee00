/// An error of the HTTP API.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    #[error("no user {0}")]
    UserNotFound(u64),
    #[error("{0} is taken")]
    NameTaken(String),
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    #[error("the cache failed")]
    Cache,
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::UserNotFound(_) => StatusCode::NOT_FOUND,
            Self::NameTaken(_) => StatusCode::CONFLICT,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, self.to_string()).into_response()
    }
}
