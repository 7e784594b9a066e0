use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use tasuki_kernel::{
    EntryId, LogId, NotebookId, PostId, RecordId, RegionId, SeededRandom, Timestamp,
};
use zip::write::SimpleFileOptions;

use super::*;
use crate::checkpoint::origin_name;
use crate::proof::inclusion_proof;
use crate::{
    Author, Body, Chain, Context, Draft, Finding, Hash, Leaf, Secret, SigningKey, VerifierKey,
    extend, seal_attachment, seal_body,
};

const REGION: RegionId = RegionId::from_bytes([0x11; 16]);
const PHOTO: &[u8] = b"a photograph";

fn log_id(number: u8) -> LogId {
    LogId::from_bytes([number; 16])
}

fn key() -> SigningKey {
    SigningKey::from_seed(&origin_name(REGION), &Secret::from_bytes([7; 32])).expect("a name")
}

fn body(text: &str) -> Vec<u8> {
    let body = Body {
        kind: 1,
        importance: 1,
        sensitivity: 1,
        claimed: None,
        happened: None,
        on_behalf: None,
        approved_by: None,
        record: RecordId::from_bytes([9; 16]),
        supersedes: None,
        content: text.as_bytes().to_vec(),
        signature: None,
    };
    body.encode()
}

/// A log of three entries, of which the receiver may not read the second, with one photograph.
struct Made {
    log: ExportedLog,
    leaves: Vec<Leaf>,
    photo: (Hash, Vec<u8>),
}

fn made(number: u8) -> Made {
    let random = SeededRandom::new(u64::from(number));
    let mut chain = Chain::new(log_id(number));
    let author = Author::post(REGION, PostId::from_bytes([4; 16]));
    let mut entries = Vec::new();
    let mut leaves = Vec::new();
    for i in 1..=3_u8 {
        let entry = EntryId::from_bytes([i; 16]);
        let context = Context { origin: REGION, log: chain.log, entry, author };
        let (key, sealed) = seal_body(&random, &context, &body(&format!("entry {i}")));
        let hash = Hash::of(&sealed);
        let draft = Draft { origin: REGION, entry, author, key: key.id(), body: hash };
        let (_, header) = chain.append(&draft, Timestamp::from_micros(i64::from(i)));
        let key = (i != 2).then_some(key);
        entries.push(ExportedEntry { header: header.to_vec(), sealed, key });
        leaves.push(chain.leaf());
    }
    let (key, name, sealed) = seal_attachment(&random, REGION, chain.log, PHOTO);
    let attachments = vec![ExportedAttachment { name, key: Some(key) }];
    let log = ExportedLog { log: chain.log, entries, attachments, proof: None };
    Made { log, leaves, photo: (name, sealed) }
}

/// What goes into an export before it is written, so that tests can damage each part.
struct Parts {
    logs: Vec<ExportedLog>,
    photos: Vec<(Hash, Vec<u8>)>,
    checkpoint: String,
    key: VerifierKey,
}

fn parts() -> Parts {
    let mut made = [made(1), made(2)];
    let leaves: Vec<Leaf> = made.iter().flat_map(|made| made.leaves.clone()).collect();
    let grown = extend(&std::collections::BTreeMap::new(), 0, &leaves).expect("memory");
    let tiles: std::collections::BTreeMap<_, _> = grown.tiles.into_iter().collect();
    for (made, index) in made.iter_mut().zip([2, 5]) {
        let path = inclusion_proof(&tiles, grown.size, index).expect("it is in the tree");
        made.log.proof = Some(ExportedProof { index, path });
    }
    let checkpoint = key().sign(grown.size, &grown.root);
    let [a, b] = made;
    Parts {
        logs: vec![a.log, b.log],
        photos: vec![a.photo, b.photo],
        checkpoint,
        key: key().verifier(),
    }
}

fn about() -> About {
    About {
        region: REGION,
        notebook: NotebookId::from_bytes([5; 16]),
        made_at: Timestamp::from_micros(1_795_239_120_000_000),
        recipient: "ご本人".into(),
    }
}

