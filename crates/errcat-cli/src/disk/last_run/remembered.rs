//! The file with the record of a run.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};

use crate::reading::workspace::read_if_there;

/// The value of `whole` if the run printed something that the next run must print again.
pub(super) const NEVER: &str = "-";
/// The last line. A file without it is incomplete.
const END: &str = "end";

/// The record of a run.
#[derive(Default)]
pub(super) struct Remembered {
    /// A hash of everything that the run read and left; [`NEVER`] if it reported something that the next run
    /// reports again.
    pub(super) whole: String,
    /// A hash of the history of the catalog's files, which checks don't read.
    pub(super) history: String,
    /// A hash of the metadata of all manifests. An API can be skipped only if they still list its files.
    pub(super) manifests: String,
    /// The record of each API, by name.
    pub(super) apis: BTreeMap<String, Own>,
    /// Other files that the run read.
    pub(super) watched: Vec<Utf8PathBuf>,
}

/// The record of an API's own files.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Own {
    /// A hash of their inputs.
    pub(super) origin: String,
    /// A hash of their metadata.
    pub(super) left: String,
    /// The other APIs that it links to.
    pub(super) links: BTreeSet<String>,
}

impl Remembered {
    pub(super) fn read(file: &Utf8Path) -> Option<Self> {
        let text = String::from_utf8(read_if_there(file).ok()??).ok()?;
        let mut lines = text.lines();
        let mut line = || lines.next().map(str::to_owned);
        let (whole, history, manifests) = (line()?, line()?, line()?);
        let mut remembered = Remembered { whole, history, manifests, ..Remembered::default() };
        for line in &mut lines {
            match line.split_once(' ') {
                None if line == END => return Some(remembered),
                Some(("watched", path)) => remembered.watched.push(path.into()),
                Some(("api", rest)) => {
                    let mut words = rest.split(' ').map(str::to_owned);
                    let (api, origin, left) = (words.next()?, words.next()?, words.next()?);
                    remembered.apis.insert(api, Own { origin, left, links: words.collect() });
                }
                _ => return None,
            }
        }
        None
    }
}

impl std::fmt::Display for Remembered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.whole, self.history, self.manifests)?;
        for (api, Own { origin, left, links }) in &self.apis {
            write!(f, "api {api} {origin} {left}")?;
            links.iter().try_for_each(|link| write!(f, " {link}"))?;
            writeln!(f)?;
        }
        self.watched.iter().try_for_each(|path| writeln!(f, "watched {path}"))?;
        writeln!(f, "{END}")
    }
}
