//! 頸髄損傷: skin, bladder, heat, and a working life.

use crate::cast::{
    BATH, DOCTOR, EQUIPMENT, HEALTH_NURSE, HELPER, MANAGER, NURSE, PHARMACIST, SECOND_HELPER,
    SECOND_NURSE, THERAPIST, WOC,
};
use crate::condition::{Condition, Episode, episode, say};
use crate::course::drift;
use crate::photo::PhotoSubject as Photo;
use crate::row::confirm;
use crate::step::Place;

pub(crate) const SPINAL: Condition = Condition {
    names: &["頸髄損傷（C6）", "神経因性膀胱（膀胱留置カテーテル）", "仙骨部褥瘡"],
    risks: &["自律神経過反射（頭痛・発汗・血圧上昇）"],
    phase: "安定期",
    usual: [36.4, 104.0, 62.0, 66.0, 97.0, 15.0, 55.0, 0.0],
    measures: "TBPS",
    limits: &[("systolic", "80", "140"), ("temperature", "", "37.8")],
    yearly_weight: 0.0,
    visits: &[
        (NURSE, 8),
        (SECOND_NURSE, 4),
        (DOCTOR, 1),
        (HELPER, 12),
        (SECOND_HELPER, 8),
        (BATH, 4),
        (THERAPIST, 4),
        (PHARMACIST, 1),
        (MANAGER, 1),
        (EQUIPMENT, 1),
        (HEALTH_NURSE, 1),
    ],
    banks: &[
        (NURSE, &[SEES, DOES]),
        (DOCTOR, &[EXAMINES]),
        (HELPER, &[HELPS]),
        (THERAPIST, &[TRAINS]),
        (EQUIPMENT, &[MACHINES]),
    ],
    episodes: &[&ULCER, &SKIN_ROOM, &DYSREFLEXIA, &INFECTION],
    theme: Some((
        "褥瘡：坐骨と仙骨を守る",
        &[NURSE, SECOND_NURSE, DOCTOR, MANAGER, EQUIPMENT, WOC],
    )),
};

const SEES: &[&str] = &[
    "仙骨部は[8×6|9×7|7×6]mm、深さは浅く、底は赤い良い色です。",
    "坐骨の左右に赤みなし。除圧は30分ごとのアラームで続けています。",
    "尿は[1,600|1,800]mL、にごり[なし|わずか]。カテーテルの折れはありません。",
    "足の突っ張りが[朝に強く|夜中に2回]出ます。痛みの感じはありません。",
    "室温が高い日は熱がこもりやすいので、首と脇を冷やしています。",
    "爪の周りと踵に傷はありません。靴の当たりも見ました。",
    "車いすに[6時間|7時間]乗り、在宅の仕事を続けられています。",
];

const DOES: &[&str] = &[
    "傷を洗い、被覆材を交換しました。しみ出しは[少量|ごく少量]です。",
    "排便の日です。座薬のあと[40分|50分]で中等量。発汗や頭痛は出ませんでした。",
    "膀胱洗浄をしました。抵抗なく戻り、浮遊物は少しです。",
    "マットレスの底づきを手で確かめました。問題ありません。",
    "カテーテルを交換。次は{+28}です。固定は太ももの外側へ。",
    "肩の痛みに温め、車いすのこぎ方を見直しました。",
];

const EXAMINES: &[&str] = &[
    "傷は縮小しています。今の処置を続けてください。",
    "突っ張りの薬は[夜だけ5mg追加|このまま]。眠気が出れば戻します。",
    "尿の菌は症状がないので薬を使いません。熱とにごりがそろえば連絡を。",
];

const HELPS: &[&str] = &[
    "更衣とカテーテルの袋の交換をしました。ズボンのしわを伸ばしています。",
    "リフトで車いすへ。足の位置を鏡で一緒に見ました。",
    "パソコンの台を5cm上げました。「肩が楽」とのことです。",
    "昼食は自助具のフォークで全量。水分は[400|500]mLです。",
    "座面の除圧を30分ごとに。会議の間は前かがみで1分ずつです。",
    "夜の体位は右30度から。膝の間にクッションを入れました。",
];

const TRAINS: &[&str] = &[
    "肩と肩甲骨の運動を[20分|25分]。上げると音がしますが痛みは軽いです。",
    "プッシュアップは[6回|8回]。お尻が座面から離れる時間が延びました。",
    "足首の硬さをほぐしました。突っ張りが弱まり、靴が履きやすくなります。",
];

const MACHINES: &[&str] = &[
    "座圧を測り直し、左の坐骨の下を[1cm|8mm]削りました。",
    "リフトの吊り具の縫い目を点検しました。異常ありません。",
];

