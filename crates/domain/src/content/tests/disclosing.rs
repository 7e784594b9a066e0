//! Samples of 法にもとづく開示, and their golden bytes.

use tasuki_kernel::{DisclosureId, LogId, NotebookId, PersonId};

use crate::content::{
    Content, DisclosureAnswered, DisclosureAsked, DisclosureEnded, DisclosureKind, DisclosureTold,
};

/// One of each kind.
pub fn samples() -> Vec<Content> {
    let id = DisclosureId::from_bytes([1; 16]);
    let by = PersonId::from_bytes([2; 16]);
    vec![
        Content::DisclosureAsked(Box::new(DisclosureAsked {
            id,
            kind: DisclosureKind::Court,
            notebook: NotebookId::from_bytes([3; 16]),
            log: Some(LogId::from_bytes([4; 16])),
            reason: "文書提出命令".into(),
            basis: "令和8年(モ)第12号".into(),
            receiver: "みなと地方裁判所".into(),
            untold: String::new(),
            days: 7,
            by,
        })),
        Content::DisclosureAnswered(DisclosureAnswered {
            id,
            approved: false,
            reason: "控えを待つ".into(),
            by,
        }),
        Content::DisclosureEnded(DisclosureEnded { id, by }),
        Content::DisclosureTold(DisclosureTold { id, by }),
    ]
}

/// Never edit the expectation.
#[test]
fn version_1_bytes_never_change() {
    let (id, by) = (DisclosureId::from_bytes([1; 16]), PersonId::from_bytes([2; 16]));
    let mut golden = vec![0xa2, 0x00, 0x50];
    golden.extend([1; 16]);
    golden.extend([0x01, 0x50]);
    golden.extend([2; 16]);
    assert_eq!(Content::DisclosureEnded(DisclosureEnded { id, by }).encode(), golden);
    assert_eq!(Content::DisclosureTold(DisclosureTold { id, by }).encode(), golden);
}

#[test]
fn every_kind_has_a_number_and_a_name_of_its_own() {
    for (kind, code) in DisclosureKind::ALL.into_iter().zip(1..) {
        assert_eq!((kind.code(), DisclosureKind::from_code(code)), (code, Some(kind)));
    }
    let mut names = DisclosureKind::ALL.map(DisclosureKind::name).to_vec();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 3);
}
