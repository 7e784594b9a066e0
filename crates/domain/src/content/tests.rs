mod consenting;
mod disclosing;
mod facility;
mod joining;
mod notices;
mod team;

use proptest::prelude::*;
use tasuki_kernel::{
    DeviceId, EntryId, FacilityId, LogId, NotebookId, PatientId, PersonId, PostId, RecordId,
    RegionId, RoomId, SessionId, Timestamp, VaultId,
};

use super::*;
use crate::name::Name;
use crate::patient::{Birth, Contact, Identifier, Sex};
use crate::room::RoomKind;
use crate::system::System;
use crate::vital::{Limit, Vital, VitalKind};

fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

fn name() -> Name {
    Name::new("山口", "ハナ", "やまぐち", "はな").unwrap()
}

fn patient() -> Patient {
    Patient {
        id: PatientId::from_bytes([1; 16]),
        name: name(),
        birth: Birth { year: 1942, month: 3, day: 2 },
        sex: Sex::Female,
        care_level: "要介護3".into(),
        allergies: vec!["ペニシリン".into()],
        drug_risks: vec!["抗凝固薬".into()],
        living: "独居".into(),
        place: "自宅".into(),
        phase: "変化期".into(),
        conditions: vec!["心不全".into()],
        contacts: vec![Contact {
            name: "山口 一郎".into(),
            relation: "長男".into(),
            phone: "090-0000-0001".into(),
            key_person: true,
        }],
        identifiers: vec![Identifier::new("care-insurance", "0000123456").unwrap()],
        attending_doctor: Some(PostId::from_bytes([2; 16])),
        deputy_doctor: None,
        lead: None,
        portrait: None,
        limits: Vec::new(),
        address: String::new(),
        phone: String::new(),
        likenesses: Vec::new(),
    }
}

/// One of every kind; a new kind that is missing here fails `every_kind_has_a_sample`.
fn samples() -> Vec<Content> {
    let person = PersonId::from_bytes([3; 16]);
    let room = RoomId::from_bytes([4; 16]);
    let notebook = NotebookId::from_bytes([5; 16]);
    vec![
        Content::Note(Note {
            category: "訪問看護の結果".into(),
            tags: vec!["肺炎".into()],
            text: "SpO₂ 91%".into(),
            attachments: vec![Attachment {
                name: [6; 32],
                digest: [7; 32],
                thumbnail: [8; 32],
                media_type: "image/jpeg".into(),
                file_name: "尿.jpg".into(),
                caption: "尿 10時".into(),
                size: 1234,
                width: 640,
                height: 480,
                pages: Some(3),
            }],
            answers: Some(EntryId::from_bytes([9; 16])),
            reason: None,
            undisclosed: false,
            vitals: vec![Vital::accept(VitalKind::BodyTemperature, "37.8", None).unwrap()],
            quote: Some("息が苦しい".into()),
            about_photo: Some([10; 32]),
        }),
        Content::Withdrawal(Withdrawal { reason: "書き間違い".into() }),
        Content::Misfiled(Misfiled { reason: "別の方の記録".into() }),
        Content::Confirmation(Confirmation { of: EntryId::from_bytes([9; 16]) }),
        Content::Opened(Opened {
            room: Some(room),
            kind: Some(RoomKind::Team),
            notebook: Some(notebook),
            title: String::new(),
            audience: vec![person],
            continues: Some(LogId::from_bytes([1; 16])),
        }),
        Content::Patient(Box::new(patient())),
        Content::Membership(Membership {
            room,
            person,
            post: None,
            from: at(1),
            until: Some(at(2)),
            history_from: None,
            reason: Some("異動".into()),
        }),
        Content::Release(Release {
            record: RecordId::from_bytes([1; 16]),
            to: vec![ReleaseTo::Care, ReleaseTo::Family],
        }),
        Content::Consent(consenting::consent()),
    ]
}