const ULCER: Episode = episode(&[
    say(
        0,
        "10:20",
        NURSE,
        "左の坐骨に[12×10|10×8]mmの赤み、押しても消えません。昨日は会議で9時間座られたそうです。",
    )
    .key(1)
    .tags(&["褥瘡"])
    .vitals("=")
    .photos(&[(Photo::Wound { millimetres: 12, open: false }, "左坐骨.jpg")]),
    confirm(0, "12:00", DOCTOR, 1),
    say(
        0,
        "13:10",
        DOCTOR,
        "3日間は車いすを2時間までに。色が紫になる、皮がむけるときは写真をください。",
    )
    .key(2)
    .reply(1),
    confirm(0, "13:30", HELPER, 2),
    confirm(0, "14:00", EQUIPMENT, 2),
    say(4, "10:30", SECOND_NURSE, "赤みは5mmまで薄くなりました。除圧の時間は守れています。")
        .tags(&["褥瘡"])
        .photos(&[(Photo::Wound { millimetres: 5, open: false }, "左坐骨 4日後.jpg")]),
    say(9, "10:10", NURSE, "赤みは消えました。仕事は午前と午後に分けて再開です。").tags(&["褥瘡"]),
]);

const SKIN_ROOM: Episode = episode(&[
    say(0, "17:40", NURSE, "仙骨部のふちが白くふやけています。しみ出しは増えていません。被覆材の選び方を教えてください。")
        .key(1).tags(&["褥瘡"]).place(Place::Theme)
        .photos(&[(Photo::Wound { millimetres: 9, open: true }, "仙骨部.jpg")]),
    say(1, "12:20", WOC, "ふやけは吸い切れていないサインです。吸水の多いものへ替え、交換は2日に1回に。ふちに保護剤を。")
        .key(2).reply(1).tags(&["褥瘡"]).place(Place::Theme),
    confirm(1, "12:50", NURSE, 2),
    confirm(1, "18:00", SECOND_NURSE, 2),
    say(8, "17:30", SECOND_NURSE, "ふやけは改善し、[7×5|6×5]mmに縮みました。").tags(&["褥瘡"]).place(Place::Theme),
]);

const DYSREFLEXIA: Episode = episode(&[
    say(
        0,
        "15:10",
        HELPER,
        "急な頭痛と顔の汗、首から上が赤くなっています。頭を起こして、看護師さんに電話中です。",
    )
    .key(1)
    .urgent()
    .tags(&["過反射"]),
    say(
        0,
        "15:30",
        NURSE,
        "カテーテルが体の下で折れていました。直して尿が[600|500]mL流れ、血圧は下がり始めています。",
    )
    .key(2)
    .urgent()
    .reply(1)
    .tags(&["過反射"])
    .vitals("="),
    confirm(0, "15:40", DOCTOR, 2),
    say(0, "16:10", DOCTOR, "適切な対応でした。30分おきに2回測り、150を超えるなら手持ちの薬を。")
        .key(3)
        .reply(2),
    confirm(0, "16:20", NURSE, 3),
    say(
        1,
        "10:00",
        SECOND_NURSE,
        "頭痛なし。管の通り道に印のテープを貼り、移乗のたびに見る手順にしました。",
    )
    .vitals("="),
])
.drifts(&[
    drift("systolic", &[(-1, 0.0), (0, 66.0), (1, 0.0)]),
    drift("diastolic", &[(-1, 0.0), (0, 34.0), (1, 0.0)]),
]);

const INFECTION: Episode = episode(&[
    say(0, "9:30", NURSE, "寒気のあと発熱、尿が白くにごっています。突っ張りもいつもより強いです。")
        .key(1)
        .urgent()
        .tags(&["発熱"])
        .vitals("="),
    confirm(0, "9:40", DOCTOR, 1),
    say(
        0,
        "10:10",
        DOCTOR,
        "尿路感染です。尿の培養を取り、カテーテルを交換してから抗菌薬を始めてください。",
    )
    .key(2)
    .reply(1),
    confirm(0, "10:20", PHARMACIST, 2),
    say(
        2,
        "10:00",
        SECOND_NURSE,
        "熱は下がり、尿の色も澄んできました。水分は1日2,000mLを目標にしています。",
    )
    .vitals("="),
])
.drifts(&[
    drift("temperature", &[(-1, 0.2), (0, 2.2), (1, 1.0), (2, 0.3), (3, 0.0)]),
    drift("pulse", &[(-1, 0.0), (0, 20.0), (2, 4.0), (3, 0.0)]),
]);
