//! 重要度: how soon an entry wants to be read (product.md N7).

/// How soon an entry wants to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Importance {
    /// 参考: for information.
    Info,
    /// ふつう.
    #[default]
    Normal,
    /// 至急.
    Urgent,
}

impl Importance {
    /// All, least urgent first.
    pub const ALL: [Self; 3] = [Self::Info, Self::Normal, Self::Urgent];

    /// The number in an entry's body (`docs/format.md`).
    pub const fn code(self) -> u8 {
        match self {
            Self::Info => 1,
            Self::Normal => 2,
            Self::Urgent => 3,
        }
    }

    /// The importance of a number in a body.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// The name in forms and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Normal => "normal",
            Self::Urgent => "urgent",
        }
    }

    /// The importance of a name in a form or in the API.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_lead_back() {
        for it in Importance::ALL {
            assert_eq!(Importance::from_code(it.code()), Some(it));
            assert_eq!(Importance::from_name(it.name()), Some(it));
        }
        assert_eq!(Importance::from_code(0), None);
        assert_eq!(Importance::from_name("URGENT"), None);
        assert!(Importance::Urgent > Importance::Normal);
    }
}
