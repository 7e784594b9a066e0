//! Photos made by program, with what phones put into them, and files that are no photos.

use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{ImageEncoder, Rgb, Rgba, RgbaImage};
use proptest::prelude::*;

use super::*;

/// Written into the EXIF of test photos; must be nowhere in what comes out.
const CANARY: &[u8] = b"35.681236N 139.767125E Minato";

/// Left half red, right half blue, top eighth white: every turn and flip can be told apart.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        if y < height / 8 {
            Rgb([255, 255, 255])
        } else if x < width / 2 {
            Rgb([200, 30, 30])
        } else {
            Rgb([30, 30, 200])
        }
    })
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encode(&picture(width, height)).unwrap()
}

fn png(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes)
        .write_image(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

fn webp(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    WebPEncoder::new_lossless(&mut bytes)
        .encode(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

/// A TIFF block (Exif 2.32, section 4.6) with orientation, artist and a GPS directory whose
/// latitude reference and area name are filled.
fn exif(orientation: u16) -> Vec<u8> {
    let field = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut bytes = Vec::new();
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(count.to_le_bytes());
        bytes.extend(value.to_le_bytes());
        bytes
    };
    let canary = CANARY.len() as u32;
    let (gps_at, text_at) = (8 + 2 + 3 * 12 + 4, 8 + 2 + 3 * 12 + 4 + 2 + 2 * 12 + 4);
    let mut tiff = b"II*\0\x08\0\0\0\x03\0".to_vec();
    tiff.extend(field(0x0112, 3, 1, u32::from(orientation)));
    tiff.extend(field(0x013B, 2, canary, text_at));
    tiff.extend(field(0x8825, 4, 1, gps_at));
    tiff.extend([0; 4]);
    tiff.extend(2_u16.to_le_bytes());
    tiff.extend(field(0x0001, 2, 2, u32::from_le_bytes(*b"N\0\0\0")));
    tiff.extend(field(0x001C, 7, canary, text_at));
    tiff.extend([0; 4]);
    assert_eq!(tiff.len(), text_at as usize);
    tiff.extend(CANARY);
    tiff
}

/// Puts EXIF in an APP1 segment right behind the start of a JPEG, as cameras do.
fn with_app1(jpeg: &[u8], exif: &[u8]) -> Vec<u8> {
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xFF, 0xE1]);
    bytes.extend(((exif.len() + 8) as u16).to_be_bytes());
    bytes.extend(b"Exif\0\0");
    bytes.extend(exif);
    bytes.extend(&jpeg[2..]);
    bytes
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|it| it == part)
}

fn decoded(jpeg: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).unwrap().into_rgb8()
}

fn accept_default(bytes: &[u8]) -> Result<Photo, Refusal> {
    accept(bytes, &Limits::default())
}

