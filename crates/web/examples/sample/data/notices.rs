//! Notices, filled in.

use tasuki_web::pages::{
    ACCEPTED, ChannelMembers, ChannelView, Channels, Check, FieldError, FileView, Input, Link,
    Notice, NoticeDay, NoticeLine, NoticeNew, NoticePaper, NoticeReach, NoticeSend, NoticeView,
    Notices, NoticesSent, PhotoView, ReachLine, Widget,
};
use tasuki_web::show::{Moment, moment};
use tasuki_web::texts::Lang;

use super::{NOW, picture, signed_in, word};

fn at(lang: Lang, hours: i64) -> Moment {
    moment(NOW.plus_seconds(3600 * hours), NOW, lang)
}

fn line(lang: Lang, number: i64) -> NoticeLine {
    NoticeLine {
        url: "/notices/n1".into(),
        title: word(lang, "年末年始の休日当番薬局について", "Pharmacies on duty over New Year"),
        channel: word(lang, "みなと市 高齢福祉課", "Minato City, Welfare Division"),
        shown: at(lang, -20 * number),
        urgent: number == 0,
        unread: number < 2,
        to_confirm: number == 1,
        withdrawn: number == 3,
        scheduled: number == 2,
        ended: number == 4,
        until: (number == 1).then(|| at(lang, 70)),
        files: 1,
        share: None,
    }
}

fn lines(lang: Lang) -> Vec<NoticeLine> {
    (0..5).map(|number| line(lang, number)).collect()
}

fn view(lang: Lang, withdrawn: bool) -> NoticeView {
    NoticeView {
        line: line(lang, 1),
        text: word(lang, "別紙のとおりです。\nご確認ください。", "See the file.\nPlease read it."),
        photos: vec![PhotoView {
            url: "/notices/n1/photos/0/full.jpg".into(),
            thumb: picture("wound"),
            caption: String::new(),
        }],
        files: vec![FileView {
            url: "/notices/n1/files/1".into(),
            name: "touban.pdf".into(),
            kind: "PDF".into(),
            size: "248 KB".into(),
            ..FileView::default()
        }],
        target: vec![word(lang, "薬局", "pharmacy")],
        withdrawn: withdrawn.then(|| (at(lang, -1), word(lang, "日付の誤り", "wrong date"))),
        confirm: true,
    }
}

pub fn lists(lang: Lang) -> Vec<(&'static str, Notices)> {
    let t = &lang.texts().notices;
    let link = |url: &str, label: &str| Link { url: url.into(), label: label.into() };
    let page = |days, ended| Notices {
        frame: signed_in(lang, "/notices"),
        tabs: [link("/notices", t.current), link("/notices?state=ended", t.ended)],
        ended,
        channels: ["a", "b", "c"].map(|it| (link("/notices?channel=c", it), it == "b")).into(),
        older: (!ended).then(|| "/notices?before=1.n".into()),
        writes: !ended,
        days,
    };
    let day = NoticeDay { day: word(lang, "今日", "Today"), lines: lines(lang) };
    vec![("notices", page(vec![day], false)), ("notices-none", page(Vec::new(), true))]
}

pub fn ones(lang: Lang) -> Vec<(&'static str, Notice)> {
    let page = |withdrawn: bool| Notice {
        frame: signed_in(lang, "/notices/n1"),
        it: view(lang, withdrawn),
        openers: vec![(
            word(lang, "佐藤 美咲", "Misaki Sato"),
            word(lang, "みなと訪問看護", "Minato Nursing"),
            at(lang, -2),
        )],
        confirmed: withdrawn.then(|| at(lang, -1)),
        confirm_url: (!withdrawn).then(|| "/notices/n1/confirm".into()),
        follow: withdrawn.then(|| "/desk/notices/n1".into()),
        said: None,
    };
    vec![("notice", page(false)), ("notice-withdrawn", page(true))]
}

pub fn sent(lang: Lang) -> Vec<(&'static str, NoticesSent)> {
    let page = |lines, may_write| {
        let mut frame = signed_in(lang, "/desk/notices");
        frame.home = tasuki_app::access_list::Home::Desk;
        NoticesSent { frame, lines, may_write, said: None }
    };
    let share = |it| NoticeLine { share: Some((3, 14)), unread: false, ..it };
    let all = lines(lang).into_iter().map(share).collect();
    vec![("notices-sent", page(all, true)), ("notices-sent-none", page(Vec::new(), false))]
}

