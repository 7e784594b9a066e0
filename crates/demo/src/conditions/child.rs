//! 医療的ケア児: a tracheostomy, tube feeding, nursery and school, and a family.

use crate::cast::{
    DOCTOR, HEALTH_NURSE, HELPER, LIAISON, MANAGER, NURSE, PHARMACIST, RELATIVE, SECOND_NURSE,
    SPEECH, THERAPIST,
};
use crate::condition::{Condition, Episode, episode, say};
use crate::course::drift;
use crate::row::{CONSULTATION, FROM_FAMILY, confirm};
use crate::step::Place;

pub(crate) const CHILD: Condition = Condition {
    names: &["脳性まひ", "気管切開", "胃ろう", "てんかん"],
    risks: &["抗てんかん薬"],
    phase: "安定期",
    usual: [36.8, 0.0, 0.0, 102.0, 97.5, 24.0, 15.4, 0.0],
    measures: "TPSRW",
    limits: &[("spo2", "93", ""), ("pulse", "", "140"), ("temperature", "", "38.0")],
    yearly_weight: 1.2,
    visits: &[
        (NURSE, 8),
        (SECOND_NURSE, 4),
        (DOCTOR, 2),
        (THERAPIST, 4),
        (SPEECH, 2),
        (HELPER, 4),
        (PHARMACIST, 1),
        (MANAGER, 1),
        (HEALTH_NURSE, 1),
    ],
    banks: &[
        (NURSE, &[SEES, DOES]),
        (DOCTOR, &[EXAMINES]),
        (HELPER, &[HELPS]),
        (THERAPIST, &[TRAINS]),
        (SPEECH, &[SPEAKS]),
        (PHARMACIST, &[MEDICINES]),
        (MANAGER, &[PLANS]),
        (HEALTH_NURSE, &[WATCHES]),
    ],
    episodes: &[&COLD, &FAMILY_ROOM, &SEIZURE, &SCHOOL],
    theme: None,
};

const SEES: &[&str] = &[
    "<本人>は[学校|園]から帰って[ご機嫌|少し眠そう]です。目が合うと笑ってくれました。",
    "吸引は[1時間に1回|2時間に3回]、痰は[白くさらさら|少し粘り]です。",
    "カニューレのひもは指1本の余裕。首の赤みは[ありません|右側に少し]。",
    "注入は[200|180]mLを[40|50]分で。吐き戻しはありません。",
    "発作は今週[1回、30秒ほど|ありません]。薬は時間どおり入っています。",
    "手を伸ばして[鈴|絵本|タオル]をつかもうとしました。",
    "胸の音は左右同じ。夜は[2回|1回]の吸引で眠れたそうです。",
    "うんちは[毎日|2日に1回]。お腹は柔らかいです。",
];

const DOES: &[&str] = &[
    "お風呂に一緒に入れました。「あー」と声が出て、お母さんも笑顔です。",
    "気管孔のガーゼを替え、予備のカニューレの期限を確かめました。",
    "胃ろうの周りを洗い、ボタンを回しました。水は3.5mL入っています。",
    "背中をさすって痰を出し、うつ伏せで[10分|15分]過ごしました。",
    "[歌|手遊び|絵本]の時間に、右手を3回上げて「もう1回」を伝えてくれました。",
    "きょうだいの宿題を見ながらの訪問でした。<家族>は少し座って休めました。",
    "お出かけ用の吸引器の電池を確かめました。",
];

const EXAMINES: &[&str] = &[
    "成長は曲線に沿っています。栄養の量は体重に合わせて[5%|8%]増やします。",
    "カニューレを交換しました。気管孔の肉芽は小さいままです。",
    "けいれんの薬の血中濃度は範囲内です。",
    "予防接種は[麻しん風しん|インフルエンザ]まで済みました。",
    "背骨の曲がりは前回と同じ。装具は次の受診で作り直します。",
];

const HELPS: &[&str] = &[
    "学校のお迎えに付き添いました。車の中で[歌を聴いて|窓の外を見て]静かでした。",
    "きょうだいの園の行事の間、一緒に過ごしました。[積み木|音の出る本]で遊びました。",
    "お風呂の準備と片付けを手伝いました。姿勢を保つ椅子はぴったりです。",
];

const TRAINS: &[&str] = &[
    "座る姿勢を[5分|8分]。頭を自分で[10秒|15秒]起こせました。",
    "立つ台に[15分|20分]。足の裏をつけて、うれしそうでした。",
    "呼吸の体操のあと、痰がよく出ました。",
];

const SPEAKS: &[&str] = &[
    "スイッチのおもちゃで「もう1回」を[4回|6回]選べました。",
    "甘い味のスポンジを唇に。舌が動き、むせはありません。",
];

