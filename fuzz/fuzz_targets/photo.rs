//! Any bytes as an upload: refused or made safe, never a panic, never more than was allowed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tasuki_media::photo::{LONGER_SIDE, Limits, THUMBNAIL_SIDE, accept};

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { bytes: 1 << 20, pixels: 4_000_000, memory: 64 << 20 };
    if let Ok(photo) = accept(bytes, &limits) {
        assert!(photo.width.max(photo.height) <= LONGER_SIDE);
        let again = accept(&photo.full, &Limits::default()).expect("our own photo is accepted");
        assert_eq!((again.width, again.height), (photo.width, photo.height));
        let small = accept(&photo.thumbnail, &Limits::default()).expect("and its thumbnail");
        assert!(small.width.max(small.height) <= THUMBNAIL_SIDE);
    }
});
