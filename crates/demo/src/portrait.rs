//! Head and shoulders as our own small drawings: flat shapes without a face, so that nobody
//! real is meant. Static SVG: no script, no style, no ids, no links, so that any number of them
//! may stand in one page.

use std::fmt::Write;

/// What a portrait is made of. Colours are `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Portrait {
    /// Behind the person.
    pub background: &'static str,
    /// Skin.
    pub skin: &'static str,
    /// Hair style.
    pub hair: Hair,
    /// Hair.
    pub hair_colour: &'static str,
    /// Cut of the clothes.
    pub wear: Wear,
    /// Clothes.
    pub clothes: &'static str,
    /// With glasses.
    pub glasses: bool,
    /// A child: smaller, with a rounder head.
    pub child: bool,
}

impl Portrait {
    /// The same with glasses.
    #[must_use]
    pub const fn with_glasses(mut self) -> Self {
        self.glasses = true;
        self
    }

    /// The same as a child.
    #[must_use]
    pub const fn as_child(mut self) -> Self {
        self.child = true;
        self
    }
}

/// Hair styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hair {
    /// Very short.
    Crop,
    /// Short with a side parting.
    Parted,
    /// Short and upright.
    Spiky,
    /// Thin, high forehead.
    Receding,
    /// Only at the sides.
    Fringe,
    /// Short, around the ears.
    Short,
    /// To the chin.
    Bob,
    /// To the shoulders.
    Long,
    /// Tied behind, seen at one side.
    Ponytail,
    /// Tied on top.
    Bun,
    /// Curled all around, as after a perm.
    Curls,
}

impl Hair {
    /// All styles.
    pub const ALL: [Self; 11] = [
        Self::Crop,
        Self::Parted,
        Self::Spiky,
        Self::Receding,
        Self::Fringe,
        Self::Short,
        Self::Bob,
        Self::Long,
        Self::Ponytail,
        Self::Bun,
        Self::Curls,
    ];

    /// Drawn before neck and head.
    const fn behind(self) -> &'static str {
        match self {
            Self::Short => {
                "M30 42C28 22 38 15 48 15S68 22 66 42C66 50 63 53 61 53H35C33 53 30 50 30 42Z"
            }
            Self::Bob => "M29 58C26 24 36 15 48 15S70 24 67 58C62 62 34 62 29 58Z",
            Self::Long => "M28 74C25 26 34 14 48 14S71 26 68 74C60 78 36 78 28 74Z",
            Self::Ponytail => {
                "M60 22C76 24 76 44 70 62C66 60 66 40 58 34ZM31 40C30 20 38 15 48 15\
                 S66 20 65 40Z"
            }
            Self::Bun => {
                "M48 3a9 9 0 1 1 0 18a9 9 0 1 1 0-18ZM31 40C30 20 38 15 48 15S66 20 65 40Z"
            }
            Self::Curls => {
                "M26 40a9 9 0 0 1 3-15a10 10 0 0 1 12-10a9 9 0 0 1 15 0a10 10 0 0 1 11 10\
                 a9 9 0 0 1 3 15a8 8 0 0 1-5 13H31a8 8 0 0 1-5-13Z"
            }
            _ => "",
        }
    }

    /// Drawn over the head.
    const fn before(self) -> &'static str {
        match self {
            Self::Crop => {
                "M33 37C31 20 40 16 48 16S65 20 63 37C61 32 60 28 57 27C52 26 44 26 39 27\
                 C36 28 35 32 33 37Z"
            }
            Self::Parted => {
                "M33 38C30 20 39 15 48 15S66 20 63 38C62 32 60 29 56 25C50 29 42 30 38 28\
                 C35 31 34 34 33 38Z"
            }
            Self::Spiky => {
                "M33 37C31 27 31 23 34 20L36 16L40 17L43 12L47 15L52 12L54 16L59 16L60 20\
                 C64 24 65 28 63 37C61 32 60 29 57 28C51 30 45 30 39 28C36 30 35 33 33 37Z"
            }
            Self::Receding => {
                "M33 40C31 26 36 17 48 17S65 26 63 40C62 34 61 29 58 25C54 21 42 21 38 25\
                 C35 29 34 34 33 40Z"
            }
            Self::Fringe => {
                "M33 46C30 40 31 31 34 28C34 34 34 40 35 46ZM63 46C66 40 65 31 62 28\
                 C62 34 62 40 61 46Z"
            }
            Self::Short | Self::Curls => {
                "M32 42C31 22 40 18 48 18S65 22 64 42C62 34 58 30 54 27C47 32 39 32 36 31\
                 C34 34 33 37 32 42Z"
            }
            Self::Bob | Self::Long => {
                "M31 50C29 22 40 17 48 17S67 22 65 50C63 42 62 34 59 29C52 31 42 31 37 29\
                 C34 34 33 42 31 50Z"
            }
            Self::Ponytail | Self::Bun => {
                "M32 40C31 22 40 17 48 17S65 22 64 40C62 33 58 28 48 27C38 28 34 33 32 40Z"
            }
        }
    }
}

