//! 石川 隆: ALS, breathing support by mask, and a decision that takes its time.

use super::Story;
use crate::patient::{Birth, Profile, Sex, contact};
use crate::photo::PhotoSubject as Photo;
use crate::portrait::{Hair, Portrait, Wear};
use crate::row::{
    CARE_PLAN, CONSULTATION, FROM_FAMILY, HELPER_RECORD, INSTRUCTION, MEDICINE, NURSING, Row,
    confirm, correct, note, read,
};
use crate::staff::{
    CARE_OFFICE, FUJITA, ISHIDA, KISHIMOTO, MATSUO, MORI, NAKAMURA, SATO, TAKAGI, YOSHIOKA,
};

pub(super) const STORY: Story = Story { patient: PATIENT, whole_by: None, rows: ROWS };

const PATIENT: Profile = Profile {
    key: "ishikawa-takashi",
    family_name: "石川",
    given_name: "隆",
    family_kana: "いしかわ",
    given_kana: "たかし",
    birth: Birth { year: 1963, month: 10, day: 3 },
    sex: Sex::Male,
    care_level: "要介護5",
    allergies: &[],
    drug_risks: &["鎮静薬で呼吸抑制"],
    living: "妻と二人暮らし",
    place: "自宅",
    phase: "変化期",
    contacts: &[
        contact("石川 明子", "妻", "090-0000-7101"),
        contact("石川 遥", "長女（市内）", "090-0000-7102"),
    ],
    conditions: &["筋萎縮性側索硬化症（ALS）", "非侵襲的換気（マスク）", "胃ろう"],
    attending_doctor: TAKAGI,
    managing_facility: CARE_OFFICE,
    team: &[FUJITA, TAKAGI, MORI, ISHIDA, SATO, YOSHIOKA, MATSUO, NAKAMURA, KISHIMOTO],
    portrait: Portrait {
        background: "#dce4ea",
        skin: "#dcae8b",
        hair: Hair::Crop,
        hair_colour: "#5d5a58",
        wear: Wear::Collar,
        clothes: "#4f6b5c",
        glasses: true,
        child: false,
    },
};

