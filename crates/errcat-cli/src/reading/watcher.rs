//! Waits until an input may have changed: the catalog, the templates, the settings, or code that `sources`
//! refer to.
//!
//! The system also reports files that errcat wrote, such as locks. [`super::snapshot`] finds out whether an
//! input has really changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use notify::event::{AccessKind, AccessMode};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::reading::workspace::Workspace;
use crate::terminal::failure::Failure;

/// The time without changes after which a group of changes is complete. Editors write several files when
/// they save one, and git writes hundreds.
const QUIET_TIME: Duration = Duration::from_millis(20);
/// The maximum time that a group of changes may take.
const MAX_GROUP_TIME: Duration = Duration::from_secs(1);

/// Watches the inputs of a workspace.
pub(crate) struct InputWatcher {
    watcher: RecommendedWatcher,
    filter: Arc<Filter>,
    /// At most one message: an input may have changed.
    changes: Receiver<()>,
    /// The watched folders.
    watched: BTreeMap<PathBuf, RecursiveMode>,
}

/// The paths whose changes are relevant. They are absolute, without links.
#[derive(Default)]
struct Filter {
    paths: Mutex<WatchedPaths>,
    /// `true` if a watched folder may have been replaced by another one.
    has_replaced: AtomicBool,
}

#[derive(Default)]
struct WatchedPaths {
    /// Folders with everything below them, except hidden files and backups.
    folders: BTreeSet<PathBuf>,
    files: BTreeSet<PathBuf>,
}

impl InputWatcher {
    /// Creates a watcher that watches nothing yet.
    ///
    /// # Errors
    ///
    /// If the system can't watch files.
    pub(crate) fn new() -> Result<Self, Failure> {
        let (sender, changes) = sync_channel(1);
        let filter = Arc::new(Filter::default());
        let relevant = Arc::clone(&filter);
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            // After an error, events may be missing.
            if event.map_or(true, |event| relevant.accepts(&event)) {
                // If there is a message already, another one wouldn't say more.
                let _ = sender.try_send(());
            }
        })
        .map_err(|error| failure(&error))?;
        Ok(InputWatcher { watcher, filter, changes, watched: BTreeMap::new() })
    }

    /// Watches the inputs of a workspace, and no others. Returns `true` if there are new ones: they may have
    /// changed before they were watched.
    ///
    /// # Errors
    ///
    /// If a folder can't be watched.
    pub(crate) fn watch(&mut self, workspace: &Workspace, code: &[Utf8PathBuf]) -> Result<bool, Failure> {
        let Workspace { root, settings } = workspace;
        let folders =
            [&settings.targets.catalog, &settings.targets.templates].map(|folder| root.join(folder));
        let mut paths = WatchedPaths::default();
        let mut wanted: BTreeMap<PathBuf, RecursiveMode> = BTreeMap::new();
        let files = code.iter().map(|path| root.join(path));
        for path in files.chain([root.join("Cargo.toml")]).chain(folders.clone()) {
            // The folder above shows when something is created, replaced or deleted.
            let Some((above, path)) = located(&path) else { continue };
            wanted.insert(above, RecursiveMode::NonRecursive);
            paths.files.insert(path);
        }
        for folder in folders.iter().filter_map(|folder| folder.canonicalize().ok()) {
            wanted.insert(folder.clone(), RecursiveMode::Recursive);
            paths.folders.insert(folder);
        }
        *self.filter.paths.lock().expect("no thread panics while holding it") = paths;
        if self.filter.has_replaced.swap(false, Ordering::AcqRel) {
            self.unwatch(|_| true);
        }
        self.unwatch(|path| !wanted.contains_key(path));
        let mut has_new = false;
        for (path, mode) in wanted {
            if self.watched.get(&path) != Some(&mode) {
                self.watcher.watch(&path, mode).map_err(|error| failure(&error))?;
                self.watched.insert(path, mode);
                has_new = true;
            }
        }
        Ok(has_new)
    }

    fn unwatch(&mut self, is_unwanted: impl Fn(&Path) -> bool) {
        for (path, _) in self.watched.extract_if(.., |path, _| is_unwanted(path)) {
            // A folder that was deleted isn't watched any more.
            let _ = self.watcher.unwatch(&path);
        }
    }

    /// Waits until inputs may have changed, and then until nothing more changes.
    pub(crate) fn wait(&self) {
        self.changes.recv().expect("the watcher has the sender");
        self.settle();
    }

    /// Returns `true` if inputs may have changed since the last wait. Waits then until nothing more changes.
    pub(crate) fn has_changed(&self) -> bool {
        let has_changed = self.changes.try_recv().is_ok();
        if has_changed {
            self.settle();
        }
        has_changed
    }

    fn settle(&self) {
        let start = Instant::now();
        while start.elapsed() < MAX_GROUP_TIME && self.changes.recv_timeout(QUIET_TIME).is_ok() {}
    }
}

impl Filter {
    fn accepts(&self, event: &Event) -> bool {
        let is_change = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
            EventKind::Access(_) => false,
            _ => true,
        };
        if event.need_rescan() {
            return true;
        }
        let paths = self.paths.lock().expect("no thread panics while holding it");
        let is_accepted = is_change && event.paths.iter().any(|path| paths.contain(path));
        if is_accepted
            && event.paths.iter().any(|path| paths.folders.contains(path) || paths.files.contains(path))
        {
            self.has_replaced.store(true, Ordering::Release);
        }
        is_accepted
    }
}

impl WatchedPaths {
    fn contain(&self, path: &Path) -> bool {
        let is_hidden = |path: &Path| path.iter().any(|part| part.to_string_lossy().starts_with('.'));
        let is_input = |path: &Path| !is_hidden(path) && !is_backup(&path.to_string_lossy());
        let is_below = |folder: &PathBuf| path.strip_prefix(folder).is_ok_and(is_input);
        self.files.contains(path) || self.folders.iter().any(is_below)
    }
}

/// Returns `true` if a path is that of a backup, such as `table.yaml~`. Some editors create one for a moment
/// when they save a file, so it isn't an input while changes are watched.
pub(crate) fn is_backup(path: &str) -> bool {
    path.ends_with('~')
}

/// Returns the folder above a path, and the path in it, without links.
fn located(path: &Utf8Path) -> Option<(PathBuf, PathBuf)> {
    let above = path.parent()?.canonicalize().ok()?;
    let path = above.join(path.file_name()?);
    Some((above, path))
}

fn failure(error: &notify::Error) -> Failure {
    let help = match error.kind {
        ErrorKind::MaxFilesWatch => {
            "raise the limit: `sysctl fs.inotify.max_user_watches` shows it; or end programs that watch files"
        }
        _ => "",
    };
    Failure::new(format!("can't watch the catalog: {error}"), help)
}
