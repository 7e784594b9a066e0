//! What the patients of the stories told by hand have besides their stories: limits set by the
//! team, a room with a theme, one with the family, and a condition for the months before.

use crate::condition::Condition;
use crate::conditions::{CHILD, DEMENTIA, HEART_FAILURE, STROKE};
use crate::patient::{Limit, Room};
use crate::relatives::{AYAKA, EMI, NORIKO};
use crate::row::{CONSULTATION, FROM_FAMILY, NURSING, Row, confirm, note, read};
use crate::staff::{
    FUJITA, ISHIDA, KAWAMURA, KOBAYASHI, MATSUO, MORI, OGAWA, SATO, TAKAGI, TANAKA,
};
use crate::step::Place;

/// What belongs to one patient.
pub(crate) struct Besides {
    patient: &'static str,
    limits: &'static [(&'static str, Option<&'static str>, Option<&'static str>)],
    theme: Option<(&'static str, &'static [&'static str])>,
    family: Option<(&'static str, &'static [&'static str])>,
    pub rows: &'static [Row],
    /// The months before: the condition, and the usual weight (0 for not measured).
    pub before: Option<(&'static Condition, f32)>,
}

const NOTHING: Besides =
    Besides { patient: "", limits: &[], theme: None, family: None, rows: &[], before: None };

/// What belongs to the patient with this key.
pub(crate) fn of(patient: &str) -> &'static Besides {
    ALL.iter().find(|it| it.patient == patient).unwrap_or(&NOTHING)
}

impl Besides {
    pub(crate) fn limits(&self) -> Vec<Limit> {
        let owned = |end: Option<&str>| end.map(str::to_owned);
        let limit = |it: &(&'static str, Option<&str>, Option<&str>)| Limit {
            kind: it.0,
            low: owned(it.1),
            high: owned(it.2),
        };
        self.limits.iter().map(limit).collect()
    }

    pub(crate) fn rooms(&self) -> Vec<Room> {
        let theme = self.theme.map(|(title, members)| Room {
            place: Place::Theme,
            title,
            members: members.to_vec(),
            family: Vec::new(),
        });
        let family = self.family.map(|(relative, members)| Room {
            place: Place::Family,
            title: "",
            members: members.to_vec(),
            family: vec![relative],
        });
        theme.into_iter().chain(family).collect()
    }
}

const ALL: &[Besides] = &[
    Besides {
        patient: "yamaguchi-hana",
        theme: Some(("褥瘡：仙骨部を悪くしない", &[SATO, MORI, KAWAMURA, TANAKA, OGAWA])),
        family: Some((NORIKO, &[SATO, KAWAMURA, TANAKA])),
        rows: HANA,
        before: Some((&STROKE, 44.6)),
        ..NOTHING
    },
    Besides {
        patient: "hayashi-yoshie",
        limits: &[("weight", None, Some("44.0")), ("spo2", Some("92"), None)],
        before: Some((&HEART_FAILURE, 42.2)),
        ..NOTHING
    },
    Besides { patient: "ito-takeshi", before: Some((&DEMENTIA, 54.0)), ..NOTHING },
    Besides {
        patient: "okamoto-fumi",
        limits: &[("respiration", Some("8"), Some("30"))],
        theme: Some((
            "緩和ケア：痛みと夜の過ごし方",
            &[TAKAGI, SATO, MORI, ISHIDA, KOBAYASHI, MATSUO],
        )),
        family: Some((EMI, &[TAKAGI, SATO, ISHIDA, FUJITA])),
        rows: FUMI,
        ..NOTHING
    },
    Besides {
        patient: "nishimura-sho",
        limits: &[
            ("spo2", Some("94"), None),
            ("pulse", Some("60"), Some("130")),
            ("temperature", None, Some("38.0")),
        ],
        family: Some((AYAKA, &[TAKAGI, SATO, ISHIDA, FUJITA])),
        rows: SHO,
        before: Some((&CHILD, 18.2)),
        ..NOTHING
    },
    Besides {
        patient: "ishikawa-takashi",
        limits: &[("spo2", Some("94"), None), ("respiration", None, Some("24"))],
        ..NOTHING
    },
    Besides {
        patient: "matsumoto-kiyo",
        limits: &[("glucose", Some("80"), Some("300"))],
        ..NOTHING
    },
];

const THEME: Place = Place::Theme;
const FAMILY: Place = Place::Family;

// One row a line of the story: kept as written.
#[rustfmt::skip]
const HANA: &[Row] = &[
    note(-27, "16:20", SATO, NURSING,
        "仙骨部の発赤15mm、押しても白くならない状態です。座る時間が長いのが一番の原因と考えます。\
        小川さん、クッションとずれの見方を教えてください。")
        .key(500).tags(&["褥瘡"]).place(THEME),
    note(-26, "12:30", OGAWA, CONSULTATION,
        "写真を拝見しました。持続する発赤（d1）です。座面の奥まで深く座り、足台で膝を少し上げると\
        ずれが減ります。フィルムは端が丸まったら交換で十分です。")
        .key(501).reply(500).tags(&["褥瘡"]).place(THEME),
    confirm(-26, "13:15", SATO, 501).place(THEME),
    confirm(-26, "17:40", KAWAMURA, 501).place(THEME),
    note(-21, "12:00", MORI, NURSING,
        "足台を試して1週間。発赤は10mm、色も薄くなりました。夜は左を下にして眠る癖があるため、\
        薄いクッションを背中に入れています。")
        .tags(&["褥瘡"]).place(THEME),
    note(-14, "15:10", OGAWA, CONSULTATION,
        "よい経過です。消えたあとも2週間は弱い皮膚です。座る時間の表は続けてください。\
        次に赤みが30分で消えないときは、その日のうちにこの部屋へお願いします。")
        .key(502).tags(&["褥瘡"]).place(THEME),
    confirm(-14, "16:00", SATO, 502).place(THEME),
    confirm(-13, "9:05", TANAKA, 502).place(THEME),
    note(-9, "20:30", NORIKO, FROM_FAMILY,
        "いつもお世話になっております。日曜に夫と伺いました。母は「おかゆより雑炊がいい」と。\
        とろみはこのくらいで合っているでしょうか、次に見ていただけると安心です。")
        .key(510).place(FAMILY),
    note(-8, "9:00", SATO, CONSULTATION,
        "典子さん、ありがとうございます。明日の昼に一緒に作ってみますね。\
        スプーンからゆっくり落ちるくらいが目安です。")
        .key(511).reply(510).place(FAMILY),
    confirm(-8, "12:20", NORIKO, 511).place(FAMILY),
    note(-3, "19:45", NORIKO, FROM_FAMILY,
        "年末は29日から我が家で過ごす予定です。階段が2段あります。準備しておく物はありますか。")
        .key(512).place(FAMILY),
    note(-2, "10:10", TANAKA, CONSULTATION,
        "楽しみですね。玄関用の手すりを3日前にお届けします。お薬と紙おむつはこちらでまとめます。\
        具合が変わったときの連絡先の紙もお渡しします。")
        .reply(512).place(FAMILY),
    read(-1, "20:16", SATO).place(FAMILY),
    read(-1, "20:17", SATO).place(THEME),
];

#[rustfmt::skip]
const FUMI: &[Row] = &[
    note(-20, "18:40", SATO, CONSULTATION,
        "夜の痛みが2時頃に集まっています。寝る前のレスキューを予防で使うことについて、\
        ご意見をください。").key(500).place(THEME),
    note(-20, "19:20", TAKAGI, CONSULTATION,
        "よいと思います。寝る前に1回、3日続けて朝の眠気を見てください。").key(501).reply(500)
        .quote("寝る前のレスキューを予防で使うこと").place(THEME),
    confirm(-20, "19:30", KOBAYASHI, 501).place(THEME),
    note(-17, "17:30", ISHIDA, CONSULTATION,
        "3日間、2時の痛みは出ていません。朝の眠気は9時には抜けています。続けたいです。")
        .key(502).place(THEME),
    confirm(-17, "18:05", TAKAGI, 502).place(THEME),
    note(-6, "21:40", EMI, FROM_FAMILY,
        "夜、母が「お父さんが迎えに来る」と言いました。怖がってはいないのですが、\
        どう答えたらよいのでしょう。").key(510).place(FAMILY),
    note(-5, "8:20", ISHIDA, CONSULTATION,
        "恵美さん、話してくださってありがとうございます。「会えるといいね」と手を握るだけで\
        十分です。今日は少し長めに伺いますね。").key(511).reply(510).place(FAMILY),
    confirm(-5, "8:50", EMI, 511).place(FAMILY),
    note(-2, "20:15", EMI, FROM_FAMILY,
        "今日は沙織が来て、爪に薄い桃色を塗ってくれました。母は手を何度も眺めていました。")
        .place(FAMILY),
    read(-1, "20:18", SATO).place(THEME),
    read(-1, "20:19", SATO).place(FAMILY),
];

#[rustfmt::skip]
const SHO: &[Row] = &[
    note(-12, "20:50", AYAKA, FROM_FAMILY,
        "学校の給食の時間に、友達が「翔くんの注入、終わったら遊ぼう」と待っていてくれたそうです。\
        連絡帳を読んで二人で喜びました。").key(500).place(FAMILY),
    note(-11, "8:40", SATO, CONSULTATION,
        "すてきなお話をありがとうございます。注入の速さは今のままで大丈夫です。\
        次の訪問で翔くんにも聞いてみますね。").key(501).reply(500).place(FAMILY),
    confirm(-11, "9:10", AYAKA, 501).place(FAMILY),
    note(-4, "22:05", AYAKA, FROM_FAMILY,
        "妹が熱を出しました。翔には今のところうつっていません。明日の訪問はお願いしてよいでしょうか。")
        .key(502).place(FAMILY),
    note(-4, "22:20", ISHIDA, CONSULTATION,
        "お知らせありがとうございます。予定どおり伺います。マスクと手洗いの用意をして、\
        先に翔くんの部屋へ入りますね。").key(503).reply(502).place(FAMILY),
    confirm(-4, "22:31", AYAKA, 503).place(FAMILY),
    read(-1, "20:20", SATO).place(FAMILY),
];
