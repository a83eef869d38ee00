//! Everything that is made of a catalog, compared with the disk.

use camino::{Utf8Path, Utf8PathBuf};
use errcat_gen::incremental::Wanted;
use errcat_gen::{Inputs, Phase};

use crate::Stopped;
use crate::compare::{Changes, Keep, compare};
use crate::last_run::Current;

/// What is made.
#[derive(Clone, Copy)]
pub struct Made<'a> {
    /// A catalog without errors, or what of it isn't current.
    pub wanted: &'a Wanted<'a>,
    /// What it was read from.
    pub inputs: &'a Inputs,
    /// The APIs whose files are as they should be.
    pub current: &'a [Current],
    /// Other generated files, by their paths: texts.
    pub others: &'a [(String, String)],
}

impl Made<'_> {
    /// Compares it with the disk below `root`, telling when each phase of making it begins.
    ///
    /// # Errors
    ///
    /// The mistake of a template, and when something can't be read or kept.
    pub fn compare<K: Keep>(
        self,
        root: &Utf8Path,
        keep: &K,
        begins: &mut dyn FnMut(Phase),
    ) -> Result<Changes<K::Kept>, Stopped> {
        let Made { wanted, inputs, current, others } = self;
        let owned = errcat_gen::owned_directories(&inputs.settings);
        let paths: Vec<Utf8PathBuf> = current.iter().flat_map(|api| api.paths.iter().cloned()).collect();
        compare(root, &owned, &paths, keep, |output| {
            others.iter().for_each(|(path, text)| output.generated(path, text.as_bytes()));
            Ok(errcat_gen::emit(wanted, inputs, output, begins)?)
        })
    }
}
