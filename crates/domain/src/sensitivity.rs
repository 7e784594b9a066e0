//! 取り扱い区分: who of a team may see an entry at once (product.md N7, model.md).

/// How widely an entry may be seen inside its room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Sensitivity {
    /// Everyone in the room: "day service starts".
    #[default]
    Low,
    /// All professionals; life-support helpers and family after release: nursing report.
    Middle,
    /// Medical professions and the author; others after release: chart, test results.
    High,
}

impl Sensitivity {
    /// All, widest first.
    pub const ALL: [Self; 3] = [Self::Low, Self::Middle, Self::High];

    /// The number in an entry's body (`docs/format.md`).
    pub const fn code(self) -> u8 {
        match self {
            Self::Low => 1,
            Self::Middle => 2,
            Self::High => 3,
        }
    }

    /// The sensitivity of a number in a body.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// The name in forms and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Middle => "middle",
            Self::High => "high",
        }
    }

    /// The sensitivity of a name in a form or in the API.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_lead_back() {
        for it in Sensitivity::ALL {
            assert_eq!(Sensitivity::from_code(it.code()), Some(it));
            assert_eq!(Sensitivity::from_name(it.name()), Some(it));
        }
        assert_eq!(Sensitivity::from_code(9), None);
        assert_eq!(Sensitivity::from_name(""), None);
        assert!(Sensitivity::High > Sensitivity::Low);
    }
}
