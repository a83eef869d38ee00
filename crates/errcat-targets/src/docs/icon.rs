//! Embeds the site's icon in other files as a data URL, so that the first page view doesn't load it
//! separately.

use errcat_catalog::inputs::InputFile;

/// The maximum length of an icon's data URL in a page. Larger icons are loaded as files.
const MAX_INLINE_BYTES: usize = 1024;

/// The URL of an icon: a data URL if the file exists and is small, otherwise the path of the file.
pub(crate) struct Icon {
    file: String,
    picture: Option<String>,
}

impl Icon {
    /// Creates the icon of a file of the site, such as `icon.svg`. Only SVG files are embedded.
    pub(crate) fn new(templates: &[InputFile], file: &str) -> Self {
        let picture = templates.iter().find(|template| template.path.strip_prefix("site/") == Some(file));
        let picture = picture.filter(|_| file.ends_with(".svg"));
        let address = picture.and_then(|icon| str::from_utf8(&icon.bytes).ok()).map(data_url);
        Icon { file: file.to_owned(), picture: address.filter(|address| address.len() <= MAX_INLINE_BYTES) }
    }

    /// Returns the URL for a page whose assets start with `root`.
    pub(crate) fn url(&self, root: &str) -> String {
        self.picture.clone().unwrap_or_else(|| format!("{root}{}", self.file))
    }

    /// Returns the CSS that sets `--logo`.
    pub(crate) fn style(&self) -> String {
        format!("\n:root {{ --logo: url(\"{}\"); }}\n", self.url(""))
    }
}

/// Returns a data URL (RFC 2397) that can be used between double quotes in HTML and CSS.
fn data_url(svg: &str) -> String {
    let mut url = String::from("data:image/svg+xml,");
    for character in svg.trim().chars() {
        match character {
            // SVG allows both kinds of quotes, and single quotes need no escape.
            '"' if !svg.contains('\'') => url.push('\''),
            ' '..='~' if !"\"#%&<>\\".contains(character) => url.push(character),
            _ => {
                let mut bytes = [0; 4];
                let bytes = character.encode_utf8(&mut bytes).bytes();
                bytes.for_each(|byte| url.push_str(&format!("%{byte:02X}")));
            }
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::{Icon, data_url};
    use errcat_catalog::inputs::InputFile;

    #[test]
    fn icons_become_data_urls() {
        assert_eq!(data_url("<a b=\"#1\">\n"), "data:image/svg+xml,%3Ca b='%231'%3E");
        assert_eq!(data_url("<a b=\"'é\"/>"), "data:image/svg+xml,%3Ca b=%22'%C3%A9%22/%3E");
    }

    #[test]
    fn large_icons_stay_files() {
        let icon = |text: String| Icon::new(&[InputFile::new("site/icon.svg", text)], "icon.svg");
        assert_eq!(icon("<svg/>".to_owned()).url("../"), "data:image/svg+xml,%3Csvg/%3E");
        assert_eq!(icon("x".repeat(2_000)).url("../"), "../icon.svg");
        assert_eq!(Icon::new(&[InputFile::new("site/icon.png", "x")], "icon.png").url(""), "icon.png");
        assert_eq!(Icon::new(&[], "icon.svg").url(""), "icon.svg");
    }
}