/// The kinds of the region's log, of keys and of the access log.
fn samples_of_the_region() -> Vec<Content> {
    let person = PersonId::from_bytes([3; 16]);
    let room = RoomId::from_bytes([4; 16]);
    let notebook = NotebookId::from_bytes([5; 16]);
    vec![
        Content::Region(Region {
            id: RegionId::from_bytes([1; 16]),
            name: "みなと市".into(),
            notebook_name: "みなと連絡帳".into(),
            categories: vec!["連絡・相談".into()],
            idle_minutes: 15,
            second_factors: vec!["certificate".into()],
        }),
        Content::Facility(Facility {
            id: FacilityId::from_bytes([1; 16]),
            kind: "clinic".into(),
            name: "川村内科医院".into(),
            active: true,
            municipality: Some("141097".into()),
        }),
        Content::Person(Person {
            id: person,
            kind: PersonKind::Staff,
            login: "sato".into(),
            name: name(),
            active: true,
            portrait: Some("<svg/>".into()),
            mail: Some("sato@example.jp".into()),
        }),
        Content::Post(Post {
            id: PostId::from_bytes([1; 16]),
            person,
            facility: FacilityId::from_bytes([1; 16]),
            profession: "nurse".into(),
            manager: false,
            from: at(5),
            until: None,
        }),
        Content::Device(Device {
            id: DeviceId::from_bytes([2; 16]),
            person,
            kind: DeviceKind::SyncedPasskey,
            fingerprint: [2; 32],
            label: "自分のスマホ".into(),
            not_after: at(9),
            serial: Some(vec![0x7f, 1]),
            system: Some(System::Android),
            credential: Some(Credential { id: vec![7; 16], public_key: vec![0xa0] }),
        }),
        Content::DeviceRevoked(DeviceRevoked {
            id: DeviceId::from_bytes([1; 16]),
            reason: "紛失".into(),
        }),
        Content::NotebookOpened(NotebookOpened {
            notebook,
            patient: PatientId::from_bytes([1; 16]),
            team_room: room,
            managing_facility: FacilityId::from_bytes([1; 16]),
            vault: VaultId::from_bytes([1; 16]),
        }),
        Content::KeyChange(KeyChange {
            kind: RecipientKind::Recovery,
            recipient: "age1example".into(),
        }),
        Content::Destroyed(Destroyed {
            notebook: Some(notebook),
            log: None,
            entry: None,
            reason: "保存期間の満了".into(),
        }),
        Content::Access(Access {
            person: Some(person),
            session: Some(SessionId::from_bytes([1; 16])),
            device: None,
            notebook: Some(notebook),
            room: None,
            touched: vec![Touched::Timeline, Touched::Attachments],
            purpose: Purpose::Care,
            disclosure: None,
        }),
    ]
}

#[test]
fn every_kind_has_a_sample_that_comes_back() {
    let samples = [
        samples(),
        samples_of_the_region(),
        joining::samples(),
        disclosing::samples(),
        team::samples(),
        notices::samples(),
        facility::samples(),
    ]
    .concat();
    let mut kinds: Vec<u16> = samples.iter().map(Content::kind).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, Content::KINDS);
    for content in samples {
        let bytes = content.encode();
        assert_eq!(Content::decode(content.kind(), &bytes), Ok(content));
    }
}

/// Golden bytes: what was once written must decode for ever. Never edit the expectation.
#[test]
fn version_1_bytes_never_change() {
    let confirmation = Content::Confirmation(Confirmation { of: EntryId::from_bytes([9; 16]) });
    let mut golden = vec![0xa1, 0x00, 0x50];
    golden.extend([9; 16]);
    assert_eq!(confirmation.encode(), golden);
    let note = Content::Note(Note { text: "a".into(), ..Note::default() });
    assert_eq!(
        note.encode(),
        [0xa5, 0x00, 0x60, 0x01, 0x80, 0x02, 0x61, b'a', 0x03, 0x80, 0x06, 0xf4]
    );
}

#[test]
fn what_is_not_deterministic_or_not_known_is_refused() {
    // The integer 0 in two bytes instead of one: well-formed CBOR, but not the shortest.
    let padded = [0xa1, 0x18, 0x00, 0x63, b'a', b'b', b'c'];
    assert_eq!(Content::decode(2, &padded).unwrap_err().code, Code::Damaged);
    let mut trailing = Content::Withdrawal(Withdrawal::default()).encode();
    trailing.push(0);
    assert_eq!(Content::decode(2, &trailing).unwrap_err().code, Code::Damaged);
    assert_eq!(Content::decode(9999, &[0xa0]).unwrap_err().code, Code::Damaged);
}

