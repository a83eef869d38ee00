//! Remembering a run that left everything as it should be, so that a run in which nothing has changed only has to look, and one
//! in which one API of a large catalog has changed makes only that one anew.
//!
//! What is remembered are hashes: of all that the run read (catalog, templates, settings, the program itself) and of what the
//! disk says about all that it wrote and about the code that it looked at, the times that the system keeps among it. `gen`
//! believes them, to do nothing or less; so does `check`, where the system has a time of the last change that nobody
//! can set back. `gen --check`, and a fresh clone, which remembers nothing, compare every byte. Whatever goes wrong here
//! costs time, nothing else.

mod seen;

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use errcat_gen::model::Catalog;
use errcat_gen::{InputFile, Inputs, incremental};

use self::seen::{Seen, hash_of_metadata};
use crate::disk::Disk;
use crate::workspace::{Workspace, read_if_there};
use crate::write::create_directories;

/// What stands where the whole run's hash would, when something had to be told that the next run has to tell again.
const NEVER: &str = "-";
/// The last line: a file without it was cut off.
const END: &str = "end";

/// The disk as it is, beside what the last run remembered of it.
pub struct LastRun<'a> {
    workspace: &'a Workspace,
    inputs: &'a Inputs,
    remembered: Remembered,
    seen: Seen,
}

/// An API whose files are as they should be.
pub struct Current {
    /// Its name.
    pub api: String,
    /// What is its alone: files and directories, from the root.
    pub paths: Vec<Utf8PathBuf>,
    /// How many files that is, each path of them with its own.
    pub files: Vec<usize>,
}

#[derive(Default)]
struct Remembered {
    whole: String,
    /// By name: of what an API's own files are made, and what the disk says of them.
    apis: HashMap<String, (String, String)>,
    /// What else was looked at.
    watched: Vec<Utf8PathBuf>,
}

impl<'a> LastRun<'a> {
    /// Looks at all that the last run left. Nothing is remembered where a look fails.
    pub fn look(workspace: &'a Workspace, inputs: &'a Inputs) -> Self {
        let remembered = Remembered::read(&file(workspace)).unwrap_or_default();
        let own = remembered.apis.keys().flat_map(|api| incremental::own_paths(&inputs.settings, api));
        let mut seen = Seen::new(own.collect(), HashMap::new());
        match seen.look(&workspace.root, &remembered.watched) {
            Ok(()) => LastRun { workspace, inputs, remembered, seen },
            Err(_) => LastRun { workspace, inputs, remembered: Remembered::default(), seen: Seen::default() },
        }
    }

    /// Whether neither what the last run read nor what it left has changed since.
    pub fn is_current(&self) -> bool {
        let Remembered { whole, apis, watched } = &self.remembered;
        !whole.is_empty()
            && hash_of_run(self.inputs, apis, watched, &self.seen).is_ok_and(|now| now == *whole)
    }

    /// The APIs that needn't be made again: neither what is made of them alone has changed, nor what that is made from.
    pub fn current_apis(&self, catalog: &Catalog) -> Vec<Current> {
        if self.remembered.apis.is_empty() || !incremental::is_large(catalog) {
            return Vec::new();
        }
        let Ok(fingerprints) = fingerprints(catalog, self.inputs) else { return Vec::new() };
        let current = |(api, made_of): (&String, String)| {
            let remembered = self.remembered.apis.get(api)?;
            let paths = incremental::own_paths(&self.inputs.settings, api);
            let is_current = *remembered == (made_of, self.seen.hash_of(&paths));
            let files = paths.iter().map(|path| self.seen.files_in(path)).collect();
            is_current.then(|| Current { api: api.clone(), paths, files })
        };
        let names = catalog.apis.iter().map(|api| &api.name);
        names.zip(fingerprints).filter_map(current).collect()
    }

