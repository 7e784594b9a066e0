//! One entry and one photo, each on a page of its own.

use tasuki_web::pages::{Entry, Fact, Photo, SeenBy, TakeBack, VersionView};
use tasuki_web::texts::Lang;

use super::entries::{self, at, author};
use super::inside::banner;
use super::{signed_in, word};

pub fn entry(lang: Lang) -> Entry {
    let shown = entries::all(lang).remove(2);
    let version = |text: &str, minutes, why: &str| VersionView {
        who: "中村 由香".into(),
        at: at(minutes, lang),
        text: text.into(),
        why: why.into(),
        ..VersionView::default()
    };
    Entry {
        frame: signed_in(lang, "/rooms/r1/entries/e3"),
        banner: Some(banner(lang)),
        back: "/rooms/r1".into(),
        versions: vec![
            version(&shown.text, 142, "コップの大きさの思い違い"),
            version("朝食は半分ほど。水分 250mL。", 172, ""),
        ],
        entry: shown,
        seen_by: SeenBy::default(),
        facts: vec![
            Fact { label: word(lang, "受付", "Received"), value: at(172, lang).long },
            Fact {
                label: word(lang, "この記録のID", "Id of this entry"),
                value: "01a1fc97-0c80-7b5c-a694-5fbadf397565".into(),
            },
        ],
        withdraw: Some(TakeBack {
            url: "/rooms/r1/entries/e3/withdraw".into(),
            ..TakeBack::default()
        }),
        misfile: Some(TakeBack {
            url: "/rooms/r1/entries/e3/misfile".into(),
            ..TakeBack::default()
        }),
        errors: Vec::new(),
    }
}

pub fn photo(lang: Lang) -> Photo {
    Photo {
        frame: signed_in(lang, "/rooms/r1/entries/e2/photos/2"),
        banner: Some(banner(lang)),
        back: "/rooms/r1/entries/e2".into(),
        src: "/pictures/cup.svg".into(),
        caption: "尿　10時".into(),
        author: author(lang, "misaki"),
        at: at(27, lang),
        number: 2,
        of: 3,
        previous: Some("/rooms/r1/entries/e2/photos/1".into()),
        next: Some("/rooms/r1/entries/e2/photos/3".into()),
        ..Photo::default()
    }
}
