//! Photos: JPEG, PNG and WebP in, two JPEGs out (full size and thumbnail).

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageError, ImageFormat, ImageReader, RgbImage,
};

use crate::refusal::Refusal;
use crate::{jpeg_shape, kind};

/// The longer side of a kept photo, in pixels: a page of handwriting stays readable.
pub const LONGER_SIDE: u32 = 2048;

/// The longer side of a thumbnail, in pixels: 104 CSS pixels on a fourfold screen.
pub const THUMBNAIL_SIDE: u32 = 416;

/// JPEG quality, of 100.
const QUALITY: u8 = 85;

/// What is refused unseen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes.
    pub bytes: usize,
    /// The largest picture, in pixels (width × height), by its header.
    pub pixels: u64,
    /// The most memory that decoding may take, in bytes. A picture of 16 bits a channel can
    /// break this one while it keeps within `pixels`.
    pub memory: u64,
}

impl Default for Limits {
    /// 20 MiB, 50 megapixels (what today's phones make), 256 MiB.
    fn default() -> Self {
        Self { bytes: 20 << 20, pixels: 50_000_000, memory: 256 << 20 }
    }
}

/// A photo made safe: pixels only, encoded here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// JPEG, longer side at most [`LONGER_SIDE`].
    pub full: Vec<u8>,
    /// JPEG, longer side at most [`THUMBNAIL_SIDE`].
    pub thumbnail: Vec<u8>,
    /// Of `full`, in pixels, as it is to be seen.
    pub width: u32,
    /// Of `full`, in pixels, as it is to be seen.
    pub height: u32,
}

/// Makes an upload safe: the kind is told by the first bytes, the size is checked by the header
/// before anything is decoded, the picture is turned as EXIF says, scaled down if it is larger
/// than needed, laid on white where it is transparent, and encoded anew without any metadata.
/// Of an animation the first frame is kept. Colour profiles are not applied.
///
/// The same input gives the same bytes.
///
/// # Errors
/// [`Refusal`], with what the sender can do about it.
pub fn accept(bytes: &[u8], limits: &Limits) -> Result<Photo, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    if bytes.len() > limits.bytes {
        return Err(Refusal::TooLarge { limit: limits.bytes });
    }
    let format = kind::photo_format(bytes)
        .ok_or_else(|| Refusal::NotAccepted { looks_like: kind::looks_like(bytes) })?;
    if format == ImageFormat::Jpeg && !jpeg_shape::is_whole(bytes) {
        return Err(Refusal::Broken);
    }
    let full = decode(bytes, format, limits)?;
    // Each bound at most the picture's own: nothing is ever scaled up.
    let (width, height) = (THUMBNAIL_SIDE.min(full.width()), THUMBNAIL_SIDE.min(full.height()));
    let small = full.resize(width, height, FilterType::Triangle);
    let full = full.into_rgb8();
    Ok(Photo {
        width: full.width(),
        height: full.height(),
        thumbnail: encode(&small.into_rgb8())?,
        full: encode(&full)?,
    })
}

/// The picture as it is to be seen, at most [`LONGER_SIDE`] long, without transparency.
fn decode(bytes: &[u8], format: ImageFormat, limits: &Limits) -> Result<DynamicImage, Refusal> {
    let mut decoder_limits = image::Limits::no_limits();
    decoder_limits.max_alloc = Some(limits.memory);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(decoder_limits);
    let mut decoder = reader.into_decoder().map_err(|_| Refusal::Broken)?;

    let (width, height) = decoder.dimensions();
    let too_many = Refusal::TooManyPixels { width, height, limit: limits.pixels };
    if u64::from(width) * u64::from(height) > limits.pixels || decoder.total_bytes() > limits.memory
    {
        return Err(too_many);
    }
    let orientation = decoder.orientation().map_err(|_| Refusal::Broken)?;
    let picture = DynamicImage::from_decoder(decoder).map_err(|problem| match problem {
        ImageError::Limits(_) => too_many,
        _ => Refusal::Broken,
    })?;
    let mut picture = DynamicImage::ImageRgb8(on_white(shrink(picture)));
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// At most [`LONGER_SIDE`] long. Very large pictures are first averaged down to twice that,
/// because the good filter works on floating point copies of the whole picture.
fn shrink(picture: DynamicImage) -> DynamicImage {
    let longer = |it: &DynamicImage| it.width().max(it.height());
    let halfway = 2 * LONGER_SIDE;
    let picture =
        if longer(&picture) > halfway { picture.thumbnail(halfway, halfway) } else { picture };
    if longer(&picture) > LONGER_SIDE {
        picture.resize(LONGER_SIDE, LONGER_SIDE, FilterType::CatmullRom)
    } else {
        picture
    }
}

/// Lays what is transparent on white paper, as a browser would show it on the page.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [r, g, b, alpha] = picture.get_pixel(x, y).0.map(u32::from);
        let blend = |c: u32| ((c * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
        image::Rgb([blend(r), blend(g), blend(b)])
    })
}

pub(crate) fn encode(picture: &RgbImage) -> Result<Vec<u8>, Refusal> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .map_err(|_| Refusal::Broken)?;
    Ok(jpeg)
}

#[cfg(test)]
mod tests;