fn rows(lang: Lang, wrong: bool) -> Vec<Vec<Input>> {
    let t = &lang.texts().notices;
    let error = wrong.then(|| word(lang, "件名を入れてください。", "Give the notice a title."));
    let check =
        Check { value: "pharmacy".into(), label: word(lang, "薬局", "pharmacy"), on: true };
    vec![
        vec![Input { error, ..Input::line("title", t.subject, "") }],
        vec![Input {
            widget: Widget::Checks(vec![check]),
            ..Input::line("kinds", t.kinds, "").with_hint(t.kinds_hint)
        }],
        vec![Input::typed("from", t.from, "", ("datetime-local", "")).or_nothing()],
    ]
}

pub fn forms(lang: Lang) -> Vec<(&'static str, NoticeNew)> {
    let page =
        |wrong| NoticeNew { frame: signed_in(lang, "/desk/notices/new"), rows: rows(lang, wrong) };
    vec![("notice-new", page(false)), ("notice-new-wrong", page(true))]
}

pub fn sends(lang: Lang) -> Vec<(&'static str, NoticeSend)> {
    let t = &lang.texts().notices;
    let page = |error| NoticeSend {
        frame: signed_in(lang, "/desk/notices/new"),
        it: view(lang, false),
        channel: word(lang, "高齢福祉課", "Welfare Division"),
        importance: t.importances[1],
        reaches: t.reaches.of(12, 40),
        fields: vec![("title".into(), "x".into()), ("kinds".into(), "pharmacy".into())],
        accepted: ACCEPTED,
        error,
    };
    let wrong = word(lang, "本文が空です。", "There are no words.");
    vec![("notice-send", page(None)), ("notice-send-wrong", page(Some(wrong)))]
}

fn reach(lang: Lang, opened: bool) -> ReachLine {
    ReachLine {
        facility: word(lang, "はまかぜ薬局", "Hamakaze"),
        kind: word(lang, "薬局", "pharmacy"),
        place: word(lang, "茅ヶ崎市", "Chigasaki"),
        opened: opened.then(|| (word(lang, "小林 健太", "Kenta Kobayashi"), at(lang, -3))),
        confirmed: opened.then(|| at(lang, -2)),
        managers: vec![
            (word(lang, "小林 健太", "Kenta Kobayashi"), "kenta@example.jp".into()),
            (word(lang, "南 翔太", "Shota Minami"), String::new()),
        ],
    }
}

pub fn reaches(lang: Lang) -> Vec<(&'static str, NoticeReach)> {
    let page = |whole: bool| NoticeReach {
        frame: signed_in(lang, "/desk/notices/n1"),
        it: view(lang, whole),
        url: "/desk/notices/n1".into(),
        open: if whole { Vec::new() } else { vec![reach(lang, false)] },
        done: vec![reach(lang, true)],
        percent: 50,
        may_remind: !whole,
        reminded: Some((2, at(lang, -30))),
        errors: vec![FieldError {
            field: if whole { "remind" } else { "reason" }.into(),
            message: word(lang, "理由を書いてください。", "Say why."),
        }],
        ..NoticeReach::default()
    };
    vec![("notice-reach", page(false)), ("notice-reach-whole", page(true))]
}

pub fn paper(lang: Lang) -> NoticePaper {
    NoticePaper {
        frame: signed_in(lang, "/desk/notices/n1/print"),
        it: view(lang, false),
        back: "/desk/notices/n1".into(),
        lines: vec![reach(lang, false)],
        printed: at(lang, 0).long,
        from: word(lang, "高齢福祉課\n000-123-4567", "Welfare Division\n000-123-4567"),
    }
}

pub fn channels(lang: Lang) -> Channels {
    let t = &lang.texts().notices;
    let channel = |association: bool| ChannelView {
        name: word(lang, "みなと市医師会", "Minato Medical Association"),
        association,
        url: association.then(|| "/desk/channels/c1".into()),
        facilities: 12,
        writers: 2,
    };
    Channels {
        frame: signed_in(lang, "/desk/channels"),
        channels: vec![channel(false), channel(true)],
        rows: vec![vec![Input::line("name", t.channel_name, "").with_hint(t.channel_hint)]],
        next: "c2".into(),
        said: None,
    }
}

pub fn channel(lang: Lang) -> ChannelMembers {
    let t = &lang.texts().notices;
    ChannelMembers {
        frame: signed_in(lang, "/desk/channels/c1"),
        name: word(lang, "みなと市医師会", "Minato Medical Association"),
        url: "/desk/channels/c1".into(),
        rows: vec![vec![Input::area("writers", t.writers, "kawamura", 4).or_nothing()]],
        said: None,
    }
}
