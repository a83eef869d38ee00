//! Files of the site, by the path of a request.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use percent_encoding::percent_decode_str;

/// The result of finding a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A file.
    File(Utf8PathBuf),
    /// A folder, without the slash that relative links need.
    Folder,
    /// Neither, or something that isn't served.
    Nothing,
}

/// Finds the file that a path refers to. The path is relative to the folder, and percent-encoded.
///
/// Files outside of the folder are never found, not even through a link, nor are hidden files.
///
/// # Errors
///
/// If the disk can't be read.
pub(super) fn find(folder: &Utf8Path, path: &str) -> io::Result<Found> {
    let Ok(decoded) = percent_decode_str(path).decode_utf8() else { return Ok(Found::Nothing) };
    let path = decoded.strip_suffix('/').unwrap_or(&decoded);
    let is_folder = decoded.is_empty() || decoded.ends_with('/');
    if !decoded.is_empty() && !path.split('/').all(is_served) {
        return Ok(Found::Nothing);
    }
    match resolve(folder, path)? {
        Some(found) if found.is_dir() && is_folder => {
            let index = resolve(folder, Utf8Path::new(path).join("index.html").as_str())?;
            Ok(index.filter(|index| index.is_file()).map_or(Found::Nothing, Found::File))
        }
        Some(found) if found.is_dir() => Ok(Found::Folder),
        Some(found) if found.is_file() && !is_folder => Ok(Found::File(found)),
        _ => Ok(Found::Nothing),
    }
}

/// Returns `true` if a part of a path may be the name of a served file. `\` and `:` are special on Windows.
fn is_served(part: &str) -> bool {
    !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0'])
}

/// Returns the real path of something in a folder. `None` if it doesn't exist, or if a link leads out.
fn resolve(folder: &Utf8Path, path: &str) -> io::Result<Option<Utf8PathBuf>> {
    let real = |path: &Utf8Path| match path.canonicalize_utf8() {
        Ok(path) => Ok(Some(path)),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename => {
                Ok(None)
            }
            _ => Err(error),
        },
    };
    let Some(folder) = real(folder)? else { return Ok(None) };
    Ok(real(&folder.join(path))?.filter(|path| path.starts_with(&folder)))
}

/// Returns the media type of a file.
pub(super) fn media_type(path: &Utf8Path) -> &'static str {
    match path.extension().unwrap_or_default().to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "ico" => "image/vnd.microsoft.icon",
        "jpeg" | "jpg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "ttf" => "font/ttf",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
