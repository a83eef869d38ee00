//! A team's own colours and logo, without a stylesheet of its own.

use std::fmt;

use serde::Deserialize;

/// What pages are written on, as in `style.css`.
const LIGHT_GROUND: Colour = Colour([0xff, 0xff, 0xff]);
const DARK_GROUND: Colour = Colour([0x0d, 0x11, 0x1c]);
const WHITE: Colour = LIGHT_GROUND;
const BLACK: Colour = Colour([0, 0, 0]);

/// The least contrast of text (WCAG 2.2, 1.4.3).
const MIN_CONTRAST: f64 = 4.5;

/// How much of the accent is in the ground of what is marked with it.
const SOFT: f64 = 0.1;

/// Colours and a logo.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(try_from = "Written")]
pub struct Theme {
    /// Links and what is current, on a light and on a dark ground.
    pub accent: Option<(Colour, Colour)>,
    /// An SVG file below `templates/site/`.
    pub logo: Option<String>,
}

/// A theme as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    accent: Option<Colour>,
    accent_dark: Option<Colour>,
    logo: Option<String>,
}

impl TryFrom<Written> for Theme {
    type Error = String;

    fn try_from(Written { accent, accent_dark, logo }: Written) -> Result<Self, String> {
        if let Some(logo) = logo.as_deref().filter(|logo| !is_logo(logo)) {
            return Err(format!("`{logo}` isn't the name of an SVG file in `site/`, such as logo.svg"));
        }
        let accent = match (accent, accent_dark) {
            (None, None) => None,
            (None, Some(_)) => return Err("`accent-dark` needs an `accent` beside it".to_owned()),
            (Some(light), dark) => {
                let dark = dark.unwrap_or_else(|| light.towards(WHITE, DARK_GROUND));
                Some((light.readable(LIGHT_GROUND, BLACK)?, dark.readable(DARK_GROUND, WHITE)?))
            }
        };
        Ok(Theme { accent, logo })
    }
}

/// A name that means the same in a URL and on a disk.
fn is_logo(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    name.ends_with(".svg") && !name.starts_with('.') && name.chars().all(plain)
}

impl Theme {
    /// The theme as CSS that goes after the stylesheet's own; empty for what has no colour. Paper stays black on white.
    pub(crate) fn css(&self) -> String {
        let Some((light, dark)) = self.accent else { return String::new() };
        let set = |accent: Colour, ground: Colour| {
            format!("--accent: {accent}; --accent-soft: {};", accent.on(ground, SOFT))
        };
        let (light, dark) = (set(light, LIGHT_GROUND), set(dark, DARK_GROUND));
        format!(
            "\n/* [workspace.metadata.errcat.theme] */\n\
             @media screen {{\n  \
               :root {{ {light} }}\n  \
               :root[data-theme=\"dark\"] {{ {dark} }}\n\
             }}\n\
             @media screen and (prefers-color-scheme: dark) {{\n  \
               :root:not([data-theme=\"light\"]) {{ {dark} }}\n\
             }}\n"
        )
    }
}

/// A colour of sRGB, written `#rrggbb` or `#rgb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Colour([u8; 3]);

impl TryFrom<String> for Colour {
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
            number.ok_or_else(|| format!("`{text}` isn't a colour, such as #4a43cf or #44c"))?.to_be_bytes();
        Ok(Colour([red, green, blue]))
    }
}

impl Colour {
    /// So much of it on a ground.
    fn on(self, ground: Colour, share: f64) -> Colour {
        let mix = |part: usize| {
            let mixed = f64::from(self.0[part]) * share + f64::from(ground.0[part]) * (1.0 - share);
            mixed.round() as u8
        };
        Colour([mix(0), mix(1), mix(2)])
    }

