//! Remembering a run that left everything as it should be, so that a run in which nothing has changed only has to look, and one
//! in which one API of a large catalog has changed makes only that one anew.
//!
//! What is remembered are hashes: of all that the run read (catalog, templates, settings, the program itself) and of what the
//! disk says about all that it wrote and about the code that it looked at, the times that the system keeps among it. `gen`
//! believes them, to do nothing or less; so does `check`, where the system has a time of the last change that nobody
//! can set back. `gen --check`, and a fresh clone, which remembers nothing, compare every byte. Whatever goes wrong here
//! costs time, nothing else.

mod seen;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::InputFile;
use errcat_catalog::model::{Api, Catalog};
use errcat_targets::selection::{self, Origins, Selection};
use errcat_targets::target::{Target, api_paths, owned_directories};
use rayon::prelude::*;

use self::seen::{Seen, hash_of_metadata};
use crate::disk::Disk;
use crate::disk::compare::Planned;
use crate::disk::manifest::MANIFEST;
use crate::disk::write::create_directories;
use crate::pipeline::{self, Inputs};
use crate::reading::workspace::{Workspace, read_if_there};

/// What stands where the whole run's hash would, when something had to be told that the next run has to tell again.
const NEVER: &str = "-";
/// The last line: a file without it was cut off.
const END: &str = "end";

/// The disk as it is, beside what the last run remembered of it.
pub struct LastRun<'a> {
    workspace: &'a Workspace,
    inputs: &'a Inputs,
    targets: Vec<Box<dyn Target>>,
    remembered: Remembered,
    seen: Seen,
}

/// An API whose files are as they should be.
pub struct UpToDateApi {
    /// Its name.
    pub api: String,
    /// What is its alone: files and directories, from the root.
    pub paths: Vec<Utf8PathBuf>,
    /// How many files that is, each path of them with its own.
    pub files: Vec<usize>,
}

/// A run that has written everything.
pub struct Run<'a> {
    /// What it made.
    pub selection: &'a Selection<'a>,
    /// The files of that.
    pub planned: &'a Planned,
    /// The APIs that it left as they were.
    pub current: &'a [UpToDateApi],
    /// The files of code that it looked at.
    pub code: &'a [Utf8PathBuf],
    /// Whether something had to be told that has to be told again.
    pub reports: bool,
}

#[derive(Default)]
struct Remembered {
    whole: String,
    /// A hash of what the disk says of the manifests. An API can be skipped only if they still list its files.
    manifests: String,
    /// By name.
    apis: BTreeMap<String, Own>,
    /// What else was looked at.
    watched: Vec<Utf8PathBuf>,
}

/// What is remembered of what is made of one API alone.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Own {
    /// A hash of what it was made from.
    origin: String,
    /// A hash of what the disk says of it.
    left: String,
    /// The other APIs that it links to.
    links: BTreeSet<String>,
}

/// What is to be made of a catalog: all but what belongs to these APIs alone.
pub fn selection<'a>(catalog: &'a Catalog, current: &[UpToDateApi]) -> Selection<'a> {
    Selection::without(catalog, &current.iter().map(|api| api.api.as_str()).collect())
}

impl<'a> LastRun<'a> {
    /// Looks at all that the last run left. Nothing is remembered where a look fails.
    pub fn look(workspace: &'a Workspace, inputs: &'a Inputs) -> Self {
        let remembered = Remembered::read(&file(workspace)).unwrap_or_default();
        // A mistake in a `target.toml` is reported when the targets run.
        let targets = pipeline::targets(inputs, Vec::new()).unwrap_or_default();
        let own = remembered.apis.keys().flat_map(|api| api_paths(&targets, api)).chain(manifests(&targets));
        let mut seen = Seen::new(own.collect(), HashMap::new());
        match seen.look(&workspace.root, &remembered.watched) {
            Ok(()) => LastRun { workspace, inputs, targets, remembered, seen },
            Err(_) => {
                let (remembered, seen) = (Remembered::default(), Seen::default());
                LastRun { workspace, inputs, targets, remembered, seen }
            }
        }
    }

    /// Whether neither what the last run read nor what it left has changed since.
    pub fn is_current(&self) -> bool {
        let Remembered { whole, manifests: _, apis, watched } = &self.remembered;
        !whole.is_empty()
            && hash_of_run(self.inputs, apis, watched, &self.seen).is_ok_and(|now| now == *whole)
    }

    /// The APIs that needn't be made again: neither what is made of them alone has changed, nor what that is made from.
    pub fn up_to_date(&self, catalog: &Catalog) -> Vec<UpToDateApi> {
        if self.remembered.apis.is_empty() || !selection::is_large(catalog) {
            return Vec::new();
        }
        if self.seen.hash_of(&manifests(&self.targets)) != self.remembered.manifests {
            return Vec::new();
        }
        let Ok(program) = hash_of_program() else { return Vec::new() };
        let origins = origins(catalog, self.inputs);
        let current = |api: &Api| {
            let own = self.remembered.apis.get(&api.name)?;
            let paths = api_paths(&self.targets, &api.name);
            let is_current = own.origin == origin(program, &origins, &api.name, &own.links)
                && own.left == self.seen.hash_of(&paths);
            let files = paths.iter().map(|path| self.seen.files_in(path)).collect();
            is_current.then(|| UpToDateApi { api: api.name.clone(), paths, files })
        };
        catalog.apis.par_iter().filter_map(current).collect()
    }

