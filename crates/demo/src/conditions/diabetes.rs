//! 糖尿病 with insulin: sugar, feet, food.

use crate::cast::{
    DAY, DIETITIAN, DOCTOR, HELPER, HYGIENIST, MANAGER, NURSE, PHARMACIST, SECOND_NURSE,
};
use crate::condition::{Condition, Episode, episode, say};
use crate::course::drift;
use crate::photo::PhotoSubject as Photo;
use crate::row::{CONSULTATION, confirm};

pub(crate) const DIABETES: Condition = Condition {
    names: &["2型糖尿病（インスリン）", "糖尿病性神経障害", "高血圧症"],
    risks: &["インスリン"],
    phase: "安定期",
    usual: [36.4, 130.0, 74.0, 74.0, 97.0, 16.0, 54.0, 152.0],
    measures: "TBPWG",
    limits: &[("glucose", "80", "300")],
    yearly_weight: -0.8,
    visits: &[
        (NURSE, 8),
        (SECOND_NURSE, 3),
        (DOCTOR, 2),
        (HELPER, 6),
        (PHARMACIST, 2),
        (DIETITIAN, 1),
        (DAY, 3),
        (HYGIENIST, 1),
        (MANAGER, 1),
    ],
    banks: &[
        (NURSE, &[SEES, DOES]),
        (DOCTOR, &[EXAMINES]),
        (HELPER, &[HELPS]),
        (PHARMACIST, &[MEDICINES]),
        (DIETITIAN, &[EATS]),
    ],
    episodes: &[&LOW, &FOOT, &SICK_DAY],
    theme: None,
};

const SEES: &[&str] = &[
    "朝食前の血糖は1週間で[118〜164|124〜171|112〜158]。低い日はありません。",
    "注射の跡は[お腹の左右を交互に使えて|同じ場所が硬くなって]います。",
    "足の裏の感覚は[指先で鈍く|前回と同じ]、傷や水ぶくれはありません。",
    "冷や汗、手のふるえ、強い空腹の訴えはありません。",
    "のどの渇きは[ありません|夕方に少し]。尿の回数は変わりません。",
    "間食は[せんべい2枚|小さい大福1個|果物だけ]。食べた時刻も手帳に書かれています。",
    "針の捨て方は守れています。缶の半分まで溜まりました。",
    "血糖手帳の字が[細かく|大きく]、抜けは[ありません|2日だけ]です。",
];

const DOES: &[&str] = &[
    "注射は単位合わせから一緒に確かめ、[10秒待つ|空打ちをする]ところまでできました。",
    "足を洗い、指の間を拭いて保湿。爪はまっすぐに切りました。",
    "ぶどう糖を枕元と玄関に置き直しました。",
    "冷えても湯たんぽを直に当てない約束をしました。",
    "視力が落ちているので、目盛りの拡大鏡を取り付けました。",
    "靴の中に小石がないか見てから履く、を続けています。",
];

const EXAMINES: &[&str] = &[
    "HbA1cは[7.4|7.6|7.8]%。年齢を考えると十分です。インスリンは[8|10|12]単位のまま。",
    "腎機能は前回と同じ。尿のたんぱくも増えていません。",
    "眼科の受診が1年あいています。予約を入れてください。",
    "低血糖を避けることを第一に。朝が100を切る日が続けば2単位減らします。",
    "神経の痛みの薬を[夜だけにします|続けます]。ふらつきに注意を。",
];

const HELPS: &[&str] = &[
    "注射を済ませてから朝食、の順を声に出して確かめました。",
    "昼は[魚と野菜の煮物|豚汁とおにぎり1個]。ご飯は150gに量りました。",
    "おやつは15時にヨーグルト。隠してあった[まんじゅう|飴の袋]はそのままにし、看護師さんに伝えます。",
    "足の指に赤みはありません。靴下の糸くずを取りました。",
    "買い物は一緒に。甘い飲み物を[お茶|炭酸水]に替えられました。",
];

