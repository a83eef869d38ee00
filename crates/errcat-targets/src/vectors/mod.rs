//! The target `vectors`: responses of every error, and what a client has to decode from them. Any client can
//! be tested with them, in any language.
//!
//! It is off unless the settings name it. Responses are encoded like a server's. What clients decode follows
//! from the catalog, not from a decoder: a test lets the runtime's decoder agree.

use std::borrow::Cow;

use camino::Utf8PathBuf;
use errcat_catalog::finding::Report;
use errcat_catalog::model::{Api, ApiId, Id};
use rayon::prelude::*;
use serde_json::{Map, Value as Json, json};

use self::vector::Vector;
use crate::header::generated_from;
use crate::output::Output;
use crate::settings::Settings;
use crate::target::{Request, Target};

mod changed;
mod expected;
mod foreign;
mod lists;
mod unknown_key;
mod value;
mod vector;

/// The name of the target in the settings.
pub(crate) const TARGET_NAME: &str = "vectors";

/// The folder of the output, unless the settings specify another one.
const DEFAULT_OUTPUT: &str = "target/vectors";

/// The schema of the file, for authors of clients. It is written by hand, because it is a promise.
const SCHEMA: &str = include_str!("vectors.schema.json");

/// Returns the folder of the vectors. `None` if the settings don't name the target.
pub(crate) fn output_folder(settings: &Settings) -> Option<&str> {
    Some(settings.targets.get(TARGET_NAME)?.output.as_deref().unwrap_or(DEFAULT_OUTPUT))
}

/// The target `vectors`.
pub(crate) struct Vectors {
    folder: String,
}

impl Vectors {
    /// Creates the target. `None` if the settings don't name it.
    pub(crate) fn new(settings: &Settings) -> Option<Self> {
        Some(Vectors { folder: output_folder(settings)?.to_owned() })
    }
}

impl Target for Vectors {
    fn name(&self) -> &str {
        TARGET_NAME
    }

    fn output(&self) -> &str {
        &self.folder
    }

    fn owned(&self) -> Vec<Utf8PathBuf> {
        vec![self.folder.as_str().into()]
    }

    fn emit(&self, request: &Request<'_>, output: &dyn Output) -> Result<(), Report> {
        let apis: Vec<ApiId> = Id::all(&request.selection.catalog.apis).collect();
        let source = Json::String(generated_from(&request.settings.catalog));
        let member = |id: &ApiId| {
            let member = || api_member(&request.selection.catalog[*id]);
            request.selection.part(*id, TARGET_NAME, member)
        };
        let of_apis: Vec<Cow<'_, str>> = apis.par_iter().map(member).collect();
        let text = format!(
            "{{\n\"$comment\": {source},\n\"$schema\": \"vectors.schema.json\",\n\"vectors\": 1,\n\"apis\": {{\n{}\n}}\n}}\n",
            of_apis.join(",\n")
        );
        output.generated(format!("{}/vectors.json", self.folder), text);
        let schema = SCHEMA.replacen('{', &format!("{{\n  \"$comment\": {source},"), 1);
        output.generated(format!("{}/vectors.schema.json", self.folder), schema);
        Ok(())
    }
}

/// Returns the vectors of an API as a member of an object. Each is on a line of its own, so that versions can
/// be compared.
fn api_member(api: &Api) -> String {
    let lines: Vec<String> = vectors(api).par_iter().map(|vector| vector.to_json().to_string()).collect();
    format!("{}: [\n{}\n]", Json::String(api.name.clone()), lines.join(",\n"))
}

/// Returns the vectors of an API: each error as it is sent, with changes that clients have to expect,
/// several in a list, and responses of others.
fn vectors(api: &Api) -> Vec<Vector> {
    let codes: Vec<_> = Id::all(&api.codes).collect();
    let as_sent = |code| Vector::as_sent(api, code);
    let sent: Vec<Vector> = codes.into_par_iter().flat_map_iter(as_sent).collect();
    let changed = changed::vectors(api, &sent);
    let foreign = foreign::vectors(api, &sent);
    let unknown_keys = unknown_key::vectors(api, &sent);
    let lists = lists::vectors(api, &sent, &unknown_keys);
    [sent, changed, unknown_keys, lists, foreign].concat()
}

/// Returns an object without members that are `null`.
fn without_nulls(members: Json) -> Json {
    let Json::Object(members) = members else { return members };
    Json::Object(members.into_iter().filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>())
}

/// Returns a duration in milliseconds, with a fraction only if it has one.
fn milliseconds(duration: std::time::Duration) -> Json {
    match duration.subsec_nanos() % 1_000_000 {
        0 => json!(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)),
        _ => json!(duration.as_secs_f64() * 1000.0),
    }
}
