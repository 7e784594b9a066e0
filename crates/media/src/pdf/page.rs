//! A page of a PDF as a picture, so that it is seen on every phone without a viewer of its own.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::font::FontQuery;
use hayro::hayro_interpret::hayro_cmap::CidFamily;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::RgbImage;

use crate::photo;
use crate::refusal::Refusal;

/// A font file for Japanese text whose PDF brings none, as many forms of authorities do. Such
/// files are large: it is read for each page that asks for it, and by no other.
#[derive(Clone)]
pub struct Font {
    read: Arc<Read>,
    /// Its number in a collection.
    number: u32,
}

type Read = dyn Fn() -> Option<Vec<u8>> + Send + Sync;

impl Font {
    /// The font number `number` of a TrueType or OpenType file or collection, which `read` reads
    /// whole, unless it is gone.
    pub fn new(read: impl Fn() -> Option<Vec<u8>> + Send + Sync + 'static, number: u32) -> Self {
        Self { read: Arc::new(read), number }
    }

    /// The file as it is now, and the number of the font in it; none when it is gone.
    pub fn read(&self) -> Option<(Vec<u8>, u32)> {
        (self.read)().map(|bytes| (bytes, self.number))
    }
}

impl fmt::Debug for Font {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Font({})", self.number)
    }
}

/// A page as a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// JPEG.
    pub jpeg: Vec<u8>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Whether letters may be missing: the file brings no font for them, nor have we one.
    pub letters_missing: bool,
}

/// The picture of page `number` (from 0), its longer side `longer_side` pixels.
///
/// # Errors
/// `Broken` when there is no such page, or none that can be drawn.
pub fn page(
    bytes: &[u8],
    number: usize,
    longer_side: u16,
    font: Option<&Font>,
) -> Result<Page, Refusal> {
    let pdf = super::open(bytes)?;
    let page = pdf.pages().get(number).ok_or(Refusal::Broken)?;
    let (width, height) = page.render_dimensions();
    let scale = f32::from(longer_side) / width.max(height);
    // Sides that are nothing, or so thin that they would round to nothing.
    let drawable = scale.is_finite() && (width * scale).min(height * scale) >= 1.0;
    if !drawable {
        return Err(Refusal::Broken);
    }
    let missing = Arc::new(AtomicBool::new(false));
    let settings = settings(font.cloned(), Arc::clone(&missing));
    let size = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let drawn = render(page, &RenderCache::new(), &settings, &RenderSettings::default(), &size);
    let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
    let pixels = drawn.data().iter().flat_map(|it| [it.r, it.g, it.b]).collect();
    let picture = RgbImage::from_raw(width, height, pixels).ok_or(Refusal::Broken)?;
    let jpeg = photo::encode(&picture)?;
    Ok(Page { jpeg, width, height, letters_missing: missing.load(Ordering::Relaxed) })
}

fn settings(font: Option<Font>, missing: Arc<AtomicBool>) -> InterpreterSettings {
    let file = OnceLock::new();
    let resolve = move |query: &FontQuery| match query {
        FontQuery::Standard(it) => Some(it.get_font_data()),
        FontQuery::Fallback(it) => {
            let of = it.character_collection.as_ref().map(|it| &it.family);
            if matches!(of, None | Some(CidFamily::AdobeIdentity)) {
                return Some(it.pick_standard_font().get_font_data());
            }
            let read = |it: &Font| (it.read)().map(|bytes| (Arc::new(bytes), it.number));
            if let Some((bytes, number)) = file.get_or_init(|| font.as_ref().and_then(read)) {
                return Some((Arc::clone(bytes) as _, *number));
            }
            missing.store(true, Ordering::Relaxed);
            Some(it.pick_standard_font().get_font_data())
        }
    };
    InterpreterSettings { font_resolver: Arc::new(resolve), ..InterpreterSettings::default() }
}
