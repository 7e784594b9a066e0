//! The patient, always in sight: who is this notebook about, and what must not be overlooked.

use crate::show;

/// What a chip warns of. The order of the variants is the order on the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChipKind {
    /// An allergy; the label is the substance alone. Never hidden.
    Allergy,
    /// A medicine that changes what others may do (抗凝固薬 …).
    DrugRisk,
    /// With whom they live.
    #[default]
    Living,
    /// Where they are now.
    Place,
}

/// One short fact under the name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chip {
    pub kind: ChipKind,
    pub label: String,
}

/// Somebody to call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    pub name: String,
    /// 長男・キーパーソン, かかりつけ医 …
    pub relation: String,
    /// As it is read aloud: 03-1234-5678.
    pub phone: String,
}

impl Contact {
    /// The number as `tel:` wants it: digits and a leading plus.
    pub(crate) fn tel(&self) -> String {
        self.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }
}

/// The banner.
#[derive(Debug, Clone, Default)]
pub struct Banner {
    /// Where the arrow leads.
    pub back: String,
    pub name: String,
    pub kana: String,
    pub portrait: Option<String>,
    /// From [`crate::show::age`].
    pub age: String,
    pub sex: String,
    pub care_level: String,
    /// From [`crate::show::birth_short`]: 昭17.3.2生.
    pub birth_short: String,
    /// From [`crate::show::birth_long`]: 昭和17年3月2日生.
    pub birth_long: String,
    pub chips: Vec<Chip>,
    /// Another patient of the same name or kana is among this reader's notebooks.
    pub same_name: bool,
    /// Since when and why the notebook is closed; empty while it is open.
    pub closed: String,
}

impl Banner {
    /// The chips in their fixed order.
    fn ordered(&self) -> Vec<&Chip> {
        let mut chips: Vec<&Chip> = self.chips.iter().collect();
        chips.sort_by_key(|chip| chip.kind);
        chips
    }

    /// The chips that fit in one line of a phone; allergies always do.
    pub(crate) fn first_chips(&self) -> Vec<&Chip> {
        let mut chips = self.ordered();
        chips.truncate(show::chips_that_fit(&chips));
        chips
    }

    /// Those that a phone shows behind “+n”.
    pub(crate) fn other_chips(&self) -> Vec<&Chip> {
        let chips = self.ordered();
        let fit = show::chips_that_fit(&chips);
        chips[fit..].to_vec()
    }

    /// The allergies alone, for the small banner over the composer.
    pub(crate) fn allergies(&self) -> Vec<&Chip> {
        self.chips.iter().filter(|chip| chip.kind == ChipKind::Allergy).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chip(kind: ChipKind, label: &str) -> Chip {
        Chip { kind, label: label.into() }
    }

    #[test]
    fn allergy_comes_first_and_nothing_is_lost() {
        let banner = Banner {
            chips: vec![
                chip(ChipKind::Place, "自宅"),
                chip(ChipKind::DrugRisk, "抗凝固薬"),
                chip(ChipKind::Living, "高齢の妻と二人暮らし"),
                chip(ChipKind::Allergy, "ペニシリン系の抗菌薬"),
            ],
            ..Banner::default()
        };
        assert_eq!(banner.first_chips()[0].kind, ChipKind::Allergy);
        assert_eq!(banner.first_chips().len() + banner.other_chips().len(), 4);
        assert!(!banner.other_chips().is_empty());
        assert_eq!(banner.allergies().len(), 1);
    }

    #[test]
    fn a_number_is_dialled_without_hyphens() {
        let contact = Contact { phone: "+81 90-1234-5678".into(), ..Contact::default() };
        assert_eq!(contact.tel(), "+819012345678");
    }
}