/// Cuts of clothes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wear {
    /// Round neck.
    Round,
    /// Shirt collar.
    Collar,
    /// A white coat over a shirt.
    Coat,
    /// Crossed as a kimono or a nightgown is.
    Crossed,
}

impl Wear {
    /// Drawn over the shoulders; dark parts and light parts.
    const fn details(self) -> (&'static str, &'static str) {
        match self {
            Self::Round => ("M37 67Q48 79 59 67L61 68Q48 84 35 68Z", ""),
            Self::Collar => ("", "M38 65L48 78L38 80L33 68ZM58 65L48 78L58 80L63 68Z"),
            Self::Coat => ("M40 66L48 92L56 66L61 68L51 96H45L35 68Z", ""),
            Self::Crossed => ("M37 66L56 96H52L34 68ZM59 66L47 84L45 80L56 65Z", ""),
        }
    }
}

/// The portrait as an SVG document of at most 2 kB, 96 × 96 units.
pub fn portrait(spec: &Portrait) -> String {
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 96 96\" width=\"96\" height=\"96\">",
    );
    let _ = write!(svg, "<path fill=\"{}\" d=\"M0 0H96V96H0Z\"/>", spec.background);
    // A child stands lower in the picture and has narrower shoulders.
    let place = if spec.child { "translate(9.6 17) scale(.8)" } else { "translate(0 3)" };
    let _ = write!(svg, "<g transform=\"{place}\">");
    fill(&mut svg, spec.hair_colour, spec.hair.behind());
    fill(&mut svg, spec.clothes, "M12 100C12 74 26 67 48 66C70 67 84 74 84 100Z");
    let (dark, light) = spec.wear.details();
    shade(&mut svg, "#000000", ".18", dark);
    shade(&mut svg, "#ffffff", ".4", light);
    fill(&mut svg, spec.skin, "M41 50H55V66Q48 76 41 66Z");
    shade(&mut svg, "#000000", ".12", "M41 54Q48 60 55 54V60Q48 66 41 60Z");
    let head = if spec.child {
        "M48 18C59 18 64 27 64 38C64 51 56 58 48 58S32 51 32 38C32 27 37 18 48 18Z"
    } else {
        "M48 18C58 18 63 26 63 37C63 49 55 59 48 59S33 49 33 37C33 26 38 18 48 18Z"
    };
    fill(&mut svg, spec.skin, head);
    fill(&mut svg, spec.hair_colour, spec.hair.before());
    if spec.glasses {
        svg.push_str(
            "<path fill=\"none\" stroke=\"#3a3a3a\" stroke-width=\"1.6\" \
             d=\"M36 37h9v6h-9ZM51 37h9v6h-9ZM45 39h6M33 38l3 1M63 38l-3 1\"/>",
        );
    }
    svg.push_str("</g></svg>");
    svg
}

fn fill(svg: &mut String, colour: &str, path: &str) {
    if !path.is_empty() {
        let _ = write!(svg, "<path fill=\"{colour}\" d=\"{path}\"/>");
    }
}

fn shade(svg: &mut String, colour: &str, opacity: &str, path: &str) {
    if !path.is_empty() {
        let _ = write!(svg, "<path fill=\"{colour}\" fill-opacity=\"{opacity}\" d=\"{path}\"/>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(hair: Hair, wear: Wear) -> Portrait {
        let (skin, hair_colour) = ("#e3b592", "#2a2523");
        let (background, clothes) = ("#dbe8e6", "#3f8087");
        Portrait {
            background,
            skin,
            hair,
            hair_colour,
            wear,
            clothes,
            glasses: false,
            child: false,
        }
    }

    #[test]
    fn every_portrait_is_small_and_static() {
        let mut seen = std::collections::HashSet::new();
        for hair in Hair::ALL {
            for wear in [Wear::Round, Wear::Collar, Wear::Coat, Wear::Crossed] {
                let svg = portrait(&spec(hair, wear).with_glasses().as_child());
                assert!(svg.len() <= 2_048, "{} bytes", svg.len());
                for word in ["script", "id=", "href", "style", " on", "url(", "<!", "&"] {
                    assert!(!svg.contains(word), "{word} in {svg}");
                }
                assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
                assert_eq!(svg.matches('<').count(), svg.matches('>').count());
                assert!(seen.insert(svg), "{hair:?} {wear:?} looks like another");
            }
        }
    }

    #[test]
    fn glasses_and_age_are_seen() {
        let plain = spec(Hair::Crop, Wear::Coat);
        assert!(!portrait(&plain).contains("stroke"));
        assert!(portrait(&plain.with_glasses()).contains("stroke"));
        assert_ne!(portrait(&plain), portrait(&plain.as_child()));
    }
}
