//! The site's icon inside other files: as an address that is the picture, so that the first view of a page needs no
//! file of its own for it.

use crate::template::Template;

/// The largest picture that is written into every page. A larger one is better fetched once.
const MAX_INLINE_BYTES: usize = 1024;

/// The address of a picture on a page: the picture itself, where it is an asset and small.
pub(crate) struct Icon {
    file: String,
    picture: Option<String>,
}

impl Icon {
    /// `file`: an SVG file of the site: `icon.svg`.
    pub(crate) fn new(templates: &[Template], file: &str) -> Self {
        let picture = templates.iter().find(|template| template.path.strip_prefix("site/") == Some(file));
        let address = picture.map(|icon| data_url(&icon.text));
        Icon { file: file.to_owned(), picture: address.filter(|address| address.len() <= MAX_INLINE_BYTES) }
    }

    /// From a page whose assets begin with `root`.
    pub(crate) fn url(&self, root: &str) -> String {
        self.picture.clone().unwrap_or_else(|| format!("{root}{}", self.file))
    }

    /// What the style sheet has of it: `--logo`.
    pub(crate) fn style(&self) -> String {
        format!("\n:root {{ --logo: url(\"{}\"); }}\n", self.url(""))
    }
}

/// A picture as an address (RFC 2397) that may stand between double quotes in HTML and in CSS.
fn data_url(svg: &str) -> String {
    let mut url = String::from("data:image/svg+xml,");
    for character in svg.trim().chars() {
        match character {
            // Pictures have many quotes, and either kind will do.
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
    use super::{Icon, Template, data_url};

    #[test]
    fn pictures_are_addresses() {
        assert_eq!(data_url("<a b=\"#1\">\n"), "data:image/svg+xml,%3Ca b='%231'%3E");
        assert_eq!(data_url("<a b=\"'é\"/>"), "data:image/svg+xml,%3Ca b=%22'%C3%A9%22/%3E");
    }

    #[test]
    fn large_pictures_stay_files() {
        let icon =
            |text: String| Icon::new(&[Template { path: "site/icon.svg".to_owned(), text }], "icon.svg");
        assert_eq!(icon("<svg/>".to_owned()).url("../"), "data:image/svg+xml,%3Csvg/%3E");
        assert_eq!(icon("x".repeat(2_000)).url("../"), "../icon.svg");
        assert_eq!(Icon::new(&[], "icon.svg").url(""), "icon.svg");
    }
}
