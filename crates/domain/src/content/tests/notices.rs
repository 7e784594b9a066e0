//! Samples of notices and their channels.

use tasuki_kernel::{EntryId, FacilityId, PersonId, RoomId, Timestamp, VaultId};

use crate::content::{
    Attachment, ChannelMembers, ChannelOpened, Content, Notice, NoticeOpened, NoticeReminded,
    NoticeWithdrawn,
};

const CHANNEL: RoomId = RoomId::from_bytes([1; 16]);
const NOTICE: EntryId = EntryId::from_bytes([2; 16]);
const FACILITY: FacilityId = FacilityId::from_bytes([3; 16]);
const PERSON: PersonId = PersonId::from_bytes([4; 16]);

fn notice() -> Notice {
    Notice {
        title: "年末年始の休日当番".into(),
        text: "別紙をご覧ください。".into(),
        attachments: vec![Attachment {
            name: [5; 32],
            digest: [6; 32],
            thumbnail: [7; 32],
            media_type: "application/pdf".into(),
            file_name: "当番表.pdf".into(),
            caption: String::new(),
            size: 9,
            width: 0,
            height: 0,
            pages: Some(2),
        }],
        kinds: vec!["pharmacy".into()],
        professions: Vec::new(),
        from: Some(Timestamp::from_micros(8)),
        until: None,
        confirm: true,
        facilities: vec![FACILITY],
        by: PERSON,
    }
}

/// One of each kind.
pub fn samples() -> Vec<Content> {
    vec![
        Content::Notice(Box::new(notice())),
        Content::NoticeOpened(NoticeOpened {
            notice: NOTICE,
            facility: FACILITY,
            person: PERSON,
            confirmed: true,
        }),
        Content::NoticeReminded(NoticeReminded {
            notice: NOTICE,
            facilities: vec![FACILITY],
            by: PERSON,
        }),
        Content::NoticeWithdrawn(NoticeWithdrawn {
            notice: NOTICE,
            reason: "日付のまちがい".into(),
            by: PERSON,
        }),
        Content::ChannelOpened(ChannelOpened {
            channel: CHANNEL,
            name: "医師会".into(),
            association: true,
            vault: VaultId::from_bytes([8; 16]),
            by: PERSON,
        }),
        Content::ChannelMembers(ChannelMembers {
            channel: CHANNEL,
            facilities: vec![FACILITY],
            writers: vec![PERSON],
            by: PERSON,
        }),
    ]
}

fn id(key: u8, n: u8) -> Vec<u8> {
    [vec![key, 0x50], vec![n; 16]].concat()
}

/// Golden bytes: what was once written must decode for ever. Never edit the expectations.
#[test]
fn version_1_bytes_never_change() {
    let plain = Notice {
        title: "a".into(),
        text: "b".into(),
        attachments: Vec::new(),
        kinds: Vec::new(),
        from: None,
        confirm: false,
        ..notice()
    };
    let golden = [
        vec![0xa8, 0, 0x61, b'a', 1, 0x61, b'b', 2, 0x80, 3, 0x80, 4, 0x80, 7, 0xf4, 8, 0x81],
        vec![0x50],
        vec![3; 16],
        id(9, 4),
    ];
    assert_eq!(Content::Notice(Box::new(plain)).encode(), golden.concat());
    let opened = [vec![0xa4], id(0, 2), id(1, 3), id(2, 4), vec![3, 0xf5]].concat();
    let reminded = [vec![0xa3], id(0, 2), vec![1, 0x81, 0x50], vec![3; 16], id(2, 4)].concat();
    let members = [
        vec![0xa4],
        id(0, 1),
        vec![1, 0x81, 0x50],
        vec![3; 16],
        vec![2, 0x81, 0x50],
        vec![4; 16],
        id(3, 4),
    ];
    let channel = [
        vec![0xa5],
        id(0, 1),
        [vec![1, 0x69], "医師会".as_bytes().to_vec(), vec![2, 0xf5]].concat(),
        id(3, 8),
        id(4, 4),
    ];
    let [_, it, again, withdrawn, opens, belongs] = samples().try_into().unwrap();
    assert_eq!(it.encode(), opened);
    assert_eq!(again.encode(), reminded);
    assert_eq!(belongs.encode(), members.concat());
    assert_eq!(opens.encode(), channel.concat());
    let reason = [vec![1, 0x75], "日付のまちがい".as_bytes().to_vec()].concat();
    assert_eq!(withdrawn.encode(), [vec![0xa3], id(0, 2), reason, id(2, 4)].concat());
}

#[test]
fn the_same_file_sealed_again_is_the_same_notice() {
    let mut again = notice();
    again.attachments[0].name = [9; 32];
    again.facilities.clear();
    assert!(again.same_as(&notice()));
    again.attachments[0].digest = [9; 32];
    assert!(!again.same_as(&notice()));
    assert!(!Notice { kinds: Vec::new(), ..notice() }.same_as(&notice()));
}