    /// Remembers a run.
    pub fn remember(self, disk: &dyn Disk, run: &Run<'_>) {
        let Ok(text) = self.text(run) else { return };
        let file = file(self.workspace);
        let is_known = fs_err::read_to_string(&file).is_ok_and(|known| known == text);
        // A folder that cargo doesn't build in has no `target`, and gets none for this.
        let has_target = self.workspace.root.join("target").is_dir();
        let folder = file.parent().expect("a file in the workspace");
        if !is_known && has_target && create_directories(disk, folder).is_ok() {
            let _ = disk.remove_file(&file);
            let _ = disk.create_file(&file, text.as_bytes());
        }
    }

    fn text(&self, run: &Run<'_>) -> io::Result<String> {
        let Run { selection, planned, current, code, reports } = run;
        let catalog = selection.catalog();
        let owned = owned_directories(&self.targets);
        let is_owned = |path: &Utf8Path| owned.iter().any(|directory| path.starts_with(directory));
        let mut others: Vec<&Utf8PathBuf> = planned.keys().filter(|path| !is_owned(path)).collect();
        others.sort();
        let watched: Vec<Utf8PathBuf> = owned.iter().chain(*code).chain(others).cloned().collect();

        let paths = |api: &Api| api_paths(&self.targets, &api.name);
        let known = current.iter().flat_map(|api| &api.paths).filter_map(|path| self.seen.get(path));
        let wanted = catalog.apis.iter().flat_map(paths).chain(manifests(&self.targets));
        let mut seen = Seen::new(wanted.collect(), known.collect());
        seen.look(&self.workspace.root, &watched)?;

        let program = hash_of_program()?;
        let origins = origins(catalog, self.inputs);
        let own = |api: &Api| {
            let left = seen.hash_of(&paths(api));
            match self.remembered.apis.get(&api.name) {
                Some(own) if current.iter().any(|current| current.api == api.name) => own.clone(),
                _ => {
                    let links = selection.links_of(&api.name);
                    Own { origin: origin(program, &origins, &api.name, &links), left, links }
                }
            }
        };
        let is_large = selection::is_large(catalog);
        let apis = catalog.apis.par_iter().filter(|_| is_large);
        let apis = apis.map(|api| (api.name.clone(), own(api))).collect();
        let whole = match reports {
            true => NEVER.to_owned(),
            false => hash_of_run(self.inputs, &apis, &watched, &seen)?,
        };
        let manifests = seen.hash_of(&manifests(&self.targets));
        Ok(Remembered { whole, manifests, apis, watched }.to_string())
    }
}

impl Remembered {
    fn read(file: &Utf8Path) -> Option<Self> {
        let text = String::from_utf8(read_if_there(file).ok()??).ok()?;
        let mut lines = text.lines();
        let (whole, manifests) = (lines.next()?.to_owned(), lines.next()?.to_owned());
        let mut remembered = Remembered { whole, manifests, ..Remembered::default() };
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
        writeln!(f, "{}\n{}", self.whole, self.manifests)?;
        for (api, Own { origin, left, links }) in &self.apis {
            write!(f, "api {api} {origin} {left}")?;
            links.iter().try_for_each(|link| write!(f, " {link}"))?;
            writeln!(f)?;
        }
        self.watched.iter().try_for_each(|path| writeln!(f, "watched {path}"))?;
        writeln!(f, "{END}")
    }
}

fn manifests(targets: &[Box<dyn Target>]) -> Vec<Utf8PathBuf> {
    owned_directories(targets).iter().map(|directory| directory.join(MANIFEST)).collect()
}

fn file(workspace: &Workspace) -> Utf8PathBuf {
    workspace.root.join("target/errcat/last-run")
}

fn origins<'a>(catalog: &'a Catalog, inputs: &'a Inputs) -> Origins<'a> {
    Origins::new(catalog, &inputs.files, &inputs.templates, &inputs.settings.targets)
}

/// A hash of what is made of an API alone is made from, this program among it.
fn origin(program: u64, origins: &Origins<'_>, api: &str, links: &BTreeSet<String>) -> String {
    format!("{:016x}", origins.fingerprint(api, links) ^ program)
}

fn hash_of_run(
    inputs: &Inputs,
    apis: &BTreeMap<String, Own>,
    watched: &[Utf8PathBuf],
    seen: &Seen,
) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    hash_of_program()?.hash(&mut hasher);
    format!("{:?}", inputs.settings).hash(&mut hasher);
    // A lock is read and written: it is looked at as an output.
    let on_disk: HashSet<&Utf8Path> = watched.iter().map(|path| path.as_path()).collect();
    let is_watched = |file: &&InputFile| on_disk.contains(Utf8Path::new(&file.path));
    for file in inputs.files.iter().filter(|file| !is_watched(file)).chain(&inputs.templates) {
        (&file.path, &file.bytes, file.too_large).hash(&mut hasher);
    }
    apis.hash(&mut hasher);
    for path in watched {
        (path, seen.hash_of(std::slice::from_ref(path))).hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn hash_of_program() -> io::Result<u64> {
    let program = std::env::current_exe()?;
    let mut hasher = DefaultHasher::new();
    (&program, hash_of_metadata(&fs_err::metadata(&program)?)?).hash(&mut hasher);
    Ok(hasher.finish())
}
