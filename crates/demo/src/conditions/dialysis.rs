//! 血液透析 three times a week: weight between, the shunt, potassium.

use crate::cast::{DIETITIAN, DOCTOR, HELPER, LIAISON, MANAGER, NURSE, PHARMACIST, THERAPIST};
use crate::condition::{Condition, Episode, episode, say};
use crate::course::drift;
use crate::row::confirm;

pub(crate) const DIALYSIS: Condition = Condition {
    names: &["慢性腎不全（血液透析 週3回）", "二次性副甲状腺機能亢進症", "高血圧症"],
    risks: &["抗凝固薬（透析時）", "腎排泄の薬は量に注意"],
    phase: "安定期",
    usual: [36.4, 140.0, 74.0, 74.0, 97.0, 16.0, 50.0, 0.0],
    measures: "TBPSW",
    limits: &[("weight", "", "+2.5"), ("systolic", "95", "175")],
    yearly_weight: -0.6,
    visits: &[
        (NURSE, 6),
        (DOCTOR, 2),
        (HELPER, 8),
        (PHARMACIST, 2),
        (DIETITIAN, 1),
        (THERAPIST, 3),
        (LIAISON, 1),
        (MANAGER, 1),
    ],
    banks: &[
        (NURSE, &[SEES, DOES]),
        (DOCTOR, &[EXAMINES]),
        (HELPER, &[HELPS]),
        (PHARMACIST, &[MEDICINES]),
        (DIETITIAN, &[EATS]),
        (LIAISON, &[CENTRE]),
    ],
    episodes: &[&SHUNT, &TOO_MUCH, &CRAMP],
    theme: None,
};

const SEES: &[&str] = &[
    "シャントの音は[よく聞こえ|ザーザーと連続し]、ふるえも触れます。赤みや熱はありません。",
    "透析の間の体重は[1.4|1.6|1.2]kg増。足のむくみは軽度です。",
    "透析の翌日で[だるさは軽い|午後まで横になっていた]とのことです。",
    "かゆみが[背中|腕]に強く、かき傷が2か所あります。",
    "針を刺したあとの血は止まっています。絆創膏は帰宅後4時間で外せました。",
    "水分の記録は1日[620|700|680]mL。薬の水も数えておられます。",
    "皮膚の色、爪の色に変わりはありません。足先が少し冷たいです。",
];

const DOES: &[&str] = &[
    "シャントの腕で血圧を測らない、荷物を掛けない、を確かめました。",
    "保湿剤を塗り、爪を丸く整えました。",
    "氷を1個ずつ口に含むと水分が減らせる、と試しています。",
    "災害時の透析カードの場所を確かめました。財布の中にあります。",
    "足の傷の有無を見ました。踵のひび割れにクリームを塗りました。",
];

const EXAMINES: &[&str] = &[
    "ドライウェイトは[49.5|50.0|50.5]kgのまま。心胸比は[49|51]%です。",
    "カリウムは[5.1|5.4]、リンは[5.2|5.8]。食事の見直しを栄養士にお願いします。",
    "透析中の血圧の下がりが減りました。朝の降圧薬は透析日のみ休みます。",
    "痛み止めは量を半分に。市販のものは使わないでください。",
];

const HELPS: &[&str] = &[
    "野菜は[ゆでこぼして|水にさらして]から調理しました。",
    "飲み物は目盛りの付いたコップで[150|120]mL。",
    "透析から戻られ、玄関で少しふらつきました。座って10分で落ち着いています。",
    "バナナの代わりにりんごを。「これはいいんだね」と笑われました。",
    "送迎の車まで荷物を運びました。シャントの腕には掛けていません。",
];

const MEDICINES: &[&str] = &[
    "リンを下げる薬は食事の最中に。飲み忘れは[昼に3回|週1回]でした。",
    "透析日と非透析日で袋の色を変えました。",
    "かゆみの薬が追加です。夜の眠気に気をつけてください。",
];

const EATS: &[&str] = &[
    "リンの多い[ハム|インスタントめん]が週4回。減らして卵と魚に替えます。",
    "たんぱく質は足りています。塩分を[7|6.5]gにできると体重の増えが減ります。",
];

const CENTRE: &[&str] = &[
    "透析室からの連絡です。除水は[2.4|2.1]L、終了時の血圧は落ち着いていました。",
    "次の採血は{+7}の透析前です。",
];

const SHUNT: Episode = episode(&[
    say(0, "8:30", NURSE, "シャントの音が弱く、ふるえが触れません。今朝までは感じていたそうです。腕の痛みはありません。")
        .key(1).urgent().tags(&["シャント"]).vitals("="),
    confirm(0, "8:36", DOCTOR, 1),
    say(0, "8:45", DOCTOR, "詰まりかけています。すぐ病院へ。連携室と透析室に電話しました。").key(2).urgent().reply(1),
    confirm(0, "8:50", LIAISON, 2),
    confirm(0, "8:55", MANAGER, 2),
    say(0, "14:40", LIAISON, "風船で広げ、流れは戻りました。透析もこのあと行い、夕方に帰宅します。").key(3),
    confirm(0, "15:05", NURSE, 3),
    say(1, "10:00", NURSE, "音、ふるえともよく触れます。毎朝ご自分で触れて手帳に○を付ける約束をしました。").vitals("="),
]);

const TOO_MUCH: Episode = episode(&[
    say(
        0,
        "10:10",
        NURSE,
        "連休で透析の間が3日あき、体重が3kg以上増えています。息切れと足のむくみ、血圧も高めです。",
    )
    .key(1)
    .urgent()
    .tags(&["体重"])
    .vitals("="),
    confirm(0, "10:20", DOCTOR, 1),
    say(
        0,
        "10:40",
        DOCTOR,
        "透析室に今日の午後の枠を取りました。それまで水分は口をしめらす程度で。",
    )
    .key(2)
    .reply(1),
    confirm(0, "10:50", HELPER, 2),
    say(
        1,
        "9:30",
        LIAISON,
        "臨時の透析で2.8L除水しました。息切れはとれています。次は予定どおりです。",
    ),
    say(2, "11:00", DIETITIAN, "連休の献立（汁物なし・つゆを減らす）を一緒に作りました。"),
])
.drifts(&[
    drift("weight", &[(-3, 0.2), (0, 3.6), (1, 0.4), (2, 0.0)]),
    drift("systolic", &[(-2, 0.0), (0, 30.0), (1, 4.0), (2, 0.0)]),
    drift("spo2", &[(-1, 0.0), (0, -4.0), (1, 0.0)]),
]);

const CRAMP: Episode = episode(&[
    say(
        0,
        "17:30",
        HELPER,
        "透析から帰宅後、ふくらはぎがつって歩けませんでした。温めて15分で治まりました。",
    )
    .key(1),
    say(0, "18:40", DOCTOR, "除水を少し緩めてもらうよう透析室へ伝えました。").reply(1),
    say(
        6,
        "11:00",
        THERAPIST,
        "足のストレッチを透析中にも続けています。つるのは週1回に減りました。",
    ),
]);
