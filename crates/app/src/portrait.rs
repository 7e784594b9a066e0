//! Portraits as they are kept in a person's entry, and as they are shown.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tasuki_kernel::{Code, Problem, Result};

/// What a portrait that is a photo begins with (RFC 2397); every other one is SVG.
const JPEG: &str = "data:image/jpeg;base64,";

/// A portrait as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Portrait {
    /// Our own drawing.
    Svg(String),
    /// A photo, cropped here.
    Jpeg(Vec<u8>),
}

impl Portrait {
    /// The text as which it is kept.
    pub fn kept(&self) -> String {
        match self {
            Self::Svg(text) => text.clone(),
            Self::Jpeg(bytes) => format!("{JPEG}{}", STANDARD.encode(bytes)),
        }
    }

    /// The portrait that is kept as `text`.
    ///
    /// # Errors
    /// `Damaged` when a photo is not in base64.
    pub fn of(text: String) -> Result<Self> {
        match text.strip_prefix(JPEG) {
            Some(photo) => STANDARD
                .decode(photo)
                .map(Self::Jpeg)
                .map_err(|_| Problem::new(Code::Damaged, "a portrait is not in base64")),
            None => Ok(Self::Svg(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_stays_a_drawing_and_a_photo_becomes_bytes() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_owned();
        assert_eq!(Portrait::of(svg.clone()).unwrap(), Portrait::Svg(svg));
        let photo = Portrait::of(format!("{JPEG}/9j/")).unwrap();
        assert_eq!(photo, Portrait::Jpeg(vec![0xff, 0xd8, 0xff]));
        assert_eq!(photo.kept(), format!("{JPEG}/9j/"));
        assert_eq!(Portrait::of(format!("{JPEG}***")).unwrap_err().code, Code::Damaged);
    }
}
