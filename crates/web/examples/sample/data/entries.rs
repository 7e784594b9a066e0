//! Entries of a morning and the evening before.

use tasuki_web::pages::{
    Author, Confirmer, CorrectionView, EntryView, Importance, PhotoView, QuietView, Quoted,
    Standing,
};
use tasuki_web::show::{self, Moment};
use tasuki_web::texts::Lang;

use super::{NOW, picture, word};

pub fn at(minutes_ago: i64, lang: Lang) -> Moment {
    show::moment(NOW.plus_seconds(-60 * minutes_ago), NOW, lang)
}

pub fn author(lang: Lang, who: &str) -> Author {
    let (name, ja, en, facility) = match who {
        "makoto" => ("川村 誠", "医師", "physician", "川村内科医院"),
        "misaki" => ("佐藤 美咲", "看護師", "nurse", "みなと訪問看護ステーション"),
        "yuka" => ("中村 由香", "訪問介護員", "helper", "ひだまり訪問介護"),
        "keiko" => ("田中 恵子", "介護支援専門員", "care manager", "青葉居宅介護支援事業所"),
        _ => ("小林 健太", "薬剤師", "pharmacist", "はまかぜ薬局"),
    };
    Author {
        name: name.into(),
        profession: word(lang, ja, en),
        facility: facility.into(),
        portrait: (who != "nobody").then(|| picture(who)),
    }
}

fn entry(lang: Lang, key: &str, who: &str, minutes_ago: i64) -> EntryView {
    EntryView {
        key: key.into(),
        url: format!("/rooms/r1/entries/{key}"),
        author: author(lang, who),
        at: at(minutes_ago, lang),
        reply_url: Some(format!("/rooms/r1/compose?reply={key}")),
        ..EntryView::default()
    }
}

fn confirmer(lang: Lang, who: &str, you: bool) -> Confirmer {
    let author = author(lang, who);
    Confirmer { name: author.name, profession: author.profession, you }
}

/// All of them, newest first.
pub fn all(lang: Lang) -> Vec<EntryView> {
    vec![
        urgent(lang),
        with_photos(lang),
        corrected(lang),
        withdrawn(lang),
        delivery(lang),
        medicine(lang),
        misfiled(lang),
        destroyed(lang),
    ]
}

fn urgent(lang: Lang) -> EntryView {
    EntryView {
        unread: true,
        importance: Importance::Urgent,
        category: word(lang, "医師の指示", "Doctor's order"),
        tags: vec!["肺炎".into()],
        text:
            "肺炎の初期を疑います。ペニシリンのアレルギーがあるため、レボフロキサシンを処方しました\
               （はまかぜ薬局へ送付済み）。SpO₂ 90%未満が続くときは夜間でも電話をください。"
                .into(),
        reply_to: Some(Quoted {
            photo: None,
            url: "/rooms/r1/entries/e2".into(),
            author: "佐藤 美咲".into(),
            excerpt: "右の肺の下のほうで呼吸音が弱く…".into(),
            quote: "体を起こすと呼吸は楽になります".into(),
        }),
        confirmed: vec![confirmer(lang, "kenta", false)],
        confirm_url: Some("/rooms/r1/entries/e1/confirm".into()),
        ..entry(lang, "e1", "makoto", 0)
    }
}

