//! がん終末期: pain, food, sleep, and what still matters.

use crate::cast::{
    BATH, DOCTOR, EQUIPMENT, HELPER, HYGIENIST, LIAISON, MANAGER, NURSE, PHARMACIST, RELATIVE,
    SECOND_NURSE,
};
use crate::condition::{Condition, Episode, episode, say};
use crate::course::drift;
use crate::row::{CONSULTATION, FROM_FAMILY, confirm};
use crate::step::Place;

pub(crate) const CANCER: Condition = Condition {
    names: &["大腸がん（肝転移・腹膜播種）", "がん性疼痛"],
    risks: &["医療用麻薬"],
    phase: "看取り期",
    usual: [36.5, 108.0, 64.0, 82.0, 96.0, 17.0, 42.0, 0.0],
    measures: "TBPSR",
    limits: &[("respiration", "8", "30")],
    yearly_weight: -6.0,
    visits: &[
        (NURSE, 10),
        (SECOND_NURSE, 5),
        (DOCTOR, 4),
        (PHARMACIST, 3),
        (HELPER, 6),
        (BATH, 2),
        (MANAGER, 1),
        (HYGIENIST, 1),
        (EQUIPMENT, 1),
    ],
    banks: &[
        (NURSE, &[SEES, DOES]),
        (DOCTOR, &[EXAMINES]),
        (HELPER, &[HELPS]),
        (PHARMACIST, &[MEDICINES]),
    ],
    episodes: &[&PAIN, &PALLIATIVE_ROOM, &WISH, &FAMILY_ROOM, &DELIRIUM],
    theme: Some((
        "緩和ケア：痛みと夜の過ごし方",
        &[DOCTOR, NURSE, SECOND_NURSE, PHARMACIST, MANAGER],
    )),
};

const SEES: &[&str] = &[
    "痛みは安静で[1〜2|2]、動くと[3|4]。レスキューは昨日[1回|2回]です。",
    "食事は[アイスとスープ|茶わん蒸し半分|果物を3口]。「食べたい時に食べたい物を」で過ごされています。",
    "お腹の張りは[前回と同じ|やや強く]、寝返りがつらそうです。枕を抱く姿勢で楽になります。",
    "だるさが強く、午前は横になって過ごされました。午後は[孫の声に|テレビに]目を開けます。",
    "吐き気は[ありません|朝に1回]。吐き気止めがよく効いています。",
    "足のむくみがあり、靴下を外しました。皮膚は薄くなっています。",
    "尿は[600|500]mLほど。色は濃いめです。",
    "眠っている時間が増えました。呼びかけには穏やかに答えられます。",
    "口の中は[きれい|白い苔が少し]。氷のかけらを喜ばれます。",
];

const DOES: &[&str] = &[
    "ラベンダーの足浴をしました。「[いい匂い|眠くなる]」とのことです。",
    "仙骨部は赤みなし。マットレスの圧を一段下げました。",
    "家:<家族>と、これから起こる体の変化の冊子を途中まで読みました。",
    "昔の写真を一緒に見ました。[新婚旅行|町内の祭り|初めての車]の話です。",
    "薬の飲みにくさがあり、貼り薬への切り替えを相談します。",
    "「[家がいい|迷惑をかけたくない|庭の梅を見たい]」とのお気持ちを伺いました。",
    "便は[2日に1回|3日出ていないため座薬を使い]、腹部の苦しさは和らいでいます。",
];

const EXAMINES: &[&str] = &[
    "痛みは抑えられています。貼り薬は今の量を続けます。",
    "お腹の水が増えています。抜くかどうかはご本人の息苦しさで決めます。",
    "点滴はむくみを強めるため行わない方針を、改めて共有しました。",
    "残された時間は週の単位と考えます。<家族>には今日お話ししました。",
    "レスキューは1回量を[0.5mg|2.5mg]増やして構いません。間隔は1時間です。",
];

const HELPS: &[&str] = &[
    "[すりおろしたりんご|卵豆腐|冷たい甘酒]を少し。「おいしい」と2回おっしゃいました。",
    "髪を整え、好きな口紅を塗られました。",
    "シーツを替える間、<家族>が手を握っておられました。",
    "窓を開けて風を入れました。[鳥の声|通りの音]を聞いておられます。",
    "動くと痛みが出るため、着替えは前開きのものにしました。",
];

const MEDICINES: &[&str] = &[
    "医療用麻薬の残りを数え、記録と合っています。空の袋は回収しました。",
    "レスキューの使い方を<家族>と確かめました。時刻の表に書けています。",
    "便秘の薬は麻薬の量に合わせて[1包|2錠]増やしました。",
    "飲み込みにくい薬を3つやめ、貼り薬と座薬にしました。",
];