#[test]
fn each_kind_of_photo_is_accepted() {
    let source = picture(640, 480);
    for bytes in [jpeg(640, 480), png(&source), webp(&source)] {
        let photo = accept_default(&bytes).unwrap();
        assert_eq!((photo.width, photo.height), (640, 480));
        let (full, small) = (decoded(&photo.full), decoded(&photo.thumbnail));
        assert_eq!(full.dimensions(), (640, 480));
        assert_eq!(small.dimensions(), (416, 312));
        let left = full.get_pixel(100, 300).0;
        assert!(left[0] > 180 && left[2] < 60, "{left:?}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let bytes = jpeg(500, 300);
    assert_eq!(accept_default(&bytes), accept_default(&bytes));
}

#[test]
fn location_and_all_other_metadata_are_gone() {
    let tiff = exif(1);
    let source = picture(320, 200);
    let mut png_bytes = Vec::new();
    let mut encoder = PngEncoder::new(&mut png_bytes);
    encoder.set_exif_metadata(tiff.clone()).unwrap();
    encoder.write_image(&source, 320, 200, ExtendedColorType::Rgb8).unwrap();
    let mut webp_bytes = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut webp_bytes);
    encoder.set_exif_metadata(tiff.clone()).unwrap();
    encoder.encode(&source, 320, 200, ExtendedColorType::Rgb8).unwrap();

    for bytes in [with_app1(&jpeg(320, 200), &tiff), png_bytes, webp_bytes] {
        assert!(holds(&bytes, CANARY), "the test photo carries its location");
        let photo = accept_default(&bytes).unwrap();
        for made in [&photo.full, &photo.thumbnail] {
            assert!(!holds(made, CANARY));
            assert!(!holds(made, b"Exif"));
            assert!(!holds(made, &[0xFF, 0xE1]), "no APP1 segment");
        }
    }
}

#[test]
fn something_hidden_behind_the_picture_is_gone() {
    let mut bytes = jpeg(320, 200);
    bytes.extend(b"<script>alert(document.cookie)</script>PK\x03\x04");
    let photo = accept_default(&bytes).unwrap();
    assert!(!holds(&photo.full, b"<script>") && !holds(&photo.full, b"PK\x03\x04"));
}

#[test]
fn a_photo_is_turned_as_the_camera_was_held() {
    let upright = jpeg(320, 200);
    let photo = accept_default(&with_app1(&upright, &exif(6))).unwrap();
    assert_eq!((photo.width, photo.height), (200, 320));
    let full = decoded(&photo.full);
    // Turned by 90° clockwise: the white top is now at the right, red left is now on top.
    assert!(full.get_pixel(190, 160).0.iter().all(|c| *c > 230));
    assert!(full.get_pixel(60, 60).0[0] > 180);
    assert!(full.get_pixel(60, 260).0[2] > 180);

    let turned = accept_default(&with_app1(&upright, &exif(3))).unwrap();
    let full = decoded(&turned.full);
    assert_eq!(full.dimensions(), (320, 200));
    assert!(full.get_pixel(160, 195).0.iter().all(|c| *c > 230), "white is at the bottom");
    assert!(decoded(&turned.thumbnail).get_pixel(160, 195).0.iter().all(|c| *c > 230));

    let nonsense = accept_default(&with_app1(&upright, &exif(77))).unwrap();
    assert_eq!((nonsense.width, nonsense.height), (320, 200));
}

#[test]
fn a_large_photo_is_scaled_down_and_a_small_one_never_up() {
    for (from, to) in [
        ((3000, 1500), (2048, 1024)),
        ((2500, 5000), (1024, 2048)),
        ((2048, 10), (2048, 10)),
        ((3, 6000), (1, 2048)),
        ((1, 1), (1, 1)),
    ] {
        let photo = accept_default(&jpeg(from.0, from.1)).unwrap();
        assert_eq!((photo.width, photo.height), to, "{from:?}");
        let small = decoded(&photo.thumbnail);
        assert!(small.width().max(small.height()) <= THUMBNAIL_SIDE);
        assert!(small.width() <= photo.width && small.height() <= photo.height);
    }
}

#[test]
fn transparency_becomes_white_paper() {
    let source = RgbaImage::from_pixel(40, 40, Rgba([0, 0, 0, 0]));
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes).write_image(&source, 40, 40, ExtendedColorType::Rgba8).unwrap();
    let photo = accept_default(&bytes).unwrap();
    assert!(decoded(&photo.full).pixels().all(|it| it.0.iter().all(|c| *c > 250)));
}

#[test]
fn what_is_no_photo_is_refused_whatever_its_name() {
    let cases: &[(&[u8], Option<&str>)] = &[
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", Some("SVG")),
        (b"<!doctype html><script>alert(1)</script>", Some("HTML")),
        (b"GIF89a\x01\0\x01\0\0\0\0;", Some("GIF")),
        (b"PK\x03\x04\x14\0\0\0", Some("ZIP")),
        (b"%PDF-1.7\n", Some("PDF")),
        (b"\0\0\0\x20ftypisom", Some("video (MP4)")),
        (b"RIFF\x24\0\0\0WAVEfmt ", Some("video or sound (RIFF)")),
        (b"plain words", None),
    ];
    for (bytes, looks_like) in cases {
        let refusal = Refusal::NotAccepted { looks_like: *looks_like };
        assert_eq!(accept_default(bytes), Err(refusal));
    }
}

#[test]
fn empty_and_oversized_files_are_refused_by_their_length() {
    assert_eq!(accept_default(b""), Err(Refusal::Empty));
    let bytes = jpeg(64, 64);
    let exactly = Limits { bytes: bytes.len(), ..Limits::default() };
    assert!(accept(&bytes, &exactly).is_ok());
    let limit = bytes.len() - 1;
    let one_less = Limits { bytes: limit, ..Limits::default() };
    assert_eq!(accept(&bytes, &one_less), Err(Refusal::TooLarge { limit }));
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let source = picture(64, 48);
    for whole in [jpeg(64, 48), png(&source), webp(&source)] {
        assert!(accept_default(&whole).is_ok());
        // The last 12 bytes of a PNG are its empty end chunk; without them nothing is missing.
        for length in (1..whole.len() - 12).step_by(7) {
            let refusal = accept_default(&whole[..length]).unwrap_err();
            assert!(
                matches!(refusal, Refusal::Broken | Refusal::NotAccepted { .. }),
                "cut at {length}: {refusal:?}"
            );
        }
    }
}

/// One PNG chunk with its checksum (PNG third edition, section 5.3).
fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = (data.len() as u32).to_be_bytes().to_vec();
    bytes.extend(kind);
    bytes.extend(data);
    let crc = bytes[4..].iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 }
        })
    });
    bytes.extend((!crc).to_be_bytes());
    bytes
}