#[test]
fn only_notes_are_reading_matter() {
    let reading: Vec<u16> = [samples(), samples_of_the_region()]
        .concat()
        .iter()
        .filter(|c| c.is_reading_matter())
        .map(Content::kind)
        .collect();
    assert_eq!(reading, [1]);
}

#[test]
fn the_same_photo_sealed_again_is_the_same_note() {
    let Content::Note(note) = samples().remove(0) else { panic!("the first sample is a note") };
    let mut again = note.clone();
    again.attachments[0].name = [0xaa; 32];
    assert!(note.same_as(&again));
    again.attachments[0].digest = [0xbb; 32];
    assert!(!note.same_as(&again));
}

#[test]
fn every_kind_of_device_has_a_number_of_its_own() {
    for (kind, code) in DeviceKind::ALL.into_iter().zip(1..) {
        assert_eq!((kind.code(), DeviceKind::from_code(code)), (code, Some(kind)));
        assert_eq!(kind.is_passkey(), code == 3 || code == 4);
    }
    assert_eq!((DeviceKind::from_code(0), DeviceKind::from_code(6)), (None, None));
}

proptest! {
    #[test]
    fn hostile_bytes_never_panic(kind in 0_u16..70, bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(content) = Content::decode(kind, &bytes) {
            prop_assert_eq!(content.encode(), bytes);
        }
    }

    #[test]
    fn any_words_come_back(text in ".*", tags in prop::collection::vec(".*", 0..4), undisclosed: bool) {
        let note = Content::Note(Note { text, tags, undisclosed, ..Note::default() });
        prop_assert_eq!(Content::decode(1, &note.encode()), Ok(note));
    }
}

/// Notes and basics written before values were kept decode and encode to the same bytes.
#[test]
fn a_note_without_what_came_later_keeps_its_first_bytes() {
    let note = Note { text: "a".into(), ..Note::default() };
    let mut first = vec![0xa5, 0x00, 0x60, 0x01, 0x80, 0x02, 0x61, b'a', 0x03, 0x80, 0x06, 0xf4];
    assert_eq!(Content::Note(note.clone()).encode(), first);
    assert_eq!(Content::decode(1, &first).unwrap(), Content::Note(note));
    // The same with an empty list of values is another spelling, and refused.
    first[0] = 0xa6;
    first.extend([0x07, 0x80]);
    assert!(Content::decode(1, &first).is_err());
    let limited = Patient {
        limits: vec![Limit { code: "59408-5".into(), low: Some("88".into()), high: None }],
        ..patient()
    };
    let plain = Content::Patient(Box::new(patient())).encode();
    let content = Content::Patient(Box::new(limited));
    assert_ne!(content.encode(), plain);
    assert_eq!(Content::decode(11, &content.encode()).unwrap(), content);
}

/// A device that was registered before serial number, system and passkeys were kept.
#[test]
fn a_device_without_what_came_later_keeps_its_first_bytes() {
    let device = Device {
        id: DeviceId::from_bytes([1; 16]),
        person: PersonId::from_bytes([2; 16]),
        kind: DeviceKind::Certificate,
        fingerprint: [3; 32],
        label: "a".into(),
        not_after: at(9),
        serial: None,
        credential: None,
        system: None,
    };
    let mut first = vec![0xa6, 0x00, 0x50];
    first.extend([1; 16]);
    first.extend([0x01, 0x50]);
    first.extend([2; 16]);
    first.extend([0x02, 0x01, 0x03, 0x58, 0x20]);
    first.extend([3; 32]);
    first.extend([0x04, 0x61, b'a', 0x05, 0x09]);
    assert_eq!(Content::Device(device.clone()).encode(), first);
    assert_eq!(Content::decode(36, &first).unwrap(), Content::Device(device));
}