const MEDICINES: &[&str] = &[
    "インスリンは[残り2本|残り3本]、冷蔵庫の扉で凍らずに保管できています。",
    "食べられない日の飲み薬と注射の決まりを、一枚の紙にしました。",
    "低血糖を起こしやすい薬の重なりはありません。",
];

const EATS: &[&str] = &[
    "野菜から食べる順番が身に付いています。ご飯は茶わん軽く1杯です。",
    "たんぱく質が足りないので、朝に卵か納豆を足します。",
];

const LOW: Episode = episode(&[
    say(0, "9:10", NURSE,
        "訪問時、冷や汗と手のふるえがあり、返事がゆっくりです。朝食を[半分しか|まだ]食べずに注射されていました。\
        ぶどう糖10gを飲み、15分後に[98|104]まで上がりました。").key(1).urgent().tags(&["低血糖"]).vitals("="),
    confirm(0, "9:25", DOCTOR, 1),
    say(0, "9:50", DOCTOR, "よく気づいてくださいました。明日から2単位減らします。食事の量が半分なら注射も半分に。")
        .key(2).reply(1),
    confirm(0, "10:05", PHARMACIST, 2),
    confirm(0, "11:30", HELPER, 2),
    say(0, "13:00", MANAGER, "朝のヘルパーを30分早め、食事が並んでから注射の声かけをします。").about(CONSULTATION),
    say(3, "9:20", NURSE, "朝の血糖は[128|134]。ふるえや冷や汗はその後ありません。").vitals("="),
])
.drifts(&[drift("glucose", &[(-1, 0.0), (0, -102.0), (1, -10.0), (3, 0.0)]), drift("pulse", &[(-1, 0.0), (0, 18.0), (1, 0.0)])]);

const FOOT: Episode = episode(&[
    say(0, "10:30", NURSE,
        "右足の小指に[8mm|6mm]の水ぶくれがあります。新しい靴が当たったようですが、痛みは感じないそうです。\
        洗って保護しました。").key(1).tags(&["足"]).vitals("=")
        .photos(&[(Photo::Wound { millimetres: 8, open: false }, "右小指.jpg")]),
    confirm(0, "12:10", DOCTOR, 1),
    say(0, "13:20", DOCTOR, "靴は使わないでください。赤みが広がる、熱を持つときは抗菌薬を始めます。").key(2).reply(1),
    confirm(0, "15:00", HELPER, 2),
    say(4, "10:20", SECOND_NURSE, "水ぶくれは乾いてきました。周りの赤みはありません。").tags(&["足"])
        .photos(&[(Photo::Dressing, "足の保護.jpg")]),
    say(12, "10:40", NURSE, "皮がはがれ、下は新しい皮膚です。靴は幅の広いものに替えました。").tags(&["足"]),
]);

const SICK_DAY: Episode = episode(&[
    say(
        0,
        "8:40",
        SECOND_NURSE,
        "昨夜から[下痢が4回|吐き気]で食事がとれません。血糖は高めですが、意識ははっきりしています。\
        水分は吸い飲みで少しずつ。",
    )
    .key(1)
    .urgent()
    .tags(&["シックデイ"])
    .vitals("="),
    confirm(0, "8:55", DOCTOR, 1),
    say(
        0,
        "9:15",
        DOCTOR,
        "持効型の注射は続け、飲み薬は中止。4時間ごとに血糖を。300を超えて吐くなら病院です。",
    )
    .key(2)
    .reply(1),
    confirm(0, "9:30", PHARMACIST, 2),
    confirm(0, "9:40", NURSE, 2),
    say(1, "10:00", NURSE, "おかゆを半分。下痢は1回に減り、血糖も下がってきました。").vitals("="),
    say(3, "10:10", NURSE, "普通の食事に戻りました。飲み薬は今日から再開しています。").vitals("="),
])
.drifts(&[
    drift("glucose", &[(-1, 0.0), (0, 140.0), (1, 60.0), (3, 0.0)]),
    drift("temperature", &[(-1, 0.0), (0, 0.7), (2, 0.0)]),
]);
