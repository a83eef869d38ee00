//! How much a change asks of clients.

/// How much a change asks of a client, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rating {
    /// Nothing: words that people read.
    Text,
    /// Nothing, but there is something to use, or something less to expect.
    Additive,
    /// What worked no longer does, until the client is changed.
    Breaking,
}

/// How clients know an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// Statuses, headers and bodies, and when to try again.
    Wire,
    /// The generated crate and its derive.
    Rust,
    /// The site: its addresses, and what is to be read there.
    Docs,
}

/// What a change does, for each way in which clients know an API; `None` where they don't meet it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[allow(missing_docs)]
pub struct Effect {
    pub wire: Option<Rating>,
    pub rust: Option<Rating>,
    pub docs: Option<Rating>,
}

/// The number that a release raises (semver.org), the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Bump {
    None,
    Patch,
    Minor,
    Major,
}

impl Rating {
    /// From the worst to the least.
    pub const ALL: [Rating; 3] = [Rating::Breaking, Rating::Additive, Rating::Text];

    /// `breaking`.
    pub fn name(self) -> &'static str {
        match self {
            Rating::Text => "text",
            Rating::Additive => "additive",
            Rating::Breaking => "breaking",
        }
    }
}

impl Surface {
    /// `Rust`.
    pub fn name(self) -> &'static str {
        match self {
            Surface::Wire => "wire",
            Surface::Rust => "Rust",
            Surface::Docs => "docs",
        }
    }
}

impl Effect {
    /// Words that people read, in the docs and in those of the crate.
    pub(super) const TEXT: Effect = Effect { wire: None, rust: Some(Rating::Text), docs: Some(Rating::Text) };

    pub(super) fn wire(rating: Rating) -> Self {
        Effect { wire: Some(rating), ..Effect::TEXT }
    }

    pub(super) fn only_rust(rating: Rating) -> Self {
        Effect { rust: Some(rating), ..Effect::TEXT }
    }

    pub(super) fn only_docs(rating: Rating) -> Self {
        Effect { docs: Some(rating), ..Effect::TEXT }
    }

    pub(super) fn rust(self, rating: Rating) -> Self {
        Effect { rust: Some(rating), ..self }
    }

    pub(super) fn docs(self, rating: Rating) -> Self {
        Effect { docs: Some(rating), ..self }
    }

    /// No worse than this: for what nobody is sent any longer.
    pub(super) fn at_most(self, rating: Rating) -> Self {
        let limit = |it: Option<Rating>| it.map(|it| it.min(rating));
        Effect { wire: limit(self.wire), rust: limit(self.rust), docs: limit(self.docs) }
    }

    /// The worst of them.
    pub fn rating(self) -> Rating {
        self.wire.max(self.rust).max(self.docs).unwrap_or(Rating::Text)
    }

    /// Where the effect is the worst.
    pub fn worst(self) -> impl Iterator<Item = Surface> {
        let each = [(Surface::Wire, self.wire), (Surface::Rust, self.rust), (Surface::Docs, self.docs)];
        each.into_iter().filter(move |(_, rating)| *rating == Some(self.rating())).map(|(surface, _)| surface)
    }
}

impl Bump {
    pub(super) fn of(rating: Option<Rating>) -> Self {
        match rating {
            None => Bump::None,
            Some(Rating::Text) => Bump::Patch,
            Some(Rating::Additive) => Bump::Minor,
            Some(Rating::Breaking) => Bump::Major,
        }
    }

    /// `major`.
    pub fn name(self) -> &'static str {
        match self {
            Bump::None => "none",
            Bump::Patch => "patch",
            Bump::Minor => "minor",
            Bump::Major => "major",
        }
    }

    /// The same for a version 0.x, of which Cargo takes the second number for the first
    /// (<https://doc.rust-lang.org/cargo/reference/semver.html>).
    #[must_use]
    pub fn before_1_0(self) -> Self {
        match self {
            Bump::None => Bump::None,
            Bump::Patch | Bump::Minor => Bump::Patch,
            Bump::Major => Bump::Minor,
        }
    }
}
