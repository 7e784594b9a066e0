//! 部屋: the eight kinds of rooms (product.md N2, model.md "Rooms at a glance").

/// The kind of a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum RoomKind {
    /// ① チーム: the whole support team of one patient.
    #[n(1)]
    Team,
    /// ② 特定メンバー: part of the team, or a theme team.
    #[n(2)]
    Selected,
    /// ③ 家族: patient, family and chosen team members.
    #[n(3)]
    Family,
    /// ④ 1対1.
    #[n(4)]
    Direct,
    /// ⑤ 施設内掲示板.
    #[n(5)]
    FacilityBoard,
    /// ⑥ グループ.
    #[n(6)]
    Group,
    /// ⑦ コミュニティ.
    #[n(7)]
    Community,
    /// ⑧ お知らせ.
    #[n(8)]
    Notices,
}

impl RoomKind {
    /// All eight.
    pub const ALL: [Self; 8] = [
        Self::Team,
        Self::Selected,
        Self::Family,
        Self::Direct,
        Self::FacilityBoard,
        Self::Group,
        Self::Community,
        Self::Notices,
    ];

    /// The number in logs and in the database.
    pub const fn code(self) -> i64 {
        match self {
            Self::Team => 1,
            Self::Selected => 2,
            Self::Family => 3,
            Self::Direct => 4,
            Self::FacilityBoard => 5,
            Self::Group => 6,
            Self::Community => 7,
            Self::Notices => 8,
        }
    }

    /// The kind of a number.
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// The name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Selected => "selected",
            Self::Family => "family",
            Self::Direct => "direct",
            Self::FacilityBoard => "facility-board",
            Self::Group => "group",
            Self::Community => "community",
            Self::Notices => "notices",
        }
    }

    /// Whether the room belongs to a patient's notebook.
    pub const fn about_a_patient(self) -> bool {
        matches!(self, Self::Team | Self::Selected | Self::Family)
    }

    /// Whether who joins sees what was written before: in a team room all of it, in selected,
    /// family and group rooms only from joining on.
    pub const fn shows_history(self) -> bool {
        !matches!(self, Self::Selected | Self::Family | Self::Group | Self::Direct)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back_and_match_cbor() {
        for kind in RoomKind::ALL {
            assert_eq!(RoomKind::from_code(kind.code()), Some(kind));
            let bytes = minicbor::to_vec(kind).unwrap();
            assert_eq!(bytes, vec![u8::try_from(kind.code()).unwrap()]);
        }
        assert_eq!(RoomKind::from_code(0), None);
    }

    #[test]
    fn only_patient_rooms_are_about_a_patient() {
        let about: Vec<_> = RoomKind::ALL.into_iter().filter(|k| k.about_a_patient()).collect();
        assert_eq!(about, [RoomKind::Team, RoomKind::Selected, RoomKind::Family]);
        assert!(RoomKind::Team.shows_history() && !RoomKind::Family.shows_history());
    }
}
