//! The composer: new, an answer, and come back with what is wrong.

use tasuki_kernel::Code;
use tasuki_web::pages::{
    Addressee, Compose, Draft, FieldError, Importance, Purpose, Quoted, SensitivityChoice,
};
use tasuki_web::texts::{self, Lang};

use super::inside::{banner, categories, members};
use super::{signed_in, word};

pub fn composers(lang: Lang) -> Vec<(&'static str, Compose)> {
    let quoted = Quoted {
        photo: None,
        url: "/rooms/r1/entries/e1".into(),
        author: "川村 誠".into(),
        excerpt: "肺炎の初期を疑います。ペニシリンのアレルギーがあるため、…".into(),
        quote: String::new(),
    };
    let new = new_entry(lang);
    let broken = Compose {
        problem: Some(texts::problem(lang, Code::Invalid)),
        errors: vec![
            FieldError {
                field: "text".into(),
                message: word(lang, "本文が空です。", "The text is empty."),
            },
            FieldError {
                field: "reason".into(),
                message: word(lang, "訂正の理由を書いてください。", "Give a reason."),
            },
        ],
        photos_lost: true,
        purpose: Purpose::Correction { of: "e2".into(), quoted: quoted.clone() },
        addressees: Vec::new(),
        draft: Draft::default(),
        ..new.clone()
    };
    let reply = Compose { purpose: Purpose::Reply { to: "e1".into(), quoted }, ..new.clone() };
    vec![("compose", new), ("compose-reply", reply), ("compose-errors", broken)]
}

fn new_entry(lang: Lang) -> Compose {
    let degree = |value: &str, label: (&str, &str), seen: (&str, &str)| SensitivityChoice {
        value: value.into(),
        label: word(lang, label.0, label.1),
        seen_by: word(lang, seen.0, seen.1),
        seeing: vec!["川村 誠（医師）".into(), "小林 健太（薬剤師）".into()],
        not_seeing: vec!["中村 由香（訪問介護員）".into()],
    };
    let addressees = members(lang).into_iter().filter(|m| !m.you).map(|m| Addressee {
        value: m.name.clone(),
        chosen: m.profession == "医師",
        name: m.name,
        profession: m.profession,
        facility: m.facility,
        portrait: m.portrait,
    });
    Compose {
        frame: signed_in(lang, "/rooms/r1/compose"),
        banner: Some(banner(lang)),
        action: "/rooms/r1/entries".into(),
        back: "/rooms/r1".into(),
        draft: Draft {
            entry: "01935f2c-0000-7000-8000-000000000002".into(),
            text: "右の肺の下のほうで呼吸音が弱く、黄色い痰が増えています。".into(),
            category: "visit".into(),
            importance: Importance::Urgent,
            sensitivity: "middle".into(),
            reason: String::new(),
            quote: String::new(),
        },
        categories: categories(lang),
        sensitivities: vec![
            degree("low", ("低", "Low"), ("メンバー全員に見えます。", "Seen by all members.")),
            degree(
                "middle",
                ("中", "Middle"),
                (
                    "チームの専門職に見えます。ご家族には見えません。",
                    "Seen by the professionals of the team.",
                ),
            ),
            degree(
                "high",
                ("高", "High"),
                (
                    "医療職にだけ見えます。ほかの職種には主治医の許可のあと。",
                    "Seen by medical professions only.",
                ),
            ),
        ],
        audience: word(lang, "チーム全員 9人", "all 9 of the team"),
        addressees: addressees.collect(),
        max_text: 20_000,
        max_photos: 10,
        ..Compose::default()
    }
}
