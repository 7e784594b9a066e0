//! Portraits: any accepted photo becomes a small square.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{ExtendedColorType, ImageFormat, ImageReader};

use crate::Refusal;
use crate::photo::{self, Limits};

/// The side of a portrait, in pixels: 64 CSS pixels on a fourfold screen.
pub const SIDE: u32 = 256;

/// JPEG quality, of 100.
const QUALITY: u8 = 80;

/// The middle of a photo as a square JPEG of [`SIDE`] pixels, without any metadata; everything
/// that [`photo::accept`] refuses is refused.
///
/// # Errors
/// [`Refusal`], with what the sender can do about it.
pub fn accept(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Refusal> {
    let safe = photo::accept(bytes, limits)?;
    let reader = ImageReader::with_format(Cursor::new(&safe.full), ImageFormat::Jpeg);
    let picture = reader.decode().map_err(|_| Refusal::Broken)?;
    let square = picture.resize_to_fill(SIDE, SIDE, FilterType::Triangle).into_rgb8();
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode(&square, SIDE, SIDE, ExtendedColorType::Rgb8)
        .map_err(|_| Refusal::Broken)?;
    Ok(jpeg)
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, GenericImageView as _, Rgb, RgbImage};

    use super::*;

    #[test]
    fn the_middle_of_a_wide_photo_becomes_a_square() {
        let wide = RgbImage::from_fn(600, 200, |x, _| {
            if (200..400).contains(&x) { Rgb([200, 30, 30]) } else { Rgb([0, 0, 255]) }
        });
        let mut png = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(wide).write_to(&mut png, ImageFormat::Png).unwrap();
        let jpeg = accept(png.get_ref(), &Limits::default()).unwrap();
        let portrait = image::load_from_memory(&jpeg).unwrap();
        assert_eq!(portrait.dimensions(), (SIDE, SIDE));
        for (x, y) in [(10, 10), (128, 128), (245, 245)] {
            let [red, _, blue, _] = portrait.get_pixel(x, y).0;
            assert!(red > 150 && blue < 100, "{x} {y}");
        }
        assert_eq!(&jpeg[..3], [0xff, 0xd8, 0xff]);
    }

    #[test]
    fn what_is_no_photo_is_refused() {
        for bytes in [&b""[..], b"<svg onload=alert(1)>", b"GIF89a"] {
            assert!(accept(bytes, &Limits::default()).is_err());
        }
    }
}