fn write(parts: &Parts) -> Vec<u8> {
    let out = Cursor::new(Vec::new());
    let mut writer =
        ExportWriter::new(out, about(), &parts.checkpoint, &parts.key).expect("memory");
    for log in &parts.logs {
        writer.log(log).expect("memory");
    }
    for (name, sealed) in &parts.photos {
        writer.attachment(name, sealed).expect("memory");
    }
    writer.open_file("readme.txt", "連絡帳".repeat(50).as_bytes()).expect("memory");
    writer.open_file("photos/1.jpg", PHOTO).expect("memory");
    writer.finish().expect("memory").into_inner()
}

fn slugs(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.damage.slug()).collect()
}

/// The findings of an export whose parts were changed before it was written.
fn found(change: impl FnOnce(&mut Parts)) -> Vec<&'static str> {
    let mut parts = parts();
    change(&mut parts);
    slugs(&verify_export(&write(&parts), Some(&key().verifier())).findings)
}

/// The export packed again after `change` to its files.
fn repacked(change: impl Fn(&str, Vec<u8>) -> Option<(String, Vec<u8>)>) -> Vec<u8> {
    let good = write(&parts());
    let mut reader = ExportReader::open(Cursor::new(good), Limits::default()).expect("our own");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in reader.names().to_vec() {
        let bytes = reader.file(&name).expect("readable").expect("listed");
        if let Some((name, bytes)) = change(&name, bytes) {
            zip.start_file(name, SimpleFileOptions::default()).expect("memory");
            zip.write_all(&bytes).expect("memory");
        }
    }
    zip.finish().expect("memory").into_inner()
}

#[test]
fn a_whole_export_has_no_findings() {
    let bytes = write(&parts());
    let report = verify_export(&bytes, Some(&key().verifier()));
    assert_eq!(report.findings, vec![]);
    assert_eq!((report.logs, report.entries, report.opened), (2, 6, 4));
    assert_eq!((report.attachments, report.key_given), (2, true));
    assert_eq!(report.checkpoint.map(|checkpoint| checkpoint.size), Some(6));
    let manifest = report.manifest.expect("read");
    assert_eq!(manifest.made_at, "2026-11-21T05:32:00.000000Z");
    assert_eq!((manifest.region, manifest.recipient.as_str()), (REGION, "ご本人"));
    assert_eq!(manifest.files.len(), 8);
    let alone = verify_export(&bytes, None);
    assert_eq!((alone.findings, alone.key_given), (vec![], false));
    assert_eq!(write(&parts()), bytes, "the same export has the same bytes");
}

#[test]
fn a_reader_gets_what_was_written() {
    let bytes = write(&parts());
    let mut reader = ExportReader::open(Cursor::new(bytes), Limits::default()).expect("our own");
    let log = reader.log(log_id(1)).expect("readable").expect("exported");
    assert_eq!(log.encode(), parts().logs[0].encode());
    assert!(reader.log(log_id(3)).expect("readable").is_none());
    let (name, sealed) = &parts().photos[0];
    assert_eq!(reader.attachment(name).expect("readable").as_ref(), Some(sealed));
    assert_eq!(reader.file("open/photos/1.jpg").expect("readable"), Some(PHOTO.to_vec()));
}

#[test]
fn a_body_without_its_key_stays_closed_and_a_wrong_key_is_named() {
    assert_eq!(found(|parts| parts.logs[0].entries[0].key = None), [""; 0]);
    let other = Secret::from_bytes([1; 32]);
    assert_eq!(found(|parts| parts.logs[0].entries[1].key = Some(other.clone())), ["key-mismatch"]);
    assert_eq!(
        found(|parts| parts.logs[0].attachments[0].key = Some(other)),
        ["attachment-unopenable"]
    );
}