fn with_photos(lang: Lang) -> EntryView {
    let photo = |name: &str, caption: &str, n: u32| PhotoView {
        url: format!("/rooms/r1/entries/e2/photos/{n}"),
        thumb: picture(name),
        caption: caption.into(),
    };
    EntryView {
        importance: Importance::Urgent,
        category: word(lang, "訪問看護の結果", "Nursing visit"),
        written: Some(at(29, lang)),
        text: "右の肺の下のほうで呼吸音が弱く、黄色い痰が増えています。ご本人は「少しだるい」。\
               水分は朝から400mL、昼食は半分でした。体を起こすと呼吸は楽になります。\n\
               背中の赤みは消えています。左下腿の保護は明日まで貼ったままにしてください。\
               はがれたときは、洗わずに上からガーゼを当てて電話をください。\
               次の訪問は23日(月)の予定ですが、熱が38度を超えたら今夜も伺います。"
            .into(),
        photos: vec![
            photo("note", "連絡ノート", 1),
            photo("cup", "尿　10時", 2),
            photo("shin", "", 3),
        ],
        confirmed: vec![confirmer(lang, "makoto", false), confirmer(lang, "keiko", false)],
        read_by: vec!["小林（薬）".into(), "中村（介）".into()],
        unread_by: vec!["森（歯）".into()],
        reply_url: None,
        correct_url: Some("/rooms/r1/compose?correct=e2".into()),
        ..entry(lang, "e2", "misaki", 27)
    }
}

fn corrected(lang: Lang) -> EntryView {
    let old = "朝食は半分ほど。いつもより口数が少なく、咳をしていました。水分 250mL。";
    let new = "朝食は半分ほど。いつもより口数が少なく、咳をしていました。水分 200mL。";
    EntryView {
        category: word(lang, "生活の様子", "Daily life"),
        text: new.into(),
        corrections: vec![CorrectionView {
            change: show::change(old, new),
            who: "中村 由香".into(),
            at: at(142, lang),
            why: "コップの大きさの思い違い".into(),
            ..CorrectionView::default()
        }],
        confirmed: vec![confirmer(lang, "misaki", true)],
        ..entry(lang, "e3", "yuka", 172)
    }
}

fn withdrawn(lang: Lang) -> EntryView {
    EntryView {
        category: word(lang, "生活の様子", "Daily life"),
        text: "通所は10時に到着。入浴は見合わせました。".into(),
        standing: Standing::Withdrawn {
            who: "中村 由香".into(),
            at: at(230, lang),
            why: "同じ記録を2回送ったため".into(),
        },
        ..entry(lang, "e4", "yuka", 240)
    }
}

fn delivery(lang: Lang) -> EntryView {
    EntryView {
        category: word(lang, "相談", "Consultation"),
        text:
            "ご長男から、来月の利用料について相談がありました。ご本人には伏せてほしいとのことです。\
               月曜に窓口で確認します。"
                .into(),
        delivery: Some(vec!["田中".into()]),
        confirm_url: Some("/rooms/r1/entries/e5/confirm".into()),
        reply_url: None,
        ..entry(lang, "e5", "keiko", 1202)
    }
}

fn medicine(lang: Lang) -> EntryView {
    EntryView {
        importance: Importance::Information,
        category: word(lang, "服薬", "Medicines"),
        sensitivity: word(lang, "取扱注意", "Handle with care"),
        text: "一包化の残りは夕1包のみ。飲み忘れは先週の2回だけでした。".into(),
        ..entry(lang, "e6", "nobody", 1342)
    }
}

fn misfiled(lang: Lang) -> EntryView {
    EntryView {
        text: "別の方の測定値です。".into(),
        standing: Standing::Misfiled { who: "佐藤 美咲".into(), at: at(1400, lang) },
        reply_url: None,
        ..entry(lang, "e7", "misaki", 1410)
    }
}

fn destroyed(lang: Lang) -> EntryView {
    EntryView {
        standing: Standing::Destroyed { at: at(3000, lang) },
        reply_url: None,
        ..entry(lang, "e8", "keiko", 3100)
    }
}

pub fn joined(lang: Lang) -> QuietView {
    QuietView {
        key: "q1".into(),
        at: at(1320, lang),
        sentence: word(
            lang,
            "田中 恵子さんが、小林 健太さん（薬剤師）をチームに招きました。",
            "田中 恵子 invited 小林 健太 (pharmacist) to the team.",
        ),
        unread: false,
    }
}