    /// Relative luminance (WCAG 2.2, definitions).
    fn luminance(self) -> f64 {
        let linear = |part: u8| match f64::from(part) / 255.0 {
            part if part <= 0.04045 => part / 12.92,
            part => ((part + 0.055) / 1.055).powf(2.4),
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(self, other: Colour) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// Its contrast where it is read worst: on its own soft ground.
    fn worst_contrast(self, ground: Colour) -> f64 {
        self.contrast(self.on(ground, SOFT)).min(self.contrast(ground))
    }

    /// The nearest to it, in the direction of another, that can be read on a ground.
    fn towards(self, other: Colour, ground: Colour) -> Colour {
        let steps = (0..=20).map(|step| other.on(self, f64::from(step) / 20.0));
        steps.into_iter().find(|colour| colour.worst_contrast(ground) >= MIN_CONTRAST).unwrap_or(other)
    }

    /// Itself, if it can be read on a ground; otherwise what is near it and can.
    fn readable(self, ground: Colour, other: Colour) -> Result<Colour, String> {
        let contrast = self.worst_contrast(ground);
        if contrast >= MIN_CONTRAST {
            return Ok(self);
        }
        let ground_name = if ground == LIGHT_GROUND { "light" } else { "dark" };
        Err(format!(
            "`{self}` is hard to read on the {ground_name} ground, its contrast is {contrast:.1} and text needs \
             {MIN_CONTRAST} (WCAG 2.2, 1.4.3): `{}` has that",
            self.towards(other, ground)
        ))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::{BLACK, Colour, DARK_GROUND, LIGHT_GROUND, Theme, WHITE, Written};

    fn colour(text: &str) -> Colour {
        Colour::try_from(text.to_owned()).expect("a colour")
    }

    fn theme(accent: Option<&str>, accent_dark: Option<&str>, logo: Option<&str>) -> Result<Theme, String> {
        let (accent, accent_dark) = (accent.map(colour), accent_dark.map(colour));
        Theme::try_from(Written { accent, accent_dark, logo: logo.map(str::to_owned) })
    }

    #[test]
    fn colours_are_hexadecimal() {
        assert_eq!(colour("#0a7"), colour("#00AA77"));
        for wrong in
            ["", "#", "red", "0a7d5a", "#12345", "#1234567", "#ggg", "#é0", "#fff; } body { display: none"]
        {
            assert!(Colour::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn contrast_is_as_defined() {
        assert!((BLACK.contrast(WHITE) - 21.0).abs() < 0.01);
        assert!((colour("#767676").contrast(WHITE) - 4.54).abs() < 0.01);
    }

    #[test]
    fn an_accent_can_be_read_on_both_grounds() {
        let (light, dark) =
            theme(Some("#0a6b4f"), None, None).expect("it can be read").accent.expect("it has one");
        assert!(light.worst_contrast(LIGHT_GROUND) >= 4.5 && dark.worst_contrast(DARK_GROUND) >= 4.5);
        let wrong = theme(Some("#ff6600"), None, None).expect_err("orange on white");
        let mend = wrong.rsplit('`').nth(1).expect("a colour that can be read");
        assert!(theme(Some(mend), None, None).is_ok(), "{wrong}");
        assert!(theme(Some("#0a6b4f"), Some("#0a6b4f"), None).is_err());
    }

    #[test]
    fn a_theme_is_a_few_variables() {
        let css = theme(Some("#0a6b4f"), Some("#6fe0b0"), None).expect("it can be read").css();
        assert!(css.contains("--accent: #0a6b4f; --accent-soft: #e7f0ed;"), "{css}");
        assert!(css.contains("--accent: #6fe0b0;"), "{css}");
        assert_eq!(Theme::default().css(), "");
    }

    #[test]
    fn a_logo_is_a_file_of_the_site() {
        assert!(theme(None, None, Some("logo.svg")).is_ok());
        for wrong in ["logo.png", "../logo.svg", "a/b.svg", ".svg", "a b.svg", "//evil/x.svg"] {
            assert!(theme(None, None, Some(wrong)).is_err(), "{wrong}");
        }
    }
}
