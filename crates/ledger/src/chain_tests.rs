use proptest::prelude::*;
use tasuki_kernel::PostId;

use super::*;

const LOG: LogId = LogId::from_bytes([0x22; 16]);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Stored {
    header: Vec<u8>,
    body: Vec<u8>,
}

/// A log of `bodies` and its end, received at times that stand still now and then.
fn written(bodies: &[Vec<u8>]) -> (Vec<Stored>, Chain) {
    let mut chain = Chain::new(LOG);
    let origin = RegionId::from_bytes([0x11; 16]);
    let store = |(i, body): (usize, &Vec<u8>)| {
        let draft = Draft {
            origin,
            entry: EntryId::from_bytes([i as u8 + 1; 16]),
            author: Author::post(origin, PostId::from_bytes([0x44; 16])),
            key: KeyId::from_bytes([0x55; 16]),
            body: Hash::of(body),
        };
        let now = Timestamp::from_micros(1_000 + (i as i64 / 2) * 10);
        Stored { header: chain.append(&draft, now).1.to_vec(), body: body.clone() }
    };
    let entries = bodies.iter().enumerate().map(store).collect();
    (entries, chain)
}

fn check(entries: &[Stored], end: Option<&Leaf>) -> Vec<Finding> {
    let mut check = ChainCheck::new(LOG);
    let mut findings: Vec<Finding> =
        entries.iter().flat_map(|e| check.next(&e.header, &e.body)).collect();
    findings.extend(check.finish(end));
    findings
}

fn slugs(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.damage.slug()).collect()
}

fn five() -> (Vec<Stored>, Chain) {
    written(&[b"a".to_vec(), b"b".to_vec(), b"c".to_vec(), b"d".to_vec(), b"e".to_vec()])
}

#[test]
fn an_untouched_log_has_no_findings() {
    let (entries, end) = five();
    assert_eq!(check(&entries, Some(&end.leaf())), vec![]);
    assert_eq!(end.sequence, 5);
    assert_eq!(check(&[], Some(&Chain::new(LOG).leaf())), vec![]);
}

#[test]
fn the_first_entry_follows_zeros_and_time_never_goes_back() {
    let (entries, mut end) = five();
    let first = Header::decode(&entries[0].header).expect("our own header");
    assert_eq!((first.sequence, first.previous), (1, Hash::ZERO));
    let last = Header::decode(&entries[4].header).expect("our own header");
    let draft = Draft {
        origin: last.origin,
        entry: EntryId::from_bytes([9; 16]),
        author: last.author,
        key: last.key,
        body: last.body,
    };
    let (late, bytes) = end.append(&draft, Timestamp::from_micros(0));
    assert_eq!(late.received, last.received);
    assert_eq!(late.previous, head(&entries[4].header));
    assert_eq!(end.leaf(), Leaf { log: LOG, sequence: 6, head: head(&bytes) });
}

#[test]
fn a_changed_body_is_named_with_its_entry() {
    let (mut entries, end) = five();
    entries[2].body = b"C".to_vec();
    let findings = check(&entries, Some(&end.leaf()));
    let entry = EntryId::from_bytes([3; 16]);
    assert_eq!(findings, vec![Finding::in_entry(LOG, 3, entry, Damage::BodyMismatch)]);
}

#[test]
fn a_missing_entry_is_one_finding() {
    let (mut entries, end) = five();
    entries.remove(2);
    let findings = check(&entries, Some(&end.leaf()));
    assert_eq!(slugs(&findings), ["sequence-gap"]);
    assert_eq!(findings[0].damage, Damage::SequenceGap { expected: 3, found: 4 });
}

#[test]
fn a_changed_header_shows_at_the_next_entry_or_at_the_end() {
    let (mut entries, end) = five();
    entries[2].header[90] ^= 1;
    assert_eq!(slugs(&check(&entries, Some(&end.leaf()))), ["previous-mismatch"]);
    let (mut entries, end) = five();
    entries[4].header[90] ^= 1;
    assert_eq!(slugs(&check(&entries, Some(&end.leaf()))), ["head-mismatch"]);
    assert_eq!(check(&entries, None), vec![]);
}

#[test]
fn an_unreadable_or_foreign_header_does_not_hide_the_rest() {
    let (mut entries, end) = five();
    entries[1].header[0] = 9;
    entries[3].header[20] ^= 1;
    let findings = check(&entries, Some(&end.leaf()));
    assert_eq!(slugs(&findings), ["header-malformed", "wrong-log"]);
    assert_eq!(findings[0].sequence, Some(2));
    assert_eq!(findings[1].sequence, Some(4));
}

#[test]
fn a_cut_and_a_grown_log_differ_from_their_recorded_end() {
    let (entries, end) = five();
    let cut = check(&entries[..3], Some(&end.leaf()));
    assert_eq!(cut, vec![Finding::in_log(LOG, Damage::Truncated { expected: 5, found: 3 })]);
    let early = written(&[b"a".to_vec()]).1.leaf();
    let grown = check(&entries, Some(&early));
    assert_eq!(grown, vec![Finding::in_log(LOG, Damage::BeyondEnd { expected: 1, found: 5 })]);
}

#[test]
fn a_rewritten_history_contradicts_a_device_that_remembers() {
    let (_, honest) = written(&[b"a".to_vec(), b"b".to_vec()]);
    let rewritten = written(&[b"a".to_vec(), b"B".to_vec(), b"c".to_vec()]);
    assert_eq!(check(&rewritten.0, Some(&rewritten.1.leaf())), vec![]);
    let mut check = ChainCheck::new(LOG);
    check.expect(&honest.leaf());
    check.expect(&Leaf { log: LogId::from_bytes([1; 16]), ..honest.leaf() });
    let findings: Vec<Finding> =
        rewritten.0.iter().flat_map(|e| check.next(&e.header, &e.body)).collect();
    assert_eq!(slugs(&findings), ["head-mismatch"]);
    assert_eq!(findings[0].sequence, Some(2));
    assert_eq!(check.finish(None), vec![]);
}

