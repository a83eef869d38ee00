//! Custom colors, fonts, a logo, links and a line at the bottom, which don't need custom templates.

use std::fmt;

use serde::Deserialize;

/// The backgrounds of pages, as in `style.css`.
const LIGHT_BACKGROUND: Color = Color([0xff, 0xff, 0xff]);
const DARK_BACKGROUND: Color = Color([0x0d, 0x10, 0x14]);
const WHITE: Color = LIGHT_BACKGROUND;
const BLACK: Color = Color([0, 0, 0]);

/// The minimum contrast of text (WCAG 2.2, 1.4.3).
const MIN_TEXT_CONTRAST: f64 = 4.5;

/// The types of images that sites show next to links.
const IMAGE_TYPES: [&str; 4] = [".png", ".jpg", ".jpeg", ".webp"];

/// The share of the accent color in the background of highlighted elements.
const HIGHLIGHT_SHARE: f64 = 0.1;

/// A custom theme.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(try_from = "RawTheme")]
pub struct Theme {
    /// The color of links and of the current item, on light and dark backgrounds.
    pub accent: Option<(Color, Color)>,
    /// The name of an SVG file in `templates/site/`.
    pub logo: Option<String>,
    /// The name of an image file in `templates/site/`, which other sites show next to a link to a page.
    pub image: Option<String>,
    /// The font of texts, as in CSS. The site's own fonts follow it.
    pub font: Option<FontList>,
    /// The font of code.
    pub mono_font: Option<FontList>,
    /// Links in the bar at the top.
    pub links: Vec<ThemeLink>,
    /// A line at the bottom of each page.
    pub footer: Option<String>,
}

/// A link of the bar.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "RawLink")]
pub struct ThemeLink {
    /// The text.
    pub title: String,
    /// The address: on the web, or a path on the site's own host.
    pub url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLink {
    title: String,
    url: String,
}

impl TryFrom<RawLink> for ThemeLink {
    type Error = String;

    fn try_from(RawLink { title, url }: RawLink) -> Result<Self, String> {
        let is_path = url.starts_with('/') && !url.starts_with("//") && !url.contains('\\');
        match is_path || crate::commonmark::filter::is_web(&url) {
            true => Ok(ThemeLink { title, url }),
            false => Err(format!("`{url}` isn't an address, such as https://example.com/docs or /docs")),
        }
    }
}

/// The names of fonts, separated by commas, as in CSS: `Inter, "Open Sans"`.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct FontList(String);

impl TryFrom<String> for FontList {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let is_name = |name: &str| {
            let name = name.trim();
            let bare = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(name);
            !bare.is_empty() && bare.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        };
        match text.split(',').all(is_name) {
            true => Ok(FontList(text)),
            false => Err(format!("`{text}` isn't a list of fonts, such as Inter, \"Open Sans\"")),
        }
    }
}

/// A theme before validation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawTheme {
    accent: Option<Color>,
    accent_dark: Option<Color>,
    logo: Option<String>,
    image: Option<String>,
    font: Option<FontList>,
    mono_font: Option<FontList>,
    #[serde(default)]
    links: Vec<ThemeLink>,
    footer: Option<String>,
}

impl TryFrom<RawTheme> for Theme {
    type Error = String;

    fn try_from(raw: RawTheme) -> Result<Self, String> {
        let RawTheme { accent, accent_dark, logo, image, font, mono_font, links, footer } = raw;
        if let Some(image) = image.as_deref().filter(|image| !is_file_name(image, &IMAGE_TYPES)) {
            return Err(format!(
                "`{image}` isn't the name of a PNG, JPEG or WebP file in `site/`, such as card.png; sites that \
                 show links as cards don't show SVG"
            ));
        }
        if let Some(logo) = logo.as_deref().filter(|logo| !is_file_name(logo, &[".svg"])) {
            return Err(format!("`{logo}` isn't the name of an SVG file in `site/`, such as logo.svg"));
        }
        let accent = match (accent, accent_dark) {
            (None, None) => None,
            (None, Some(_)) => return Err("`accent-dark` requires `accent`".to_owned()),
            (Some(light), dark) => {
                let dark = dark.unwrap_or_else(|| light.nearest_readable(WHITE, DARK_BACKGROUND));
                Some((
                    light.check_contrast(LIGHT_BACKGROUND, BLACK)?,
                    dark.check_contrast(DARK_BACKGROUND, WHITE)?,
                ))
            }
        };
        Ok(Theme { accent, logo, image, font, mono_font, links, footer })
    }
}

