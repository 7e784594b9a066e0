//! Pages of somebody who is signed in.

use jiff::civil::date;
use tasuki_web::pages::{
    Account, Banner, Chip, ChipKind, Choice, ComposerBar, Contact, DeviceStanding, DeviceView,
    Fact, MemberView, NotebookRow, Notebooks, OrderChoice, Pick, Room, RoomTab, Row, SessionView,
    SystemChoice, Waiting, WaitingRow,
};
use tasuki_web::show;
use tasuki_web::texts::Lang;

use super::entries::{self, at, author};
use super::{NOW, nurse, picture, signed_in, word};

pub fn banner(lang: Lang) -> Banner {
    let chip = |kind, ja: &str, en: &str| Chip { kind, label: word(lang, ja, en) };
    let birth = date(1942, 3, 2);
    Banner {
        back: "/notebooks".into(),
        name: "山口 ハナ".into(),
        kana: "やまぐち はな".into(),
        portrait: Some(picture("hana")),
        age: show::age(birth, NOW, lang),
        sex: word(lang, "女性", "female"),
        care_level: word(lang, "要介護3", "Care level 3"),
        birth_short: show::birth_short(birth, lang),
        birth_long: show::birth_long(birth, lang),
        chips: vec![
            chip(ChipKind::Allergy, "ペニシリン", "penicillin"),
            chip(ChipKind::DrugRisk, "抗凝固薬", "anticoagulant"),
            chip(ChipKind::Living, "独居", "lives alone"),
            chip(ChipKind::Place, "自宅", "at home"),
        ],
        same_name: false,
        closed: String::new(),
    }
}

pub fn notebooks(lang: Lang) -> Vec<(&'static str, Notebooks)> {
    let frame = signed_in(lang, "/notebooks");
    let full = Notebooks {
        frame: frame.clone(),
        rows: rows(lang),
        closed: vec![NotebookRow {
            closed: word(lang, "閉じた連絡帳（転居した）", "Closed notebook (moved away)"),
            ..rows(lang).remove(3)
        }],
        invitations: 2,
        all: 5,
        waiting: waiting(lang),
        waiting_count: 4,
        orders: vec![
            OrderChoice {
                value: "urgent",
                label: lang.texts().notebooks.order_urgent,
                chosen: true,
            },
            OrderChoice { value: "kana", label: lang.texts().notebooks.order_kana, chosen: false },
        ],
        ..Notebooks::default()
    };
    let none_found = Notebooks { rows: Vec::new(), search: "たなか".into(), ..full.clone() };
    vec![
        ("notebooks", full),
        ("notebooks-none-found", none_found),
        ("notebooks-empty", Notebooks { frame, ..Notebooks::default() }),
    ]
}

pub fn what_waits(lang: Lang) -> Vec<(&'static str, Waiting)> {
    let frame = signed_in(lang, "/waiting");
    vec![
        ("waiting", Waiting { frame: frame.clone(), waiting: waiting(lang) }),
        ("waiting-nothing", Waiting { frame, waiting: Vec::new() }),
    ]
}

fn waiting(lang: Lang) -> Vec<WaitingRow> {
    let row = |name: &str, line: &str, hours: i64| WaitingRow {
        url: "/rooms/r1/entries/e1".into(),
        name: name.into(),
        author: word(lang, "高橋 健二 医師", "高橋 健二 physician"),
        line: line.into(),
        time: show::recent(NOW.plus_seconds(-3600 * hours), NOW, lang),
        time_iso: show::moment(NOW.plus_seconds(-3600 * hours), NOW, lang).iso,
        ..WaitingRow::default()
    };
    vec![
        WaitingRow { urgent: true, ..row("山口 ハナさん", "採血・SpO₂再測定", 1) },
        WaitingRow {
            delivery: true, ..row("大野 健三さん", "退院前カンファの候補日", 20)
        },
        WaitingRow { answer: true, ..row("林 芳江さん", "ケアプランの変更", 50) },
    ]
}

