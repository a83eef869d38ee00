mod inner {
    #[derive(Debug, Error)]
    enum Error {
        #[error("nothing here")]
        NotFound,
        #[error("the type is {type_}")]
        Type { type_: &'static str },
    }
}
