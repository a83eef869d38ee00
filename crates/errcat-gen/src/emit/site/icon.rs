//! The site's icon and its logo inside other files: as addresses that are the pictures, so that the first view of a
//! page needs no file of its own for them.

use super::templates::{self, Template};

/// A larger icon is better fetched once than written into every page.
const MOST_BYTES_OF_AN_ICON: usize = 1 << 10;

/// The logo is written once, into the style sheet.
const MOST_BYTES_OF_A_LOGO: usize = 8 << 10;

/// What browsers show in a tab, and what stands beside the site's title.
pub(super) struct Icon {
    /// The picture itself, where it is an asset and small.
    picture: Option<String>,
    /// What the style sheet says of the logo.
    style: String,
}

impl Icon {
    /// `logo` names an asset; without one, the icon is the logo.
    pub(super) fn new(templates: &[Template], logo: Option<&str>) -> Self {
        let find = |name: &str| templates::assets(templates).find(|(path, _)| *path == name);
        let picture = find("icon.svg").map(|(_, icon)| data_url(&icon.text));
        let name = logo.unwrap_or("icon.svg");
        Icon {
            picture: picture.filter(|picture| picture.len() <= MOST_BYTES_OF_AN_ICON),
            style: style(name, find(name).map_or("", |(_, logo)| &logo.text)),
        }
    }

    /// The icon's address on a page whose assets begin with `root`.
    pub(super) fn url(&self, root: &str) -> String {
        self.picture.clone().unwrap_or_else(|| format!("{root}icon.svg"))
    }

    /// The logo, for the end of the style sheet: `--logo` and `--logo-ratio`.
    pub(super) fn style(&self) -> &str {
        &self.style
    }
}

fn style(name: &str, svg: &str) -> String {
    let picture = data_url(svg);
    let is_small = !svg.is_empty() && picture.len() <= MOST_BYTES_OF_A_LOGO;
    let url = if is_small { picture } else { name.to_owned() };
    format!("\n:root {{ --logo: url(\"{url}\"); --logo-ratio: {}; }}\n", ratio(svg).unwrap_or(1.0))
}

/// How much wider than high a picture is: its `viewBox` says it (SVG 2, 8.6).
fn ratio(svg: &str) -> Option<f64> {
    let view = svg.split_once("viewBox=")?.1;
    let view = view.get(1..)?.split(['"', '\'']).next()?;
    let mut numbers =
        view.split([' ', ',', '\t', '\n']).filter(|word| !word.is_empty()).map(str::parse::<f64>);
    let (width, height) = (numbers.nth(2)?.ok()?, numbers.next()?.ok()?);
    let ratio = width / height;
    // Anything else would be no length of CSS, or no logo.
    (0.1..=20.0).contains(&ratio).then(|| (ratio * 1e3).round() / 1e3)
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
    use super::{Icon, Template, data_url, ratio};

    #[test]
    fn pictures_are_addresses() {
        assert_eq!(data_url("<a b=\"#1\">\n"), "data:image/svg+xml,%3Ca b='%231'%3E");
        assert_eq!(data_url("<a b=\"'é\"/>"), "data:image/svg+xml,%3Ca b=%22'%C3%A9%22/%3E");
    }

    #[test]
    fn large_pictures_stay_files() {
        let icon = |text: String| Icon::new(&[Template { path: "site/icon.svg".to_owned(), text }], None);
        assert_eq!(icon("<svg/>".to_owned()).url("../"), "data:image/svg+xml,%3Csvg/%3E");
        let large = icon("x".repeat(10_000));
        assert_eq!(large.url("../"), "../icon.svg");
        assert_eq!(large.style(), "\n:root { --logo: url(\"icon.svg\"); --logo-ratio: 1; }\n");
        assert_eq!(Icon::new(&[], None).url(""), "icon.svg");
    }

    #[test]
    fn a_logo_keeps_its_shape() {
        assert_eq!(ratio("<svg viewBox=\"0 0 30 10\">"), Some(3.0));
        assert_eq!(ratio("<svg viewBox='-1,-1 2,3'>"), Some(0.667));
        for odd in
            ["", "<svg>", "viewBox=\"0 0 1\"", "viewBox=\"0 0 1 0\"", "viewBox=\"0 0 1 x\"", "viewBox=é"]
        {
            assert_eq!(ratio(odd), None, "{odd}");
        }
    }
}