fn rows(lang: Lang) -> Vec<NotebookRow> {
    let row = |id: &str, name: (&str, &str), born: i16, unread: u32, hours: i64| NotebookRow {
        url: format!("/rooms/{id}"),
        name: name.0.into(),
        kana: name.1.into(),
        portrait: Some(picture(id)),
        age: show::age(date(born, 3, 2), NOW, lang),
        care_level: word(lang, "要介護3", "Care level 3"),
        time: show::recent(NOW.plus_seconds(-3600 * hours), NOW, lang),
        time_iso: show::moment(NOW.plus_seconds(-3600 * hours), NOW, lang).iso,
        unread,
        ..NotebookRow::default()
    };
    vec![
        NotebookRow {
            sex: word(lang, "女性", "female"),
            living: word(lang, "独居", "lives alone"),
            line: "肺炎の初期を疑います。ペニシリンのアレルギーがあるため".into(),
            urgent: true,
            ..row("hana", ("山口 ハナ", "やまぐち はな"), 1942, 1, 0)
        },
        NotebookRow {
            sex: word(lang, "男性", "male"),
            place: word(lang, "入院中", "in hospital"),
            line: "退院は28日(土)の見込み、家屋調査の依頼".into(),
            ..row("kenzo", ("大野 健三", "おおの けんぞう"), 1948, 4, 3)
        },
        NotebookRow {
            sex: word(lang, "女性", "female"),
            line: "ケアプラン変更：訪問入浴が週2回に".into(),
            ..row("yoshie", ("林 芳江", "はやし よしえ"), 1935, 12, 20)
        },
        NotebookRow {
            sex: word(lang, "男性", "male"),
            line: "変わりなし。".into(),
            ..row("takeshi", ("伊藤 武", "いとう たけし"), 1938, 0, 30)
        },
        NotebookRow {
            portrait: None, ..row("fumi", ("岡本 フミ", "おかもと ふみ"), 1931, 0, 60)
        },
    ]
}

pub fn rooms(lang: Lang) -> Vec<(&'static str, Room)> {
    let frame = signed_in(lang, "/rooms/r1");
    let mut timeline: Vec<Row> =
        entries::all(lang).into_iter().map(|e| Row::Entry(Box::new(e))).collect();
    timeline.insert(5, Row::Quiet(entries::joined(lang)));
    let full = Room {
        frame: frame.clone(),
        banner: Some(banner(lang)),
        tabs: tabs(lang),
        rows: timeline,
        older: Some("/rooms/r1?before=cur-9".into()),
        live: Some("/rooms/r1/live?after=cur-1".into()),
        composer: Some(composer(lang)),
        about: about(lang),
        contacts: contacts(lang),
        members: members(lang),
        ..Room::default()
    };
    let mut crowded = banner(lang);
    crowded.chips[0].label = word(lang, "ペニシリン・造影剤", "penicillin, contrast media");
    crowded.chips[2].label = word(lang, "妻と二人暮らし", "lives with his wife");
    crowded.same_name = true;
    let empty = Room {
        rows: Vec::new(),
        older: None,
        banner: Some(crowded),
        said: Some(frame.t.room.sent.into()),
        ..full.clone()
    };
    let read_only = Room {
        banner: None,
        title: word(lang, "市からのお知らせ", "Notices of the city"),
        tabs: Vec::new(),
        composer: None,
        newest: Some("/rooms/r9".into()),
        ..full.clone()
    };
    vec![("room", full), ("room-empty", empty), ("room-read-only", read_only)]
}

fn tabs(lang: Lang) -> Vec<RoomTab> {
    let tab = |id: &str, ja: &str, en: &str, theme: &str, unread, current| RoomTab {
        url: format!("/rooms/{id}"),
        label: word(lang, ja, en),
        theme: theme.into(),
        unread,
        current,
    };
    vec![
        tab("r1", "チーム", "Team", "", 1, true),
        tab("r2", "特定メンバー", "Selected", &word(lang, "褥瘡", "wound"), 0, false),
        tab("r3", "家族", "Family", "", 0, false),
    ]
}