#[test]
fn a_remembered_head_beyond_the_end_is_a_truncation() {
    let (entries, end) = five();
    let mut check = ChainCheck::new(LOG);
    check.expect(&end.leaf());
    for entry in &entries[..4] {
        assert_eq!(check.next(&entry.header, &entry.body), vec![]);
    }
    assert_eq!((check.sequence(), check.head()), (4, Some(head(&entries[3].header))));
    assert_eq!(slugs(&check.finish(None)), ["truncated"]);
}

#[test]
fn a_repeated_entry_id_and_a_time_going_back_are_named() {
    let mut chain = Chain::new(LOG);
    let origin = RegionId::from_bytes([0x11; 16]);
    let draft = Draft {
        origin,
        entry: EntryId::from_bytes([1; 16]),
        author: Author::post(origin, PostId::from_bytes([0x44; 16])),
        key: KeyId::from_bytes([0x55; 16]),
        body: Hash::of(b"a"),
    };
    let first = chain.append(&draft, Timestamp::from_micros(1_000)).1;
    // A server that forges time: it sets the clock of the log back.
    chain.received = Timestamp::from_micros(0);
    let second = chain.append(&draft, Timestamp::from_micros(999)).1;
    let mut check = ChainCheck::new(LOG);
    assert_eq!(check.next(&first, b"a"), vec![]);
    let findings = check.next(&second, b"a");
    assert_eq!(slugs(&findings), ["received-backwards", "entry-repeated"]);
}

proptest! {
    #[test]
    fn an_id_is_new_the_first_time_whatever_their_order(ids in proptest::collection::vec(0_u8..12, 0..40)) {
        let (mut seen, mut oracle) = (Seen::default(), HashSet::new());
        for id in ids {
            let id = EntryId::from_bytes([id; 16]);
            prop_assert_eq!(seen.insert(id), oracle.insert(id));
        }
    }
}

/// One way to damage a stored log.
#[derive(Debug, Clone)]
enum Edit {
    Header(prop::sample::Index, prop::sample::Index, u8),
    Body(prop::sample::Index, prop::sample::Index, u8),
    Delete(prop::sample::Index),
    Swap(prop::sample::Index, prop::sample::Index),
    Truncate(prop::sample::Index),
    Repeat(prop::sample::Index, prop::sample::Index),
    Insert(prop::sample::Index, Vec<u8>, Vec<u8>),
    Grow(Vec<u8>),
}

fn edits() -> impl Strategy<Value = Edit> {
    let at = any::<prop::sample::Index>;
    let bytes = || proptest::collection::vec(any::<u8>(), 0..200);
    prop_oneof![
        (at(), at(), 1_u8..).prop_map(|(entry, byte, flip)| Edit::Header(entry, byte, flip)),
        (at(), at(), 1_u8..).prop_map(|(entry, byte, flip)| Edit::Body(entry, byte, flip)),
        at().prop_map(Edit::Delete),
        (at(), at()).prop_map(|(a, b)| Edit::Swap(a, b)),
        at().prop_map(Edit::Truncate),
        (at(), at()).prop_map(|(from, to)| Edit::Repeat(from, to)),
        (at(), bytes(), bytes()).prop_map(|(to, header, body)| Edit::Insert(to, header, body)),
        bytes().prop_map(Edit::Grow),
    ]
}

fn damaged(mut entries: Vec<Stored>, edit: &Edit) -> Vec<Stored> {
    let count = entries.len();
    match edit {
        Edit::Header(entry, byte, flip) => {
            entries[entry.index(count)].header[byte.index(Header::LEN)] ^= flip;
        }
        Edit::Body(entry, byte, flip) => {
            let body = &mut entries[entry.index(count)].body;
            let at = byte.index(body.len());
            body[at] ^= flip;
        }
        Edit::Delete(entry) => drop(entries.remove(entry.index(count))),
        Edit::Swap(a, b) => entries.swap(a.index(count), b.index(count)),
        Edit::Truncate(entry) => entries.truncate(entry.index(count)),
        Edit::Repeat(from, to) => {
            let copy = entries[from.index(count)].clone();
            entries.insert(to.index(count + 1), copy);
        }
        Edit::Insert(to, header, body) => {
            let stored = Stored { header: header.clone(), body: body.clone() };
            entries.insert(to.index(count + 1), stored);
        }
        Edit::Grow(body) => entries[0].body.extend_from_slice(body),
    }
    entries
}

proptest! {
    #[test]
    fn every_edit_is_found(
        bodies in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..40), 1..8),
        edit in edits(),
    ) {
        let (entries, end) = written(&bodies);
        let after = damaged(entries.clone(), &edit);
        let findings = check(&after, Some(&end.leaf()));
        prop_assert_eq!(findings.is_empty(), after == entries, "{:?}", findings);
    }

    #[test]
    fn any_other_end_is_found(
        bodies in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..9), 1..6),
        sequence in 0_u64..9,
        head in any::<[u8; 32]>(),
    ) {
        let (entries, _) = written(&bodies);
        let end = Leaf { log: LOG, sequence, head: Hash::from_bytes(head) };
        prop_assert!(!check(&entries, Some(&end)).is_empty());
    }
}
