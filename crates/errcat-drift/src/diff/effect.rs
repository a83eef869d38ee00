//! The effect of a change on clients.

/// The severity of a change for clients, mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rating {
    /// Only text for readers changes.
    Text,
    /// Existing clients keep working. They can use something new, or have fewer cases to handle.
    Additive,
    /// Existing clients fail until they are changed.
    Breaking,
}

/// A part of an API that clients depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// Statuses, headers, bodies and retry advice.
    Wire,
    /// The generated crate and its derive macro.
    Rust,
    /// The site: its URLs and its text.
    Docs,
}

/// The severity of a change on each surface of an API. `None` if the change doesn't affect the surface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[allow(missing_docs)]
pub struct Effect {
    pub wire: Option<Rating>,
    pub rust: Option<Rating>,
    pub docs: Option<Rating>,
}

/// The part of the version that a release must increment (<https://semver.org>), smallest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Bump {
    None,
    Patch,
    Minor,
    Major,
}

impl Rating {
    /// All ratings, worst first.
    pub const ALL: [Rating; 3] = [Rating::Breaking, Rating::Additive, Rating::Text];

    /// Returns the name for reports, such as `breaking`.
    pub fn name(self) -> &'static str {
        match self {
            Rating::Text => "text",
            Rating::Additive => "additive",
            Rating::Breaking => "breaking",
        }
    }
}

impl Surface {
    /// Returns the name for reports, such as `Rust`.
    pub fn name(self) -> &'static str {
        match self {
            Surface::Wire => "wire",
            Surface::Rust => "Rust",
            Surface::Docs => "docs",
        }
    }
}

impl Effect {
    /// Changes only text, in the docs and in the doc comments of the crate.
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

    pub(super) fn with_rust(self, rating: Rating) -> Self {
        Effect { rust: Some(rating), ..self }
    }

    pub(super) fn with_docs(self, rating: Rating) -> Self {
        Effect { docs: Some(rating), ..self }
    }

    /// Limits every rating. Used for errors and headers that are no longer sent.
    pub(super) fn at_most(self, rating: Rating) -> Self {
        let limit = |it: Option<Rating>| it.map(|it| it.min(rating));
        Effect { wire: limit(self.wire), rust: limit(self.rust), docs: limit(self.docs) }
    }

    /// Returns the worst rating of all surfaces.
    pub fn rating(self) -> Rating {
        self.wire.max(self.rust).max(self.docs).unwrap_or(Rating::Text)
    }

    /// Returns the surfaces with the worst rating.
    pub fn worst_surfaces(self) -> impl Iterator<Item = Surface> {
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

    /// Returns the name for reports, such as `major`.
    pub fn name(self) -> &'static str {
        match self {
            Bump::None => "none",
            Bump::Patch => "patch",
            Bump::Minor => "minor",
            Bump::Major => "major",
        }
    }

    /// Returns the bump for a version 0.x. There, Cargo treats the second number as the major version
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
