//! `docs/format.md` and the code say the same: every vector block of the document is computed
//! here, and every vector computed here stands in the document.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU8, Ordering};

use tasuki_kernel::{EntryId, LogId, PersonId, PostId, Random, RecordId, RegionId};
use tasuki_kernel::{Timestamp, VaultId};
use tasuki_ledger::checkpoint::{origin_name, parse_and_verify};
use tasuki_ledger::export::{ExportedAttachment, ExportedEntry, ExportedLog, ExportedProof};
use tasuki_ledger::proof::{consistency_proof, inclusion_proof};
use tasuki_ledger::recipient::open_vault_key;
use tasuki_ledger::tile::{bundle_bytes, parse_bundle};
use tasuki_ledger::tree::{leaf_hash, verify_consistency, verify_inclusion};
use tasuki_ledger::{
    Author, Body, Chain, Context, Draft, Hash, Header, Identity, Leaf, Secret, SigningKey,
    WrapContext, extend, head, open_attachment, open_body, open_entry, seal_attachment, seal_body,
    unwrap_key, wrap_key,
};

const FORMAT: &str = include_str!("../../../docs/format.md");

type Block = BTreeMap<String, String>;

/// The vectors of the document: blocks fenced as `vector <name>` with lines `key: value`.
fn documented() -> BTreeMap<String, Block> {
    let mut blocks = BTreeMap::new();
    let mut lines = FORMAT.lines();
    while let Some(line) = lines.next() {
        let Some(name) = line.strip_prefix("```vector ") else { continue };
        let mut block = Block::new();
        for line in lines.by_ref().take_while(|line| *line != "```") {
            let (key, value) = line.split_once(": ").expect("`key: value` in a vector");
            let before = block.insert(key.to_owned(), value.to_owned());
            assert!(before.is_none(), "{key} twice in {name}");
        }
        assert!(blocks.insert(name.to_owned(), block).is_none(), "{name} twice");
    }
    blocks
}

#[track_caller]
fn check(name: &str, computed: &[(&str, String)]) {
    let documented = documented().remove(name).unwrap_or_default();
    let computed: Block =
        computed.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    let lines: Vec<String> =
        computed.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    assert!(documented == computed, "```vector {name}\n{}\n```", lines.join("\n"));
}

/// Bytes that count up from a first one: so the document can name every random value.
struct Counting(AtomicU8);

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
}

fn counting_from(first: u8) -> Counting {
    Counting(AtomicU8::new(first))
}

fn hex_of(bytes: impl AsRef<[u8]>) -> String {
    hex::encode(bytes)
}

const REGION: RegionId = RegionId::from_bytes([0x11; 16]);
const LOG: LogId = LogId::from_bytes([0x22; 16]);

fn author() -> Author {
    Author::post(REGION, PostId::from_bytes([0x44; 16]))
}

fn context(entry: u8) -> Context {
    Context { origin: REGION, log: LOG, entry: EntryId::from_bytes([entry; 16]), author: author() }
}

fn body() -> Body {
    Body {
        kind: 1,
        importance: 0,
        sensitivity: 1,
        claimed: Some(Timestamp::from_micros(1_795_239_119_000_000)),
        happened: None,
        on_behalf: Some(Author::family(REGION, PersonId::from_bytes([0x66; 16]))),
        approved_by: None,
        record: RecordId::from_bytes([0x77; 16]),
        supersedes: None,
        content: vec![0xa1, 0x00, 0x62, 0x4f, 0x4b],
        signature: None,
    }
}

/// Two chained entries, with the keys and sealed bodies that they commit to.
fn entries() -> Vec<(Header, Secret, Vec<u8>)> {
    let mut chain = Chain::new(LOG);
    let mut entries = Vec::new();
    for (first, entry) in [(0x80, 0x33), (0xa0, 0x34)] {
        let context = context(entry);
        let (key, sealed) = seal_body(&counting_from(first), &context, &body().encode());
        let draft = Draft {
            origin: REGION,
            entry: context.entry,
            author: author(),
            key: key.id(),
            body: Hash::of(&sealed),
        };
        let now = Timestamp::from_micros(1_795_239_120_000_000);
        entries.push((chain.append(&draft, now).0, key, sealed));
    }
    entries
}