    /// Remembers this run, after it has written everything. `planned` are the files that it made, `code` those of code that
    /// it looked at, `current` the APIs that it left as they were. `tells`: whether something had to be told that has to be
    /// told again.
    pub fn remember(
        self,
        disk: &dyn Disk,
        catalog: &Catalog,
        planned: &HashSet<Utf8PathBuf>,
        code: &[Utf8PathBuf],
        current: &[Current],
        tells: bool,
    ) {
        let folder = self.workspace.root.join("target");
        // A folder that cargo doesn't build in has no `target`, and gets none for this.
        let Ok(text) = self.text(catalog, planned, code, current, tells) else { return };
        let file = file(self.workspace);
        let is_known = fs_err::read_to_string(&file).is_ok_and(|known| known == text);
        let folder = folder.is_dir().then(|| file.parent().expect("a file in the workspace"));
        if !is_known && folder.is_some_and(|folder| create_directories(disk, folder).is_ok()) {
            let _ = disk.remove_file(&file);
            let _ = disk.create_file(&file, text.as_bytes());
        }
    }

    fn text(
        &self,
        catalog: &Catalog,
        planned: &HashSet<Utf8PathBuf>,
        code: &[Utf8PathBuf],
        current: &[Current],
        tells: bool,
    ) -> io::Result<String> {
        let owned = errcat_gen::owned_directories(&self.inputs.settings);
        let is_owned = |path: &Utf8Path| owned.iter().any(|directory| path.starts_with(directory));
        let mut others: Vec<&Utf8PathBuf> = planned.iter().filter(|path| !is_owned(path)).collect();
        others.sort();
        let watched: Vec<Utf8PathBuf> = owned.iter().chain(code).chain(others).cloned().collect();

        let paths = |api: &str| incremental::own_paths(&self.inputs.settings, api);
        let own = catalog.apis.iter().flat_map(|api| paths(&api.name)).collect();
        let known = current.iter().flat_map(|api| &api.paths);
        let mut seen = Seen::new(own, known.filter_map(|path| self.seen.get(path)).collect());
        seen.look(&self.workspace.root, &watched)?;

        let mut apis = HashMap::new();
        if incremental::is_large(catalog) {
            for (api, made_of) in catalog.apis.iter().zip(fingerprints(catalog, self.inputs)?) {
                apis.insert(api.name.clone(), (made_of, seen.hash_of(&paths(&api.name))));
            }
        }
        let whole = match tells {
            true => NEVER.to_owned(),
            false => hash_of_run(self.inputs, &apis, &watched, &seen)?,
        };
        Ok(Remembered { whole, apis, watched }.to_string())
    }
}

impl Remembered {
    fn read(file: &Utf8Path) -> Option<Self> {
        let text = String::from_utf8(read_if_there(file).ok()??).ok()?;
        let mut lines = text.lines();
        let mut remembered = Remembered { whole: lines.next()?.to_owned(), ..Remembered::default() };
        for line in &mut lines {
            match line.split_once(' ') {
                None if line == END => return Some(remembered),
                Some(("watched", path)) => remembered.watched.push(path.into()),
                Some(("api", rest)) => {
                    let (api, rest) = rest.split_once(' ')?;
                    let (made_of, left) = rest.split_once(' ')?;
                    remembered.apis.insert(api.to_owned(), (made_of.to_owned(), left.to_owned()));
                }
                _ => return None,
            }
        }
        None
    }
}

impl std::fmt::Display for Remembered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}", self.whole)?;
        for (api, (made_of, left)) in sorted(&self.apis) {
            writeln!(f, "api {api} {made_of} {left}")?;
        }
        self.watched.iter().try_for_each(|path| writeln!(f, "watched {path}"))?;
        writeln!(f, "{END}")
    }
}

fn file(workspace: &Workspace) -> Utf8PathBuf {
    workspace.root.join("target/errcat/last-run")
}

fn sorted<T>(apis: &HashMap<String, T>) -> Vec<(&String, &T)> {
    let mut apis: Vec<_> = apis.iter().collect();
    apis.sort_by_key(|(api, _)| *api);
    apis
}

/// What each API's own files are made from, this program among it.
fn fingerprints(catalog: &Catalog, inputs: &Inputs) -> io::Result<Vec<String>> {
    let program = hash_of_program()?;
    let fingerprints = incremental::fingerprints(catalog, inputs).into_iter();
    Ok(fingerprints.map(|fingerprint| format!("{:016x}", fingerprint ^ program)).collect())
}

fn hash_of_run(
    inputs: &Inputs,
    apis: &HashMap<String, (String, String)>,
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
    sorted(apis).hash(&mut hasher);
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
