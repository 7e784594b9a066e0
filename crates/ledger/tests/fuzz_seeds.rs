//! The seeds in `fuzz/seeds` are inputs that are accepted, so that fuzzing begins behind the
//! first refusals. When a format changes, this test says that its seeds are to be made anew.

use tasuki_ledger::checkpoint::parse_and_verify;
use tasuki_ledger::export::{ExportedLog, Manifest, verify_export};
use tasuki_ledger::tile::{TilePath, parse_bundle};
use tasuki_ledger::{Body, Header, VerifierKey};

macro_rules! seed {
    ($name:literal) => {
        include_bytes!(concat!("../../../fuzz/seeds/", $name)).as_slice()
    };
}

#[test]
fn headers_and_bodies() {
    for (header, sequence) in [(seed!("header/first"), 1), (seed!("header/second"), 2)] {
        assert_eq!(Header::decode(header).map(|header| header.sequence), Ok(sequence));
    }
    for body in [seed!("body/smallest"), seed!("body/claimed")] {
        assert_eq!(Body::decode(body).map(|body| body.kind), Ok(1));
    }
}

#[test]
fn checkpoints_and_tiles() {
    let text = std::str::from_utf8(seed!("checkpoint/signed")).expect("text");
    let (key, note) = text.split_once('\n').expect("a key, then a note");
    let key: VerifierKey = key.parse().expect("a verifier key");
    assert_eq!(parse_and_verify(note, &key).map(|checkpoint| checkpoint.size), Ok(5));
    assert_eq!(parse_bundle(seed!("tile_bundle/two")).map(|leaves| leaves.len()), Ok(2));
    let path = std::str::from_utf8(seed!("tile_bundle/path")).expect("text");
    assert_eq!(path.parse::<TilePath>().map(|path| path.index), Ok(1_234_067));
}

#[test]
fn exports() {
    let report = verify_export(seed!("export/notebook.zip"), None);
    assert_eq!(report.findings, vec![]);
    assert_eq!((report.entries, report.opened, report.attachments), (6, 4, 2));
    assert!(ExportedLog::decode(seed!("export_parts/log")).is_ok());
    assert!(Manifest::decode(seed!("export_parts/manifest")).is_ok());
}
