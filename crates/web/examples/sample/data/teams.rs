//! The team, finding whom to ask, one decision, invitations: filled in.

use tasuki_web::pages::{
    AskedView, CandidateView, Check, Deed, Fact, FoundView, Input, Invitations, InvitedView, Link,
    MateView, OfferView, StateView, Team, TeamFind, TeamForm, Widget, choices,
};
use tasuki_web::show::moment;
use tasuki_web::texts::Lang;

use super::inside::banner;
use super::{NOW, picture, signed_in, word};

fn state(lang: Lang, (ja, en): (&str, &str), tone: &'static str) -> StateView {
    StateView { label: word(lang, ja, en), tone }
}

fn mate(lang: Lang, name: &str, facility: &str, you: bool) -> MateView {
    MateView {
        name: name.into(),
        profession: word(lang, "看護師", "nurse"),
        facility: facility.into(),
        portrait: Some(picture("misaki")),
        since: word(lang, "2026年4月1日(水)", "Wed 1 Apr 2026"),
        you,
        out: (!you).then(|| "/notebooks/1/team/members/2".into()),
        ..MateView::default()
    }
}

fn invited(lang: Lang, who: &str, state: StateView, reason: &str) -> InvitedView {
    InvitedView {
        who: who.into(),
        facility: "港の見える診療所".into(),
        withdraw: (state.tone == "look").then(|| "/notebooks/1/team/invitations/1/withdraw".into()),
        state,
        by: "佐藤 美咲".into(),
        at: moment(NOW, NOW, lang),
        then: word(lang, "12月21日まで", "until 21 Dec"),
        reason: reason.into(),
    }
}

pub fn team(lang: Lang) -> Team {
    let t = lang.texts().team;
    Team {
        frame: signed_in(lang, "/notebooks/1/team"),
        banner: Some(banner(lang)),
        back: "/notebooks/1".into(),
        managing: "訪問看護ステーションあさがお".into(),
        vacant: vec![t.attending_vacant.into()],
        mates: vec![
            mate(lang, "佐藤 美咲", "訪問看護ステーションあさがお", true),
            mate(lang, "中村 外", "港の見える診療所", false),
        ],
        invitations: vec![
            invited(lang, "渡辺 太郎", state(lang, ("返事待ち", "waiting"), "look"), ""),
            invited(
                lang,
                "小林 元",
                state(lang, ("辞退", "declined"), "soft"),
                "人手が足りません。",
            ),
        ],
        offers: vec![OfferView {
            to: "港の見える診療所".into(),
            state: state(lang, ("返事待ち", "waiting"), "look"),
            by: "佐藤 美咲".into(),
            at: moment(NOW, NOW, lang),
            url: Some("/notebooks/1/team/managing/1".into()),
        }],
        find: Some("/notebooks/1/team/find".into()),
        ways: vec![Link { url: "/notebooks/1/team/leave".into(), label: t.leave.into() }],
        said: Some(word(lang, "招待を送りました。", "Sent.")),
    }
}

pub fn finds(lang: Lang) -> Vec<(&'static str, TeamFind)> {
    let person = CandidateView {
        url: "/notebooks/1/team/invite?facility=1&whom=2".into(),
        name: "中村 外".into(),
        profession: word(lang, "看護師", "nurse"),
    };
    let full = TeamFind {
        frame: signed_in(lang, "/notebooks/1/team/find"),
        banner: Some(banner(lang)),
        back: Link { url: "/notebooks/1/team".into(), label: lang.texts().team.back.into() },
        action: "/notebooks/1/team/find".into(),
        words: "なかむら".into(),
        kinds: choices([("clinic".to_owned(), word(lang, "診療所", "clinic"))]),
        kind: "clinic".into(),
        found: vec![FoundView {
            url: "/notebooks/1/team/invite?facility=1".into(),
            name: "港の見える診療所".into(),
            kind: word(lang, "診療所", "clinic"),
            people: vec![person],
        }],
        searched: true,
        more: true,
    };
    let nothing = TeamFind { found: Vec::new(), more: false, ..full.clone() };
    vec![("team-find", full), ("team-find-nothing", nothing)]
}

pub fn forms(lang: Lang) -> Vec<(&'static str, TeamForm)> {
    let t = lang.texts().team;
    let why = choices([("died".to_owned(), t.whys[0].to_owned()), ("x".into(), t.whys[1].into())]);
    let on = Input::typed("on", t.on, "", ("date", "")).with_hint(t.on_hint);
    let close = TeamForm {
        frame: signed_in(lang, "/notebooks/1/team/closing"),
        banner: Some(banner(lang)),
        back: Link { url: "/notebooks/1/team".into(), label: t.back.into() },
        title: t.close.into(),
        lead: vec![t.close_text.into()],
        action: "/notebooks/1/team/closing".into(),
        fields: vec![
            vec![Input { widget: Widget::Radio(why), ..Input::line("why", t.why, "died") }],
            vec![Input {
                error: Some(word(lang, "日を入れてください。", "Fill it in.")), ..on
            }],
        ],
        deeds: vec![Deed { value: "close", label: t.close_do, class: "second danger" }],
        ..TeamForm::default()
    };
    let checks = ["佐藤 美咲", "中村 外"].map(|name| Check {
        value: name.into(),
        label: name.into(),
        on: false,
    });
    let asked = TeamForm {
        frame: signed_in(lang, "/invitations/1"),
        back: Link { url: "/invitations".into(), label: t.inbox.into() },
        title: t.asked_title.into(),
        lead: vec![t.asked_text.into()],
        facts: vec![Fact { label: t.patient.into(), value: "山口 ハナ".into() }],
        action: "/invitations/1".into(),
        fields: vec![
            vec![Input {
                widget: Widget::Checks(checks.to_vec()),
                ..Input::line("posts", t.posts, "")
            }],
            vec![Input::area("reason", t.reason, "", 3).or_nothing()],
        ],
        deeds: vec![
            Deed { value: "accept", label: t.accept, class: "first" },
            Deed { value: "decline", label: t.decline, class: "second" },
        ],
        ..TeamForm::default()
    };
    vec![("team-close", close), ("invitation", asked)]
}

pub fn inbox(lang: Lang) -> Vec<(&'static str, Invitations)> {
    let frame = signed_in(lang, "/invitations");
    let row = AskedView {
        url: "/invitations/1".into(),
        patient: "山口 ハナ".into(),
        kana: "やまぐち はな".into(),
        age: word(lang, "84歳", "age 84"),
        by: "佐藤 美咲".into(),
        whom: lang.texts().team.to_you.into(),
        until: word(lang, "12月21日まで", "until 21 Dec"),
    };
    let empty = Invitations { frame: frame.clone(), ..Invitations::default() };
    vec![
        ("invitations", Invitations { frame, all: vec![row], said: None }),
        ("invitations-empty", empty),
    ]
}