fn leaves() -> Vec<Leaf> {
    let leaf =
        |i: u8| Leaf { log: LOG, sequence: u64::from(i) + 1, head: Hash::from_bytes([i; 32]) };
    (0..5).map(leaf).collect()
}

fn joined(hashes: &[Hash]) -> String {
    hashes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_block_of_the_document_is_checked_here() {
    let names: Vec<String> = documented().into_keys().collect();
    let checked = [
        "attachment",
        "author",
        "body",
        "bundle",
        "checkpoint",
        "device-signature",
        "export-log",
        "header-1",
        "header-2",
        "key-id",
        "leaf",
        "proofs",
        "roots",
        "sealed-body",
        "vault-key",
        "wraps",
    ];
    assert_eq!(names, checked);
}

#[test]
fn authors_and_key_ids() {
    check("author", &[("bytes", hex_of(author().encode()))]);
    let key = Secret::from_bytes([0x07; 32]);
    check("key-id", &[("key", hex_of(key.expose())), ("id", key.id().to_string())]);
}

#[test]
fn bodies() {
    let bytes = body().encode();
    assert_eq!(Body::decode(&bytes), Ok(body()));
    check("body", &[("bytes", hex_of(&bytes))]);
    let signed = body().signed_bytes(&context(0x33));
    check("device-signature", &[("signed", hex_of(signed))]);
}

#[test]
fn sealed_things() {
    let (key, sealed) = seal_body(&counting_from(0x80), &context(0x33), &body().encode());
    assert_eq!(open_body(&key, &context(0x33), &sealed), Ok(body().encode()));
    let block = [
        ("key", hex_of(key.expose())),
        ("key-id", key.id().to_string()),
        ("context", hex_of(context(0x33).encode())),
        ("plain", hex_of(body().encode())),
        ("sealed", hex_of(&sealed)),
        ("sha256", Hash::of(&sealed).to_string()),
    ];
    check("sealed-body", &block);
    let (key, name, sealed) = seal_attachment(&counting_from(0x60), REGION, LOG, b"photo");
    assert_eq!(open_attachment(&key, REGION, LOG, &sealed), Ok(b"photo".to_vec()));
    let block = [
        ("key", hex_of(key.expose())),
        ("plain", hex_of("photo")),
        ("sealed", hex_of(&sealed)),
        ("name", name.to_string()),
    ];
    check("attachment", &block);
}

#[test]
fn wraps() {
    let (under, key) = (Secret::from_bytes([0x07; 32]), Secret::from_bytes([0x08; 32]));
    let wrapped = |what: WrapContext| {
        let wrapped = wrap_key(&counting_from(0xc0), &under, &what, &key);
        let opened = unwrap_key(&under, &what, &wrapped).map(|key| key.id());
        assert_eq!(opened, Ok(key.id()));
        hex_of(wrapped)
    };
    let entry = EntryId::from_bytes([0x33; 16]);
    let block = [
        ("under", hex_of(under.expose())),
        ("key", hex_of(key.expose())),
        ("body", wrapped(WrapContext::Body { log: LOG, entry })),
        ("attachment", wrapped(WrapContext::Attachment { log: LOG, name: Hash::ZERO })),
        ("log", wrapped(WrapContext::Log { vault: VaultId::from_bytes([0x55; 16]), log: LOG })),
    ];
    check("wraps", &block);
}

#[test]
fn chained_headers() {
    for (name, (header, key, sealed)) in ["header-1", "header-2"].into_iter().zip(entries()) {
        assert_eq!(open_entry(&key, &header, &sealed), Ok(body().encode()));
        let bytes = header.encode();
        assert_eq!(Header::decode(&bytes), Ok(header));
        let block = [
            ("header", hex_of(bytes)),
            ("head", head(&bytes).to_string()),
            ("sealed-body", hex_of(&sealed)),
        ];
        check(name, &block);
    }
}

#[test]
fn trees() {
    let leaf = leaves()[1];
    let data = leaf.encode();
    assert_eq!(leaf_hash(&data), leaf.hash());
    check("leaf", &[("data", hex_of(data)), ("hash", leaf.hash().to_string())]);
    let bundle = bundle_bytes(&leaves()[..2]);
    assert_eq!(parse_bundle(&bundle), Ok(leaves()[..2].to_vec()));
    check("bundle", &[("tile/entries/000.p/2", hex_of(bundle))]);
    let root = |size: usize| {
        let none = BTreeMap::<String, Vec<u8>>::new();
        extend(&none, 0, &leaves()[..size]).expect("memory").root
    };
    let sizes = ["0", "1", "2", "3", "4", "5"];
    let block: Vec<_> = sizes.into_iter().zip((0..=5).map(|size| root(size).to_string())).collect();
    check("roots", &block);
    let tiles: BTreeMap<_, _> =
        extend(&BTreeMap::new(), 0, &leaves()).expect("memory").tiles.into_iter().collect();
    let inclusion = inclusion_proof(&tiles, 5, 2).expect("in the tree");
    let consistency = consistency_proof(&tiles, 3, 5).expect("not larger");
    assert!(verify_inclusion(&leaves()[2].hash(), 2, 5, &root(5), &inclusion));
    assert!(verify_consistency(3, 5, &root(3), &root(5), &consistency));
    let block =
        [("inclusion 2 in 5", joined(&inclusion)), ("consistency 3 to 5", joined(&consistency))];
    check("proofs", &block);
}

#[test]
fn checkpoints() {
    let seed = Secret::from_bytes([0x07; 32]);
    let key = SigningKey::from_seed(&origin_name(REGION), &seed).expect("a name");
    let text = key.sign(5, &Hash::of(b"root"));
    assert!(parse_and_verify(&text, &key.verifier()).is_ok());
    let mut block = vec![
        ("seed", hex_of(seed.expose())),
        ("root", Hash::of(b"root").to_string()),
        ("verifier-key", key.verifier().to_string()),
        ("public-key", hex_of(key.verifier().public_key())),
    ];
    let names = ["line 1", "line 2", "line 3", "line 5"];
    let lines = text.lines().filter(|line| !line.is_empty()).map(str::to_owned);
    block.extend(names.into_iter().zip(lines));
    check("checkpoint", &block);
}

/// age draws its own randomness, so this vector is opened and not computed again.
#[test]
fn vault_keys() {
    let block = documented().remove("vault-key").expect("in the document");
    let identity = Identity::parse(&block["identity"]).expect("an identity");
    assert_eq!(identity.recipient().to_string(), block["recipient"]);
    let sealed = hex::decode(&block["sealed"]).expect("hexadecimal");
    let key = open_vault_key(&identity, VaultId::from_bytes([0x55; 16]), &sealed).expect("sealed");
    assert_eq!(hex_of(key.expose()), block["key"]);
    let plain = tasuki_ledger::recipient::open_with(&identity, &sealed).expect("sealed");
    assert_eq!(hex_of(plain.as_slice()), block["plain"]);
    assert_eq!(block.len(), 5);
}

#[test]
fn exported_logs() {
    let (header, key, sealed) = entries().remove(0);
    let log = ExportedLog {
        log: LOG,
        entries: vec![ExportedEntry { header: header.encode().to_vec(), sealed, key: Some(key) }],
        attachments: vec![ExportedAttachment { name: Hash::ZERO, key: None }],
        proof: Some(ExportedProof { index: 2, path: vec![Hash::from_bytes([1; 32])] }),
    };
    let bytes = log.encode();
    assert_eq!(ExportedLog::decode(&bytes).map(|log| log.encode()), Ok(bytes.clone()));
    check("export-log", &[("bytes", hex_of(bytes))]);
}