#[test]
fn changed_entries_are_found() {
    let found_in =
        |change: fn(&mut Vec<ExportedEntry>)| found(|parts| change(&mut parts.logs[0].entries));
    assert_eq!(found_in(|e| e[1].sealed[9] ^= 1), ["body-mismatch"]);
    assert_eq!(found_in(|e| drop(e.remove(0))), ["sequence-gap"]);
    assert_eq!(found_in(|e| drop(e.pop())), ["proof-invalid"]);
    assert_eq!(found_in(Vec::clear), ["proof-invalid"]);
    assert_eq!(found_in(|e| e[2].header[110] ^= 1), ["proof-invalid"]);
    let foreign = found_in(|e| e[0].header[3] ^= 1);
    assert_eq!(foreign, ["wrong-origin", "body-unopenable", "previous-mismatch"]);
}

#[test]
fn proofs_and_signatures_are_checked() {
    assert_eq!(found(|parts| parts.logs[0].proof = None), ["not-in-tree"]);
    let forged = SigningKey::from_seed(&origin_name(REGION), &Secret::from_bytes([8; 32]));
    let forged = forged.expect("a name");
    let signed_by_another = found(|parts| {
        parts.checkpoint = forged.sign(6, &Hash::ZERO);
        parts.key = forged.verifier();
    });
    assert_eq!(signed_by_another, ["export-malformed", "checkpoint-signature"]);
    let garbled = found(|parts| parts.checkpoint.push('\n'));
    assert_eq!(garbled, ["checkpoint-malformed"]);
    let smaller = found(|parts| parts.checkpoint = key().sign(5, &Hash::ZERO));
    assert_eq!(smaller, ["proof-invalid", "proof-invalid"]);
    let elsewhere = SigningKey::from_seed("tasuki/x", &Secret::from_bytes([7; 32])).expect("name");
    let mut parts = parts();
    parts.checkpoint = elsewhere.sign(6, &Hash::ZERO);
    parts.key = elsewhere.verifier();
    let report = verify_export(&write(&parts), None);
    assert_eq!(slugs(&report.findings)[0], "export-malformed");
}

#[test]
fn attachments_must_be_there_and_cited() {
    assert_eq!(found(|parts| drop(parts.photos.pop())), ["attachment-missing"]);
    assert_eq!(found(|parts| parts.photos[0].1[3] ^= 1), ["attachment-altered"]);
    assert_eq!(found(|parts| parts.logs[0].attachments.clear()), ["export-malformed"]);
}

#[test]
fn every_file_is_accounted_for() {
    let verify = |bytes: &[u8]| slugs(&verify_export(bytes, None).findings);
    let same = repacked(|name, bytes| Some((name.into(), bytes)));
    assert_eq!(verify(&same), [""; 0]);
    let renamed = repacked(|name, bytes| Some((name.replace("readme", "other"), bytes)));
    assert_eq!(verify(&renamed), ["file-unaccounted", "file-missing"]);
    let changed = repacked(|name, mut bytes| {
        if name == "open/photos/1.jpg" {
            bytes.push(0);
        }
        Some((name.into(), bytes))
    });
    assert_eq!(verify(&changed), ["file-altered"]);
    let lost = repacked(|name, bytes| (name != "open/readme.txt").then(|| (name.into(), bytes)));
    assert_eq!(verify(&lost), ["file-missing"]);
    let bare = repacked(|name, bytes| (name != MANIFEST).then(|| (name.into(), bytes)));
    assert_eq!(verify(&bare), ["export-malformed"]);
    let wrong_log = repacked(|name, bytes| {
        let one = log_id(1).to_string();
        Some((name.replace(&one, &log_id(3).to_string()), bytes))
    });
    let findings = verify(&wrong_log);
    assert!(findings.contains(&"export-malformed") && findings.contains(&"file-missing"));
}