const PAIN: Episode = episode(&[
    say(0, "3:20", SECOND_NURSE,
        "夜間の電話。お腹の痛みが8/10でレスキュー2回でも治まらないとのこと。3時45分に訪問しました。\
        体を丸めて汗をかいておられます。当直の先生に電話しています。")
        .key(1).urgent().tags(&["疼痛", "夜間"]).vitals("="),
    say(0, "3:50", DOCTOR,
        "すぐに伺います。それまでレスキューをもう1回使ってください。到着後に持続の皮下注射を始めます。")
        .key(2).urgent().reply(1),
    confirm(0, "3:53", SECOND_NURSE, 2),
    say(0, "5:10", DOCTOR, "持続皮下注を始めました。痛みは3/10まで下がり、眠られています。朝に看護師さんの訪問を。")
        .high(),
    say(0, "9:00", NURSE, "痛みは2/10。呼吸は落ち着き、<家族>とお茶を飲まれました。注射の部位の赤みはありません。")
        .vitals("="),
    say(0, "11:20", PHARMACIST, "注射薬を無菌で調製し、届けました。次の交換は{+3}です。"),
])
.drifts(&[drift("pulse", &[(-1, 0.0), (0, 16.0), (1, 2.0), (2, 0.0)]), drift("respiration", &[(-1, 0.0), (0, 5.0), (1, 0.0)])]);

const PALLIATIVE_ROOM: Episode = episode(&[
    say(
        0,
        "18:30",
        NURSE,
        "今夜からの痛みの目標を決めたいです。ご本人は「3までなら話ができる」とのこと。",
    )
    .key(1)
    .about(CONSULTATION)
    .place(Place::Theme),
    say(
        0,
        "19:10",
        DOCTOR,
        "では安静3/10を目標にします。レスキューが1日4回を超えたら基本の量を2割増やします。",
    )
    .key(2)
    .about(CONSULTATION)
    .reply(1)
    .place(Place::Theme),
    confirm(0, "19:25", PHARMACIST, 2),
    confirm(0, "19:40", SECOND_NURSE, 2),
    say(
        3,
        "17:50",
        PHARMACIST,
        "レスキューは1日2回に落ち着いています。眠気は2時間ほど、許せる範囲とのことです。",
    )
    .about(CONSULTATION)
    .place(Place::Theme),
    say(
        6,
        "18:20",
        SECOND_NURSE,
        "夜は湯たんぽと手を握ることで眠れています。薬を足さずに済みました。",
    )
    .about(CONSULTATION)
    .place(Place::Theme),
]);

const WISH: Episode = episode(&[
    say(0, "15:00", HELPER, "「[もう一度海が見たい|墓参りに行きたい|床屋に行きたい]」とおっしゃいました。").key(1),
    say(0, "17:30", MANAGER, "かなえましょう。介護タクシーを{+3}の午前で押さえました。付き添いは看護師さんにお願いできますか。")
        .key(2).reply(1),
    confirm(0, "17:45", NURSE, 2),
    say(0, "19:00", DOCTOR, "よいと思います。出発前にレスキューを1回。1時間を目安に。").key(3).reply(2),
    confirm(0, "19:20", NURSE, 3),
    say(3, "13:10", NURSE, "行ってきました。痛みは出ず、「思い残すことがない」と。<家族>と記念の写真を撮りました。"),
]);

const FAMILY_ROOM: Episode = episode(&[
    say(
        0,
        "22:10",
        RELATIVE,
        "夜になると息の間があくことがあり、隣で眠れません。これは苦しいのでしょうか。",
    )
    .key(1)
    .about(FROM_FAMILY)
    .place(Place::Family),
    say(
        0,
        "22:30",
        SECOND_NURSE,
        "不安ですね。眉間にしわがなければ苦しさは強くないことが多いです。今から電話しますね。",
    )
    .key(2)
    .about(CONSULTATION)
    .reply(1)
    .place(Place::Family),
    confirm(0, "23:10", RELATIVE, 2),
    say(1, "13:00", DOCTOR, "昨夜の息のことを伺いました。今日15時に伺い、ご一緒に様子を見ます。")
        .about(CONSULTATION)
        .place(Place::Family),
    say(
        3,
        "20:00",
        RELATIVE,
        "昨日は兄弟がそろい、昔の歌を歌いました。本人も口を動かしていました。",
    )
    .about(FROM_FAMILY)
    .place(Place::Family),
]);

const DELIRIUM: Episode = episode(&[
    say(
        0,
        "7:50",
        NURSE,
        "昨夜から話のつじつまが合わず、何度も起き上がろうとされたそうです。便が4日出ていません。",
    )
    .key(1)
    .tags(&["せん妄"])
    .vitals("="),
    say(
        0,
        "9:10",
        DOCTOR,
        "せん妄です。便を出し、夜の薬を変えます。部屋は薄明かりにしてください。",
    )
    .key(2)
    .reply(1),
    confirm(0, "9:30", PHARMACIST, 2),
    say(
        1,
        "9:40",
        SECOND_NURSE,
        "昨夜は続けて5時間眠れました。今朝は受け答えがはっきりしています。",
    )
    .vitals("="),
    say(
        2,
        "15:30",
        LIAISON,
        "緩和ケア病棟の面談は{+5}の14時です。家で過ごす場合も、入れる場所があると安心とのことでした。",
    ),
]);