/// Returns `true` for a file's name that is the same in a URL and on every disk, and has one of the types.
fn is_file_name(name: &str, types: &[&str]) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    types.iter().any(|end| name.ends_with(end)) && !name.starts_with('.') && name.chars().all(plain)
}

impl Theme {
    /// Returns the theme as CSS to append to the stylesheet. Empty if no color and no font is set. Colors in
    /// print aren't changed.
    pub(crate) fn css(&self) -> String {
        let mut css = String::new();
        for (name, font) in [("sans", &self.font), ("mono", &self.mono_font)] {
            if let Some(FontList(fonts)) = font {
                let generic =
                    if name == "sans" { "system-ui, sans-serif" } else { "ui-monospace, monospace" };
                css.push_str(&format!(":root {{ --{name}: {fonts}, {generic}; }}\n"));
            }
        }
        if let Some((light, dark)) = self.accent {
            let soft = |accent: Color, background| accent.blend(background, HIGHLIGHT_SHARE);
            let (soft_light, soft_dark) = (soft(light, LIGHT_BACKGROUND), soft(dark, DARK_BACKGROUND));
            css.push_str(&format!(
                "@media screen {{\n  :root {{ --accent: light-dark({light}, {dark}); \
                 --accent-soft: light-dark({soft_light}, {soft_dark}); }}\n}}\n"
            ));
        }
        if css.is_empty() { css } else { format!("\n/* [workspace.metadata.errcat.theme] */\n{css}") }
    }
}

/// An sRGB color, written as `#rrggbb` or `#rgb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Color([u8; 3]);

impl TryFrom<String> for Color {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let digits = text.strip_prefix('#').filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let long: Option<String> = match digits.map(str::len) {
            Some(3) => digits.map(|digits| digits.chars().flat_map(|digit| [digit, digit]).collect()),
            Some(6) => digits.map(str::to_owned),
            _ => None,
        };
        let number = long.and_then(|long| u32::from_str_radix(&long, 16).ok());
        let [_, red, green, blue] =
            number.ok_or_else(|| format!("`{text}` isn't a color, such as #4a43cf or #44c"))?.to_be_bytes();
        Ok(Color([red, green, blue]))
    }
}

impl Color {
    /// Blends the color into a background. `share` is the color's share.
    fn blend(self, background: Color, share: f64) -> Color {
        let mix = |part: usize| {
            let mixed = f64::from(self.0[part]) * share + f64::from(background.0[part]) * (1.0 - share);
            mixed.round() as u8
        };
        Color([mix(0), mix(1), mix(2)])
    }