pub(super) fn categories(lang: Lang) -> Vec<Choice> {
    let choice =
        |value: &str, ja: &str, en: &str| Choice { value: value.into(), label: word(lang, ja, en) };
    vec![
        choice("visit", "訪問看護の結果", "Nursing visit"),
        choice("order", "医師の指示", "Doctor's order"),
        choice("life", "生活の様子", "Daily life"),
        choice("medicine", "服薬", "Medicines"),
    ]
}

fn composer(lang: Lang) -> ComposerBar {
    ComposerBar {
        writer: "p1".into(),
        action: "/rooms/r1/entries".into(),
        compose_url: "/rooms/r1/compose".into(),
        entry: "01935f2c-0000-7000-8000-000000000001".into(),
        categories: categories(lang),
        category: "visit".into(),
        audience: word(lang, "チーム全員 9人", "all 9 of the team"),
        family: false,
    }
}

fn about(lang: Lang) -> Vec<Fact> {
    let fact =
        |ja: &str, en: &str, value: &str| Fact { label: word(lang, ja, en), value: value.into() };
    vec![
        fact("主治医", "Doctor", "川村 誠（川村内科医院）"),
        fact("薬局", "Pharmacy", "はまかぜ薬局"),
        fact("ケアマネ", "Care manager", "田中 恵子"),
    ]
}

fn contacts(lang: Lang) -> Vec<Contact> {
    vec![
        Contact {
            name: "山口 太郎".into(),
            relation: word(lang, "長男・キーパーソン", "son, key person"),
            phone: "000-1234-5678".into(),
        },
        Contact {
            name: "川村内科医院".into(),
            relation: word(lang, "主治医", "doctor"),
            phone: "000-123-0001".into(),
        },
    ]
}

pub(super) fn members(lang: Lang) -> Vec<MemberView> {
    ["makoto", "misaki", "keiko", "kenta", "yuka"]
        .into_iter()
        .map(|who| {
            let person = author(lang, who);
            MemberView {
                name: person.name,
                profession: person.profession,
                facility: person.facility,
                portrait: person.portrait,
                role: if who == "makoto" {
                    word(lang, "主治医", "doctor")
                } else {
                    String::new()
                },
                you: who == "misaki",
            }
        })
        .collect()
}

pub fn account(lang: Lang) -> Account {
    let device = |label: &str, standing, this: bool| DeviceView {
        lost_url: (!this).then(|| "/account/devices/d2/lost".into()),
        label: label.into(),
        kind: word(lang, "スマートフォン", "phone"),
        last_seen: this.then(|| at(0, lang)),
        valid_until: "2027年11月20日".into(),
        standing,
        this,
        renew_url: this.then(|| "/account/devices/d1/renew".into()),
    };
    let session = |label: &str, minutes, this: bool| SessionView {
        device: label.into(),
        started: at(minutes, lang),
        last_seen: at(minutes / 2, lang),
        this,
        end_url: (!this).then(|| "/sessions/s2/end".into()),
    };
    let pick = |value: &str, label: &str, chosen| Pick {
        value: value.into(),
        label: label.into(),
        chosen,
    };
    Account {
        systems: SystemChoice::all(None),
        has_portrait: true,
        passkeys: true,
        languages: vec![pick("", lang.texts().account.language_browser, true)],
        sizes: vec![pick("100", lang.texts().account.text_sizes[0], true)],
        idles: vec![pick("", &lang.texts().account.idle_region.of(15), true)],
        frame: signed_in(lang, "/account"),
        me: nurse(lang),
        login: "misaki-s".into(),
        facts: Vec::new(),
        devices: vec![
            device("訪問用スマートフォン 3", DeviceStanding::Active, true),
            device("訪問用スマートフォン 1", DeviceStanding::Revoked, false),
            device("事務所のパソコン", DeviceStanding::Expired, false),
        ],
        sessions: vec![
            session("訪問用スマートフォン 3", 45, true),
            session("事務所のパソコン", 3000, false),
        ],
        password_url: Some("/password".into()),
        said: None,
    }
}