// One row a line of the story: kept as written.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    note(-27, "11:00", MORI, NURSING,
        "マスクの呼吸器は夜8時間と昼寝の1時間。鼻のつけ根に赤み5mm、皮はむけていません。\
        保護のシートを貼り、ベルトを左右1目盛りゆるめました。もれは増えていません。")
        .key(1).vitals("36.4 118/70 78 96 18")
        .photos(&[(Photo::Wound { millimetres: 5, open: false }, "鼻のつけ根.jpg")]),
    note(-26, "14:30", YOSHIOKA, CONSULTATION,
        "文字盤は1分に12文字ほど。まばたきよりも、右の眉のほうが疲れにくいです。\
        眉で押すスイッチを来週試します。首の支えは、今のものを2cm高くしました。").key(2),
    confirm(-26, "17:00", FUJITA, 2),
    confirm(-26, "18:20", NAKAMURA, 2),
    note(-25, "10:10", NAKAMURA, HELPER_RECORD,
        "体の向きを変えるときの順番を、文字盤で教えてもらいました。「くび・かた・こし」\
        の順です。右手の甲は触れると痛いそうです。").key(3),
    confirm(-25, "12:10", KISHIMOTO, 3),
    note(-23, "13:10", TAKAGI, INSTRUCTION,
        "診察。肺活量は予測の38%（先月44%）。食後に息が切れるので、注入は1回250mLまで、\
        40分以上かけてください。夜の呼吸器の設定を少し上げました。\
        朝の頭痛があれば教えてください。").key(4)
        .vitals("36.3 120/72 80 95 20"),
    confirm(-23, "14:20", ISHIDA, 4),
    confirm(-23, "15:00", MORI, 4),
    note(-22, "9:40", ISHIDA, NURSING,
        "設定を変えてから、朝の頭痛は2日ともありません。カフアシスト（咳を助ける機器）は朝夕5回\
        を3セット。白い痰が中くらい引けます。")
        .vitals("36.5 116/70 76 96 18"),
    note(-21, "16:00", MATSUO, MEDICINE,
        "薬はすべて胃ろうから。点滴だったエダラボンが内用懸濁液に変わり、通院の日が減ります。\
        よだれを減らす貼り薬は、眠気が出ないか1週間みてください。").key(5),
    confirm(-21, "17:30", MORI, 5),
    note(-20, "20:15", NAKAMURA, FROM_FAMILY,
        "奥さまから。夜中の呼び出しが5回あり、そのうち3回は腕の位置だったそうです。\
        「起きるのはいい。でも、朝に仕事の電話があるとつらい」。").key(6),
    note(-19, "11:20", FUJITA, CARE_PLAN,
        "重度訪問介護の夜間（22時〜6時）を週2回から3回に増やす申請を出しました。\
        決まるまで2週間ほどかかります。それまで岸本さんの土曜の夜を延ばせないか相談中です。")
        .reply(6).key(7),
    confirm(-19, "12:30", KISHIMOTO, 7),
    note(-18, "15:10", YOSHIOKA, CONSULTATION,
        "眉のスイッチを試しました。画面の文字盤で1分に18文字。最初に書いたのは「けいば みたい」\
        でした。日曜の中継を録画してもらうことに。"),
    note(-16, "14:00", TAKAGI, CONSULTATION,
        "ご本人、奥さま、長女さんと、気管切開と人工呼吸器について2回目の話し合い。\
        ご本人は「まだ きめない。むすめの けっこんしきまで かんがえる」。\
        今日の結論は「決めない」です。急いで答えを求めないでください。次は{+5}ごろ。")
        .key(8).tags(&["ACP"]).middle(),
    confirm(-16, "15:20", FUJITA, 8),
    confirm(-16, "16:00", MORI, 8),
    confirm(-16, "16:40", ISHIDA, 8),
    confirm(-16, "18:00", NAKAMURA, 8),
    note(-15, "19:50", MORI, CONSULTATION,
        "訪問の帰りぎわに、奥さまが玄関で「呼吸器をつけたら、あと何年この生活なのか。\
        つけてほしいと言えない自分がいやだ」と話されました。ご本人とお嬢さんには言わないでほし\
        いとのことです。支え方を相談させてください。")
        .only(&[TAKAGI, FUJITA]).key(9),
    note(-15, "21:10", TAKAGI, CONSULTATION,
        "大切なことを聞いてくださいました。奥さまだけの面談を外来の枠で作ります。\
        答えを出す場ではなく、話す場だと伝えてください。")
        .only(&[MORI, FUJITA]).reply(9),
    note(-14, "10:30", ISHIDA, NURSING,
        "鼻のつけ根の赤みは消えました。よだれは減り、日中の眠気はご本人によれば「すこし ねむ\
        い でも らく」。口の乾きには保湿ジェルを使っています。")
        .vitals("36.4 118/68 76 96 18").weight("52.6"),
    note(-12, "13:30", KISHIMOTO, HELPER_RECORD,
        "入浴介助（訪問入浴と合同）。呼吸器のマスクを付けたまま湯に10分。SpO₂は94〜96%。\
        湯から上がるとき、右肩を痛そうにされたので、次は先に支えます。").key(10),
    correct(-12, "14:10", KISHIMOTO, 10,
        ("入浴介助（訪問入浴と合同）。呼吸器のマスクを付けたまま湯に10分。SpO₂は94〜96%。\
         湯から上がるとき、左肩を痛そうにされたので、次は先に支えます。",
         "左右を逆に書いていました")),
    confirm(-12, "15:00", YOSHIOKA, 10),
    note(-11, "15:20", YOSHIOKA, CONSULTATION,
        "左肩は動かす範囲が狭くなっています。腕を引かずに、肘の下から持ち上げてください。\
        絵の手順書をベッドの横に貼りました。")
        .reply(10).photos(&[(Photo::NotebookPage, "手順書.jpg")]),
    note(-9, "4:10", MORI, NURSING,
        "夜間の臨時訪問。呼吸器の「もれ」の警報が止まらず、奥さまから電話。\
        マスクのクッションに裂け目がありました。予備に替えて警報は止まり、\
        SpO₂は89%から95%に戻りました。20分ほど苦しかったそうです。").key(11).urgent()
        .vitals("36.6 134/80 104 95 24"),
    note(-9, "8:00", TAKAGI, INSTRUCTION,
        "すぐの対応ありがとうございます。機器の会社に、今日中に予備のマスク2つと点検を頼みまし\
        た。予備はベッドの右の引き出しに。手動のバッグの使い方を、\
        奥さまと夜間のヘルパーの方にもう一度見てもらってください。").key(12).urgent().reply(11),
    confirm(-9, "8:20", MORI, 12),
    confirm(-9, "8:45", FUJITA, 12),
    confirm(-9, "9:30", KISHIMOTO, 12),
    confirm(-9, "10:00", SATO, 12),
    note(-8, "14:40", SATO, NURSING,
        "手動のバッグの練習を、奥さま、長女さん、岸本さんと行いました。1分に15回、\
        胸の上がりを見て押す。奥さまは2回目で落ち着いてできました。\
        停電のときの連絡の順番も壁に貼りました。")
        .vitals("36.4 118/70 80 96 18"),
    note(-7, "11:30", FUJITA, CARE_PLAN,
        "夜間の重度訪問介護、週3回が認められました。月・水・土の22時から。{-5}から始めます。")
        .key(13),
    confirm(-7, "12:20", NAKAMURA, 13),
    confirm(-7, "13:15", MORI, 13),
    note(-5, "8:30", KISHIMOTO, HELPER_RECORD,
        "夜間1回目。呼び出し4回（腕2、痰1、暑い1）。カフアシストは使わず吸引だけですみました。\
        奥さまは6時間続けて眠れたそうです。"),
    note(-4, "10:50", ISHIDA, NURSING,
        "食後の息切れは、注入をゆっくりにしてから減りました。便は2日に1回。右の踵に赤みなし。\
        競馬の録画を見て「あたった」と眉で打たれました。")
        .vitals("36.5 118/70 78 96 18").weight("52.4"),
    note(-3, "13:00", TAKAGI, INSTRUCTION,
        "血液ガス：pH 7.38、PaCO₂ 47.5、HCO₃ 27.6（先月 PaCO₂ 46.1）。\
        ゆるやかに上がっています。昼の呼吸器を1時間から2時間に延ばしてください。")
        .key(14).high().tags(&["検査"]),
    confirm(-3, "14:00", ISHIDA, 14),
    confirm(-3, "14:30", MORI, 14),
    note(-2, "15:30", MATSUO, MEDICINE,
        "よだれの貼り薬は続ける方針で2週間分。栄養剤は来月から半固形を試すことができます。\
        注入の時間が短くなりますが、息切れとの兼ね合いは先生と相談します。").info(),
    note(-1, "11:00", MORI, NURSING,
        "昼の呼吸器を2時間にして、夕方の疲れが軽いとのこと。「じかんが ながくなるのは こわい で\
        も らく」。変化を一緒に見ていきましょうと話しました。")
        .vitals("36.4 116/70 76 96 18"),
    read(-1, "18:20", SATO),
];