const MEDICINES: &[&str] = &[
    "体重に合わせて薬の量を計算し直しました。変更は1種類です。",
    "粉薬の溶け残りがあるため、シロップに替えられるか相談します。",
];

const PLANS: &[&str] = &[
    "障害児の通所の受給者証を更新しました。月[12|15]日です。",
    "きょうだいの預かりと合わせて、<家族>の休む日を月2回作りました。",
];

const WATCHES: &[&str] = &[
    "[就学|進級]の相談に同席しました。医療的ケアの看護師が付く見込みです。",
    "停電のときの避難先と電源を、<家族>と地図で確かめました。",
];

const COLD: Episode = episode(&[
    say(0, "9:10", NURSE,
        "昨夜から鼻水と発熱。痰が増え、吸引は30分に1回です。顔色は悪くありませんが、肩で息をしています。")
        .key(1).urgent().tags(&["発熱"]).vitals("="),
    confirm(0, "9:20", DOCTOR, 1),
    say(0, "11:30", DOCTOR,
        "かぜから始まった気管支炎です。酸素を0.5Lまで使って構いません。吸入を1日4回。\
        SpO₂ 90%未満、ぐったり、注入を吐くときは病院へ。連絡は入れてあります。").key(2).reply(1).vitals("="),
    confirm(0, "11:45", NURSE, 2),
    confirm(0, "12:10", PHARMACIST, 2),
    say(1, "10:00", SECOND_NURSE, "酸素0.5LでSpO₂は保てています。吸入のあと痰がよく引けます。").vitals("="),
    say(4, "16:20", NURSE, "熱は下がり、酸素も外せました。今日から[登校|登園]です。").vitals("="),
])
.drifts(&[
    drift("temperature", &[(-1, 0.3), (0, 1.9), (1, 1.2), (3, 0.2), (4, 0.0)]),
    drift("pulse", &[(-1, 5.0), (0, 44.0), (1, 22.0), (4, 0.0)]),
    drift("spo2", &[(-1, -1.0), (0, -6.0), (1, -2.5), (4, 0.0)]),
    drift("respiration", &[(-1, 2.0), (0, 14.0), (1, 7.0), (4, 0.0)]),
]);

const SEIZURE: Episode = episode(&[
    say(0, "21:10", SECOND_NURSE,
        "<家族>から電話。けいれんが4分続き、座薬で止まったとのことです。21時40分に訪問、今は眠っており\
        呼びかけに目を開けます。").key(1).urgent().tags(&["けいれん", "夜間"]).vitals("="),
    confirm(0, "21:50", DOCTOR, 1),
    confirm(1, "8:20", NURSE, 1),
    say(1, "12:40", DOCTOR, "発熱や飲み忘れはなし。薬を朝だけ少し増やします。5分を超えたら救急車、は変わりません。")
        .key(2).reply(1),
    confirm(1, "13:00", PHARMACIST, 2),
    say(8, "16:10", NURSE, "増やしてから発作はありません。眠気は[初めの2日だけ|ありません]。").vitals("="),
]);

const SCHOOL: Episode = episode(&[
    say(
        0,
        "10:20",
        MANAGER,
        "[遠足|運動会|宿泊の行事]に看護師が付き添えるか、学校から問い合わせがありました。",
    )
    .key(1),
    say(
        0,
        "17:10",
        NURSE,
        "付き添えます。吸引器は2台、注入は行きのバスの前に済ませる案でどうでしょう。",
    )
    .key(2)
    .reply(1),
    confirm(0, "18:30", DOCTOR, 2),
    say(
        9,
        "17:00",
        NURSE,
        "行ってきました。[友達と手をつないで写真|応援席で大きな声]。帰りはぐっすりでした。",
    ),
]);

const FAMILY_ROOM: Episode = episode(&[
    say(
        0,
        "21:20",
        RELATIVE,
        "昨日から夜の吸引が少し増えました。熱はありません。様子を見て大丈夫でしょうか。",
    )
    .key(1)
    .about(FROM_FAMILY)
    .place(Place::Family),
    say(
        1,
        "8:30",
        NURSE,
        "お知らせありがとうございます。今日の訪問を30分早めて胸の音を聴きますね。",
    )
    .key(2)
    .about(CONSULTATION)
    .reply(1)
    .place(Place::Family),
    confirm(1, "8:50", RELATIVE, 2),
    say(
        4,
        "20:40",
        RELATIVE,
        "学校で「おかえり」の声に手を上げたそうです。連絡帳を読んで泣いてしまいました。",
    )
    .about(FROM_FAMILY)
    .place(Place::Family),
    say(
        6,
        "19:10",
        LIAISON,
        "次の外来は{+9}の10時です。待ち時間に横になれる部屋を用意しておきます。",
    )
    .about(CONSULTATION)
    .place(Place::Family),
]);
