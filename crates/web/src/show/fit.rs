//! What fits: guesses of text width that let the server decide what to fold, so that pages need no
//! script to measure. Full-width characters count one, others a little over a half.

use crate::pages::{Chip, ChipKind};

/// A phone of 390 px without its margins, in px.
const CHIP_ROW: f32 = 366.0;
/// Type size of a chip, in px.
const CHIP_TYPE: f32 = 12.0;
/// Between two chips, in px.
const CHIP_GAP: f32 = 6.0;
/// Full-width characters in a line of body text on a phone.
const PHONE_LINE: f32 = 22.0;
/// The same on an office screen, where a line is at most 46 em.
const OFFICE_LINE: f32 = 46.0;
/// A text folds to five lines when it has more than six: hiding one line helps nobody.
const FOLD_OVER: f32 = 6.0;

/// Width in em.
fn em(text: &str) -> f32 {
    text.chars().map(|c| if c.is_ascii() || ('｡'..='ﾟ').contains(&c) { 0.58 } else { 1.0 }).sum()
}

/// How many of `chips`, in this order, fit in one line of a phone beside a “+n”. Allergies always
/// count as fitting.
pub fn chips_that_fit(chips: &[&Chip]) -> usize {
    let widths: Vec<f32> = chips.iter().map(|chip| chip_width(chip)).collect();
    let all: f32 = widths.iter().sum();
    if all - CHIP_GAP <= CHIP_ROW {
        return chips.len();
    }
    let more = 36.0;
    let mut used = more;
    let mut fit = 0;
    for (chip, width) in chips.iter().zip(widths) {
        used += width;
        if used > CHIP_ROW && chip.kind != ChipKind::Allergy {
            break;
        }
        fit += 1;
    }
    fit
}

/// Text, padding, border, icon and the gap to the next, in px.
fn chip_width(chip: &Chip) -> f32 {
    let text = em(&chip.label) * CHIP_TYPE;
    let frame = 16.0 + CHIP_GAP;
    let icon = 19.0;
    match chip.kind {
        ChipKind::Allergy => text + em("アレルギー ") * CHIP_TYPE + frame + icon,
        ChipKind::DrugRisk | ChipKind::Place => text + frame + icon,
        ChipKind::Living => text + frame,
    }
}

/// The CSS class that folds `text`: none, on phones only, or everywhere.
pub fn fold_class(text: &str) -> &'static str {
    if lines(text, OFFICE_LINE) > FOLD_OVER {
        "fold"
    } else if lines(text, PHONE_LINE) > FOLD_OVER {
        "fold fold-phone"
    } else {
        ""
    }
}

fn lines(text: &str, width: f32) -> f32 {
    text.lines().map(|line| (em(line) / width).ceil().max(1.0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chip(kind: ChipKind, label: &str) -> Chip {
        Chip { kind, label: label.into() }
    }

    #[test]
    fn the_usual_four_fit() {
        let chips = [
            chip(ChipKind::Allergy, "ペニシリン"),
            chip(ChipKind::DrugRisk, "抗凝固薬"),
            chip(ChipKind::Living, "独居"),
            chip(ChipKind::Place, "自宅"),
        ];
        assert_eq!(chips_that_fit(&chips.iter().collect::<Vec<_>>()), 4);
        assert_eq!(chips_that_fit(&[]), 0);
    }

    #[test]
    fn allergies_are_never_hidden() {
        let long = chip(ChipKind::Allergy, &"ペニシリン系の抗菌薬・造影剤・".repeat(4));
        let other = chip(ChipKind::Place, "自宅");
        assert_eq!(chips_that_fit(&[&long, &long, &other]), 2);
    }

    #[test]
    fn texts_fold_by_their_length() {
        assert_eq!(fold_class("短い記録です。"), "");
        assert_eq!(fold_class(&"あ".repeat(22 * 6)), "");
        assert_eq!(fold_class(&"あ".repeat(22 * 6 + 1)), "fold fold-phone");
        assert_eq!(fold_class(&"あ".repeat(46 * 6 + 1)), "fold");
        assert_eq!(fold_class(&"あ\n".repeat(7)), "fold");
    }
}