    /// Returns the relative luminance (WCAG 2.2, definitions).
    fn luminance(self) -> f64 {
        let linear = |part: u8| match f64::from(part) / 255.0 {
            part if part <= 0.04045 => part / 12.92,
            part => ((part + 0.055) / 1.055).powf(2.4),
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(self, other: Color) -> f64 {
        let (this, other) = (self.luminance(), other.luminance());
        (this.max(other) + 0.05) / (this.min(other) + 0.05)
    }

    /// Returns the lowest contrast of the color: on the background, or on the background of highlighted
    /// elements.
    fn min_contrast(self, background: Color) -> f64 {
        self.contrast(self.blend(background, HIGHLIGHT_SHARE)).min(self.contrast(background))
    }

    /// Returns the closest color, towards another color, that is readable on a background.
    fn nearest_readable(self, other: Color, background: Color) -> Color {
        let steps = (0..=20).map(|step| other.blend(self, f64::from(step) / 20.0));
        steps.into_iter().find(|color| color.min_contrast(background) >= MIN_TEXT_CONTRAST).unwrap_or(other)
    }

    /// Returns the color if it is readable on a background.
    fn check_contrast(self, background: Color, other: Color) -> Result<Color, String> {
        let contrast = self.min_contrast(background);
        if contrast >= MIN_TEXT_CONTRAST {
            return Ok(self);
        }
        let background_name = if background == LIGHT_BACKGROUND { "light" } else { "dark" };
        Err(format!(
            "`{self}` is hard to read on the {background_name} ground, its contrast is {contrast:.1} and text needs \
             {MIN_TEXT_CONTRAST} (WCAG 2.2, 1.4.3): `{}` has that",
            self.nearest_readable(other, background)
        ))
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::{
        BLACK, Color, DARK_BACKGROUND, FontList, IMAGE_TYPES, LIGHT_BACKGROUND, RawLink, RawTheme, Theme,
        ThemeLink, WHITE, is_file_name,
    };

    fn color(text: &str) -> Color {
        Color::try_from(text.to_owned()).expect("a color")
    }

    fn theme(accent: Option<&str>, accent_dark: Option<&str>, logo: Option<&str>) -> Result<Theme, String> {
        let (accent, accent_dark) = (accent.map(color), accent_dark.map(color));
        Theme::try_from(RawTheme {
            accent,
            accent_dark,
            logo: logo.map(str::to_owned),
            image: None,
            font: None,
            mono_font: None,
            links: Vec::new(),
            footer: None,
        })
    }

    #[test]
    fn colors_are_hexadecimal() {
        assert_eq!(color("#0a7"), color("#00AA77"));
        for wrong in
            ["", "#", "red", "0a7d5a", "#12345", "#1234567", "#ggg", "#é0", "#fff; } body { display: none"]
        {
            assert!(Color::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn contrast_follows_the_wcag_definition() {
        assert!((BLACK.contrast(WHITE) - 21.0).abs() < 0.01);
        assert!((color("#767676").contrast(WHITE) - 4.54).abs() < 0.01);
    }

    #[test]
    fn accents_are_readable_on_both_backgrounds() {
        let (light, dark) =
            theme(Some("#0a6b4f"), None, None).expect("a readable color").accent.expect("an accent");
        assert!(light.min_contrast(LIGHT_BACKGROUND) >= 4.5 && dark.min_contrast(DARK_BACKGROUND) >= 4.5);
        let wrong = theme(Some("#ff6600"), None, None).expect_err("orange on white");
        let fix = wrong.rsplit('`').nth(1).expect("a readable color");
        assert!(theme(Some(fix), None, None).is_ok(), "{wrong}");
        assert!(theme(Some("#0a6b4f"), Some("#0a6b4f"), None).is_err());
    }

    #[test]
    fn themes_set_css_variables() {
        let css = theme(Some("#0a6b4f"), Some("#6fe0b0"), None).expect("a readable color").css();
        assert!(css.contains("--accent: light-dark(#0a6b4f, #6fe0b0);"), "{css}");
        assert!(css.contains("--accent-soft: light-dark(#e7f0ed, "), "{css}");
        assert_eq!(Theme::default().css(), "");
    }

    #[test]
    fn fonts_are_names_and_links_are_addresses() {
        for (text, is_valid) in [
            ("Inter", true),
            ("Inter, \"Open Sans\"", true),
            ("", false),
            ("x; } body { display: none", false),
            ("url(x)", false),
            ("\"", false),
        ] {
            assert_eq!(FontList::try_from(text.to_owned()).is_ok(), is_valid, "{text}");
        }
        for (url, is_valid) in [
            ("https://example.com/docs", true),
            ("/docs", true),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("javascript:alert(1)", false),
        ] {
            let link = RawLink { title: "Docs".to_owned(), url: url.to_owned() };
            assert_eq!(ThemeLink::try_from(link).is_ok(), is_valid, "{url}");
        }
        let font = Some(FontList("Inter".to_owned()));
        let css = Theme { font, ..Theme::default() }.css();
        assert!(css.contains(":root { --sans: Inter, system-ui, sans-serif; }"), "{css}");
    }

    #[test]
    fn images_are_pictures_of_the_site() {
        assert!(["card.png", "card.webp", "a-b.jpg"].iter().all(|name| is_file_name(name, &IMAGE_TYPES)));
        for wrong in ["card.svg", "../card.png", ".png", "https://a.example/card.png"] {
            assert!(!is_file_name(wrong, &IMAGE_TYPES), "{wrong}");
        }
    }

    #[test]
    fn logos_are_svg_files_of_the_site() {
        assert!(theme(None, None, Some("logo.svg")).is_ok());
        for wrong in ["logo.png", "../logo.svg", "a/b.svg", ".svg", "a b.svg", "//evil/x.svg"] {
            assert!(theme(None, None, Some(wrong)).is_err(), "{wrong}");
        }
    }
}