/// A PNG that says it is so large and then holds next to nothing.
fn png_claiming(width: u32, height: u32, depth: u8) -> Vec<u8> {
    let mut header = Vec::new();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([depth, 6, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(chunk(*b"IHDR", &header));
    bytes.extend(chunk(*b"IDAT", &[0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01]));
    bytes.extend(chunk(*b"IEND", &[]));
    bytes
}

#[test]
fn an_image_bomb_is_refused_by_its_header() {
    let refusal = accept_default(&png_claiming(30_000, 30_000, 8)).unwrap_err();
    let limit = Limits::default().pixels;
    assert_eq!(refusal, Refusal::TooManyPixels { width: 30_000, height: 30_000, limit });
    assert!(matches!(
        accept_default(&png_claiming(u32::MAX >> 1, u32::MAX >> 1, 8)),
        Err(Refusal::TooManyPixels { .. } | Refusal::Broken)
    ));
    assert_eq!(accept_default(&png_claiming(0, 0, 8)), Err(Refusal::Broken));
    assert_eq!(accept_default(&png_claiming(300, 300, 8)), Err(Refusal::Broken));
}

#[test]
fn deep_colour_within_the_pixels_is_refused_by_memory() {
    // 36 megapixels of four channels of 16 bits are 288 MB.
    assert_eq!(
        accept_default(&png_claiming(6_000, 6_000, 16)),
        Err(Refusal::TooManyPixels { width: 6_000, height: 6_000, limit: 50_000_000 })
    );
}

#[test]
fn a_jpeg_that_claims_to_be_huge_is_refused_by_its_header() {
    let mut bytes = jpeg(64, 48);
    let frame = bytes.windows(2).position(|it| it == [0xFF, 0xC0]).unwrap();
    bytes[frame + 5..frame + 9].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF]);
    assert!(matches!(
        accept_default(&bytes),
        Err(Refusal::TooManyPixels { width: 65_535, height: 65_535, .. })
    ));
}

#[test]
fn a_small_file_that_unpacks_to_much_is_held_to_the_pixel_limit() {
    let source = RgbImage::new(3_000, 2_000);
    let bytes = png(&source);
    assert!(bytes.len() < 200_000, "{} bytes hold 18 MB", bytes.len());
    let limits = Limits { pixels: 5_999_999, ..Limits::default() };
    assert!(matches!(accept(&bytes, &limits), Err(Refusal::TooManyPixels { .. })));
    let photo = accept(&bytes, &Limits { pixels: 6_000_000, ..limits }).unwrap();
    assert_eq!((photo.width, photo.height), (2048, 1365));
}

/// A zlib stream of a few kilobytes that unpacks to 18 MB: the picture data of a black PNG.
fn zlib_bomb() -> Vec<u8> {
    let bytes = png(&RgbImage::new(3_000, 2_000));
    let (mut rest, mut stream) = (&bytes[8..], Vec::new());
    while rest.len() >= 12 {
        let length = u32::from_be_bytes([rest[0], rest[1], rest[2], rest[3]]) as usize;
        if &rest[4..8] == b"IDAT" {
            stream.extend(&rest[8..8 + length]);
        }
        rest = &rest[12 + length..];
    }
    stream
}

#[test]
fn metadata_that_unpacks_to_much_is_not_unpacked() {
    let plain = png(&picture(32, 32));
    let behind_header = 8 + 12 + 13;
    for (kind, name) in [(*b"zTXt", "Comment"), (*b"iCCP", "Profile")] {
        let data = [name.as_bytes(), b"\0\0", &zlib_bomb()].concat();
        let mut bytes = plain.clone();
        bytes.splice(behind_header..behind_header, chunk(kind, &data));
        // With no memory for 18 MB the picture itself still comes through, and nothing else.
        assert_eq!(accept(&bytes, &SMALL), accept(&plain, &SMALL), "{name}");
        assert!(accept(&bytes, &SMALL).is_ok());
    }
}

#[test]
fn refusals_say_what_is_wrong() {
    assert_eq!(Refusal::TooLarge { limit: 9 }.to_string(), "the file is over 9 bytes");
    let odd = Refusal::NotAccepted { looks_like: Some("SVG") };
    assert_eq!(odd.to_string(), "not accepted: SVG");
}

/// Small limits, so that hostile headers stay cheap to try.
const SMALL: Limits = Limits { bytes: 1 << 20, pixels: 250_000, memory: 4 << 20 };

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_answered(start in 0_usize..4, rest in prop::collection::vec(any::<u8>(), 0..2048)) {
        let starts: [&[u8]; 4] =
            [b"", b"\xFF\xD8\xFF\xE0", b"\x89PNG\r\n\x1a\n", b"RIFF\x80\0\0\0WEBPVP8 "];
        let bytes = [starts[start], &rest].concat();
        prop_assert_eq!(accept(&bytes, &SMALL), accept(&bytes, &SMALL));
    }

    #[test]
    fn a_damaged_photo_is_answered(
        kind in 0_usize..3,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let source = picture(40, 30);
        let mut bytes = [jpeg(40, 30), png(&source), webp(&source)][kind].clone();
        for (at, value) in edits {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Ok(photo) = accept(&bytes, &SMALL) {
            let again = decoded(&photo.full);
            prop_assert_eq!(again.dimensions(), (photo.width, photo.height));
            prop_assert!(decoded(&photo.thumbnail).dimensions().0 <= THUMBNAIL_SIDE);
        }
    }
}
