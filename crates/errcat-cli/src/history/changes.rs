//! Finds what the latest commits changed for clients, by comparing the catalog before and after each.
//!
//! Only the APIs that a commit changed are read. An API that the current rules can't read is left out.

use std::collections::{BTreeMap, BTreeSet};

use errcat_catalog::{Catalog, InputFile};
use errcat_drift::diff::{Change, Rating, Subject, diff, show};
use errcat_targets::history::{History, PastChange, Timestamp};

use super::is_source;
use crate::pipeline::{self, Inputs};
use crate::reading::git::{Commit, Repository};
use crate::terminal::failure::Failure;

/// The maximum number of commits that are compared.
const MAX_COMMITS: usize = 30;
/// The maximum size of the texts that are compared, so that a large catalog isn't read for each commit.
const MAX_BYTES: usize = 4 << 20;

/// The files of the catalog at a commit: by API and path, the id of the blob.
type Blobs = BTreeMap<String, BTreeMap<String, String>>;

/// Reads the APIs of the catalog at commits.
struct Reader<'r> {
    repository: &'r Repository<'r>,
    /// The folder of the catalog.
    catalog: &'r str,
    /// The size of everything that was read.
    bytes: usize,
}

/// Returns what the latest commits changed, newest first.
///
/// # Errors
///
/// If git can't read the files.
pub(super) fn find(
    repository: &Repository<'_>,
    head: &str,
    commits: &[Commit],
    catalog: &str,
) -> Result<Vec<PastChange>, Failure> {
    let mut reader = Reader { repository, catalog, bytes: 0 };
    let mut blobs = blobs_at(repository, head)?;
    // Each API as the commits that were compared so far found it.
    let mut known: BTreeMap<&str, Option<Catalog>> = BTreeMap::new();
    let mut changes = Vec::new();
    let compared = commits.iter().map(|commit| (commit, changed_apis(commit)));
    for (commit, apis) in compared.filter(|(_, apis)| !apis.is_empty()).take(MAX_COMMITS) {
        for api in &apis {
            if !known.contains_key(api) {
                known.insert(api, reader.read(api, &blobs)?);
            }
        }
        undo(&mut blobs, commit);
        for api in apis {
            let before = reader.read(api, &blobs)?;
            let after = known.get(api).and_then(Option::as_ref);
            if let (Some(before), Some(after), Some(time)) = (&before, after, Timestamp::parse(&commit.time))
            {
                changes.extend(group(&commit.id, time, diff(before, after).changes));
            }
            known.insert(api, before);
        }
        if reader.bytes > MAX_BYTES || changes.len() >= History::MAX_CHANGES {
            break;
        }
    }
    changes.truncate(History::MAX_CHANGES);
    Ok(changes)
}

/// Returns the files of the catalog at a commit.
fn blobs_at(repository: &Repository<'_>, commit: &str) -> Result<Blobs, Failure> {
    let mut blobs = Blobs::new();
    for file in repository.files(commit)? {
        if let Some(api) = api_of(&file.path) {
            blobs.entry(api.to_owned()).or_default().insert(file.path, file.object);
        }
    }
    Ok(blobs)
}

/// Returns the APIs whose sources a commit changed.
fn changed_apis(commit: &Commit) -> BTreeSet<&str> {
    commit.files.iter().filter_map(|file| api_of(&file.path)).collect()
}

/// Returns the API that a source file belongs to.
fn api_of(path: &str) -> Option<&str> {
    path.split_once('/').map(|(api, _)| api).filter(|_| is_source(path))
}

/// Changes the files to those before a commit.
fn undo(blobs: &mut Blobs, commit: &Commit) {
    for file in &commit.files {
        let Some(api) = api_of(&file.path) else { continue };
        let files = blobs.entry(api.to_owned()).or_default();
        match &file.before {
            Some(blob) => files.insert(file.path.clone(), blob.clone()),
            None => files.remove(&file.path),
        };
    }
}

impl Reader<'_> {
    /// Returns a catalog with only one API, or without any if the API doesn't exist. `None` if it can't be
    /// read.
    fn read(&mut self, api: &str, blobs: &Blobs) -> Result<Option<Catalog>, Failure> {
        let Some(files) = blobs.get(api).filter(|files| !files.is_empty()) else {
            return Ok(Some(Catalog { apis: Vec::new() }));
        };
        if let Some(catalog) = self.read_files(files.iter())? {
            return Ok(Some(catalog));
        }
        // Its texts may link to other APIs.
        let mut catalog = self.read_files(blobs.values().flatten())?;
        catalog.iter_mut().for_each(|catalog| catalog.apis.retain(|it| it.name == api));
        Ok(catalog)
    }

    fn read_files<'b>(
        &mut self,
        files: impl Iterator<Item = (&'b String, &'b String)>,
    ) -> Result<Option<Catalog>, Failure> {
        let files: Vec<(&String, &String)> = files.collect();
        let objects: Vec<&str> = files.iter().map(|(_, blob)| blob.as_str()).collect();
        let contents = self.repository.read(&objects)?;
        self.bytes += contents.iter().map(Vec::len).sum::<usize>();
        let path = |path: &str| format!("{}/{path}", self.catalog);
        let files = files.iter().zip(contents).map(|((name, _), bytes)| InputFile::new(path(name), bytes));
        let mut inputs = Inputs { files: files.collect(), lenient: true, ..Inputs::default() };
        self.catalog.clone_into(&mut inputs.settings.targets.catalog);
        Ok(pipeline::read(&inputs).ok().map(|checked| checked.catalog))
    }
}

/// Groups the changes of a commit by what they change. Changes that only affect texts or generated Rust are
/// left out.
fn group(commit: &str, time: Timestamp, changes: Vec<Change>) -> Vec<PastChange> {
    let mut groups: Vec<(Subject, PastChange)> = Vec::new();
    let is_for_clients = |change: &Change| change.effect.wire.max(change.effect.docs) > Some(Rating::Text);
    for change in changes.into_iter().filter(is_for_clients) {
        let breaks = change.effect.wire == Some(Rating::Breaking);
        let line = show::line(&change) + if breaks { "; breaks clients" } else { "" };
        let Change { api, subject, .. } = change;
        match groups.iter_mut().find(|(known, _)| *known == subject) {
            Some((_, group)) => group.changes.push(line),
            None => {
                let (commit, code, name) = (commit.to_owned(), code(&subject), name(&subject));
                let group = PastChange { time, commit, api, code, subject: name, changes: vec![line] };
                groups.push((subject, group));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn code(subject: &Subject) -> Option<String> {
    match subject {
        Subject::Code(code) => Some(code.clone()),
        _ => None,
    }
}

/// Returns a thing as readers know it: `sold_out`, `envelope problem` or `API`.
fn name(subject: &Subject) -> String {
    match (subject, subject.name()) {
        (Subject::Code(code), _) => code.clone(),
        (_, Some(name)) => format!("{} {name}", subject.kind()),
        (_, None) => "API".to_owned(),
    }
}