#[test]
fn paths_that_lead_out_are_refused() {
    for path in ["../x", "open/../../x", "/etc/x", "open//x", "open/.x", "OPEN/x", "a\\b", "open/"]
    {
        let bytes = repacked(|name, bytes| {
            Some((if name == "open/readme.txt" { path } else { name }.to_owned(), bytes))
        });
        let opened = ExportReader::open(Cursor::new(bytes), Limits::default());
        assert!(matches!(opened.err(), Some(ExportError::Path(_))), "{path}");
        let out = Cursor::new(Vec::new());
        let parts = parts();
        let mut writer =
            ExportWriter::new(out, about(), &parts.checkpoint, &parts.key).expect("memory");
        assert!(matches!(writer.open_file(path, b""), Err(ExportError::Path(_))), "{path}");
    }
}

#[test]
fn bombs_end_at_the_limits() {
    let parts = parts();
    let out = Cursor::new(Vec::new());
    let mut writer =
        ExportWriter::new(out, about(), &parts.checkpoint, &parts.key).expect("memory");
    writer.open_file("zeros", &vec![0; 3_000_000]).expect("memory");
    let bytes = writer.finish().expect("memory").into_inner();
    assert!(bytes.len() < 10_000);
    let verify = |limits: Limits| verify_export_within(Cursor::new(&bytes), None, limits).findings;
    let limits = Limits::default();
    assert_eq!(verify(limits), vec![]);
    for small in [
        Limits { files: 3, ..limits },
        Limits { file_bytes: 2_999_999, ..limits },
        Limits { total_bytes: 3_000_000, ..limits },
    ] {
        let findings = verify(small);
        assert_eq!(slugs(&findings), ["export-malformed"]);
        assert!(findings[0].to_string().contains("limits"), "{}", findings[0]);
    }
}

#[test]
fn manifests_are_strict() {
    let report = verify_export(&write(&parts()), None);
    let manifest = report.manifest.expect("read");
    let text = String::from_utf8(manifest.encode()).expect("JSON");
    assert_eq!(Manifest::decode(text.as_bytes()), Ok(manifest));
    let changes = [
        ("tasuki-export", "other"),
        ("\"version\": 1", "\"version\": 2"),
        ("\"recipient\"", "\"addressee\""),
        ("open/readme.txt", "open/../readme"),
        ("open/readme.txt", "open/photos/1.jpg"),
        ("1111-1111", "1111-111"),
        ("\"sha256\": \"", "\"sha256\": \"x"),
    ];
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        assert!(Manifest::decode(text.replacen(from, to, 1).as_bytes()).is_err(), "{to}");
    }
    assert!(Manifest::decode("[".repeat(100_000).as_bytes()).is_err());
}

#[test]
fn log_files_are_canonical_and_counts_are_not_believed() {
    let good = parts().logs[0].encode();
    assert!(ExportedLog::decode(&good).is_ok());
    assert!(ExportedLog::decode(&[&good[..], &[0]].concat()).is_err());
    // A map of five, an empty log id, and a list of 2^64-1 entries.
    let hostile = [&[0xa5, 0, 1, 1, 0x50][..], &[0; 16], &[2, 0x9b], &[0xff; 8]].concat();
    assert!(ExportedLog::decode(&hostile).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_changed_byte_never_panics_and_never_hides(
        at in any::<prop::sample::Index>(),
        flip in 1_u8..,
    ) {
        let mut bytes = write(&parts());
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        let report = verify_export(&bytes, Some(&key().verifier()));
        // A ZIP has bytes that mean nothing (dates, versions); whatever means something is found.
        if report.findings.is_empty() {
            prop_assert_eq!((report.entries, report.opened, report.attachments), (6, 4, 2));
        }
    }

    #[test]
    fn a_cut_export_is_found(at in any::<prop::sample::Index>()) {
        let bytes = write(&parts());
        let report = verify_export(&bytes[..at.index(bytes.len())], None);
        prop_assert!(!report.findings.is_empty());
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(!verify_export(&bytes, None).findings.is_empty());
        prop_assert!(Manifest::decode(&bytes).is_err());
        if let Ok(log) = ExportedLog::decode(&bytes) {
            prop_assert_eq!(log.encode(), bytes);
        }
    }
}
