//! The outer shape of a JPEG file (ITU-T T.81, annex B), read without decoding.
//!
//! The decoder is lenient: it paints what is missing of a cut-off file grey, and it follows as
//! many scans as it is given. Neither is wanted here: half a picture of a wound must not look
//! like an accepted one, and a few kilobytes must not buy minutes of work.

/// The most scans that are followed. Cameras write one, progressive files about ten.
const MAX_SCANS: usize = 64;

const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;

/// Whether the file has scans, not too many, and an end.
pub(crate) fn is_whole(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    let mut scans = 0;
    while let Some((marker, after)) = next_marker(rest) {
        rest = match marker {
            END_OF_IMAGE => return scans > 0,
            // Standing alone, without a length: restarts and TEM.
            0xD0..=0xD7 | 0x01 => after,
            _ => match after_segment(after) {
                Some(after) => after,
                None => return false,
            },
        };
        scans += usize::from(marker == START_OF_SCAN);
        if scans > MAX_SCANS {
            return false;
        }
    }
    false
}

/// The next marker and what follows it, skipping coded data, stuffed zeros and fill bytes.
fn next_marker(mut bytes: &[u8]) -> Option<(u8, &[u8])> {
    loop {
        let at = bytes.iter().position(|byte| *byte == 0xFF)?;
        bytes = &bytes[at + 1..];
        match bytes.first()? {
            0x00 | 0xFF => {}
            marker => return Some((*marker, &bytes[1..])),
        }
    }
}

/// What follows a segment whose big-endian length, counting itself, comes first.
fn after_segment(bytes: &[u8]) -> Option<&[u8]> {
    let length = usize::from(u16::from_be_bytes([*bytes.first()?, *bytes.get(1)?]));
    if length < 2 { None } else { bytes.get(length..) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Start, an APP1 that holds an end marker (as an embedded thumbnail does), scans, end.
    fn file(scans: usize) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE1, 0, 4, 0xFF, END_OF_IMAGE];
        for _ in 0..scans {
            bytes.extend([0xFF, START_OF_SCAN, 0, 3, 9]);
            bytes.extend([1, 2, 0xFF, 0x00, 3, 0xFF, 0xD0, 4]);
        }
        bytes.extend([0xFF, END_OF_IMAGE]);
        bytes
    }

    #[test]
    fn a_whole_file_may_have_something_behind_it() {
        assert!(is_whole(&file(1)));
        assert!(is_whole(&[file(3), b"motion video".to_vec()].concat()));
    }

    #[test]
    fn every_cut_is_noticed() {
        let whole = file(2);
        for length in 0..whole.len() {
            assert!(!is_whole(&whole[..length]), "cut at {length}");
        }
    }

    #[test]
    fn scans_are_counted() {
        assert!(is_whole(&file(MAX_SCANS)));
        assert!(!is_whole(&file(MAX_SCANS + 1)));
        assert!(!is_whole(&file(0)));
    }
}
