//! Who confirmed and opened an entry, as its page shows it.

use tasuki_app::author::Byline;
use tasuki_app::timeline::{Item, Readership};
use tasuki_kernel::Timestamp;

use super::{Sight, profession_name};
use crate::pages::{SeenBy, SeenLine};
use crate::show::moment;

fn line(sight: &Sight, byline: &Byline, at: Option<Timestamp>) -> SeenLine {
    let at = at.map(|at| moment(at, sight.now, sight.lang));
    SeenLine {
        name: byline.name.clone(),
        profession: profession_name(sight.lang, &byline.profession),
        facility: byline.facility.clone(),
        iso: at.as_ref().map(|it| it.iso.clone()).unwrap_or_default(),
        at: at.map(|it| it.long).unwrap_or_default(),
    }
}

/// The lists: 確認 for everybody, 既読 and 未読 where the reader is the author.
pub fn seen_by(sight: &Sight, item: &Item, readership: Option<&Readership>) -> SeenBy {
    let mut seen = SeenBy {
        confirmed: item.confirmations.iter().map(|(who, at)| line(sight, who, Some(*at))).collect(),
        ..SeenBy::default()
    };
    if let Some(it) = readership {
        seen.opened = it.opened.iter().map(|(who, at)| line(sight, who, *at)).collect();
        seen.unopened = it.unopened.iter().map(|who| line(sight, who, None)).collect();
    }
    seen
}
