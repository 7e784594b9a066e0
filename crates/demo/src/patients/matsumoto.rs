//! 松本 キヨ: diabetes and frailty; too little food, one low sugar, and a small wound on a foot.

use super::Story;
use crate::patient::{Birth, Profile, Sex, contact};
use crate::photo::PhotoSubject as Photo;
use crate::portrait::{Hair, Portrait, Wear};
use crate::row::{
    CARE_PLAN, CONSULTATION, FROM_FAMILY, HELPER_RECORD, INSTRUCTION, MEDICINE, NURSING, Row,
    confirm, correct, note,
};
use crate::staff::{CARE_OFFICE, ISHIDA, KAWAMURA, KISHIMOTO, KOBAYASHI, MORI, TANAKA, YOSHIOKA};

pub(super) const STORY: Story = Story { patient: PATIENT, whole_by: None, rows: ROWS };

const PATIENT: Profile = Profile {
    key: "matsumoto-kiyo",
    family_name: "松本",
    given_name: "キヨ",
    family_kana: "まつもと",
    given_kana: "きよ",
    birth: Birth { year: 1944, month: 8, day: 17 },
    sex: Sex::Female,
    care_level: "要介護1",
    allergies: &[],
    drug_risks: &["インスリン"],
    living: "夫と二人暮らし",
    place: "自宅",
    phase: "安定期",
    contacts: &[
        contact("松本 茂", "夫（難聴、電話は長女へ）", "03-0000-8101"),
        contact("松本 優子", "長女（市内）", "090-0000-8102"),
    ],
    conditions: &["2型糖尿病（インスリン）", "フレイル", "糖尿病性神経障害", "骨粗鬆症"],
    attending_doctor: KAWAMURA,
    managing_facility: CARE_OFFICE,
    team: &[TANAKA, KAWAMURA, MORI, ISHIDA, KOBAYASHI, KISHIMOTO, YOSHIOKA],
    portrait: Portrait {
        background: "#ece6d4",
        skin: "#dab092",
        hair: Hair::Curls,
        hair_colour: "#c3c0bd",
        wear: Wear::Collar,
        clothes: "#7b86a8",
        glasses: true,
        child: false,
    },
};

// One row a line of the story: kept as written.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    note(-27, "9:30", ISHIDA, NURSING,
        "体重は半年で3kg減って39.8kg。握力は右12kg。「ご飯を作るのがおっくうで、\
        二人でパンですませる」と。インスリンの手技は合っています。")
        .key(1).vitals("36.4 128/72 74 97 16").weight("39.8").glucose("142"),
    note(-27, "12:40", KAWAMURA, INSTRUCTION,
        "痩せてきたので、血糖を下げすぎないことを優先します。朝の持効型インスリンを10単位から8\
        単位に。食事を制限する必要はありません。たんぱく質をしっかり。\
        目標はHbA1c 7.5〜8.4%です。").key(2).reply(1),
    confirm(-27, "13:30", ISHIDA, 2),
    confirm(-27, "14:10", KOBAYASHI, 2),
    confirm(-27, "16:00", TANAKA, 2),
    note(-25, "11:00", TANAKA, CARE_PLAN,
        "昼の配食（たんぱく質の多い献立）を週4回で始めます。生活援助は週2回、\
        ご主人と一緒に夕食の下ごしらえをする形に。ご本人は「人の作ったものは楽しみ」と。")
        .key(3),
    confirm(-25, "12:20", KISHIMOTO, 3),
    note(-24, "16:50", KISHIMOTO, HELPER_RECORD,
        "一緒に肉じゃがの下ごしらえ。座ってじゃがいもの皮をむかれました。ご主人は味見の係。\
        夕食は8割。")
        .photos(&[(Photo::MealTray { eaten: 8 }, "夕食 8割.jpg")]),
    note(-22, "10:30", YOSHIOKA, CONSULTATION,
        "評価。5m歩行 7.1秒、いすからの立ち上がり5回 19秒。筋力は落ちていますが、\
        やる気は十分です。台所の流しにつかまって、かかと上げ10回を朝夕。\
        転びそうな場所は浴室の入口です。").key(4),
    confirm(-22, "12:00", ISHIDA, 4),
    note(-20, "14:15", KOBAYASHI, MEDICINE,
        "針の使い回しがあったので、1回ごとに替えるようお話しし、捨てる箱を新しくしました。\
        飲み薬の血糖の薬が2種類残っています。減らせるか先生に相談します。").key(5),
    note(-20, "17:20", KAWAMURA, INSTRUCTION,
        "グリメピリドは中止にします。低血糖を起こしやすいためです。\
        DPP-4阻害薬だけ続けてください。").reply(5).key(6),
    confirm(-20, "17:45", KOBAYASHI, 6),
    confirm(-19, "9:00", MORI, 6),
    note(-18, "9:40", MORI, NURSING,
        "朝食前の血糖は118、128、151。配食は完食できた日が3日、半分の日が1日。\
        足の裏の感覚は左右とも鈍いです。爪を切り、靴の中を見ました。")
        .vitals("36.3 130/74 72 97 16").glucose("128").weight("39.9"),
    note(-17, "17:10", KISHIMOTO, HELPER_RECORD,
        "夕食は半分。「胃がもたれる」とのこと。昼の配食が遅く届いて14時に食べたそうです。")
        .photos(&[(Photo::MealTray { eaten: 5 }, "夕食 半分.jpg")]),
    note(-16, "7:50", ISHIDA, NURSING,
        "ご主人が長女さんに連絡、長女さんから電話。朝、汗をかいて返事がおかしいとのこと。\
        到着時、血糖54。ブドウ糖10gを2回で、15分後98まで上がり、会話もふつうに戻りました。\
        昨夜は夕食が少なく、今朝は食べる前にインスリンを打っていました。")
        .key(7).urgent().tags(&["低血糖"])
        .vitals("36.0 138/76 92 97 18").glucose("54"),
    note(-16, "8:20", KAWAMURA, INSTRUCTION,
        "今朝の朝食は必ずとってもらってください。明日からインスリンは6単位、\
        打つのは朝食を食べ始めてから。昼と寝る前の血糖も3日間測ります。70未満、\
        または同じ様子があれば電話を。").key(8).urgent().tags(&["低血糖"]).reply(7),
    confirm(-16, "8:25", ISHIDA, 8),
    confirm(-16, "8:50", TANAKA, 8),
    confirm(-16, "9:15", KOBAYASHI, 8),
    confirm(-16, "11:40", KISHIMOTO, 8),
    note(-16, "13:30", KOBAYASHI, MEDICINE,
        "ブドウ糖を寝室、食卓、玄関の3か所に置き、大きな字で「ふるえ・冷や汗・ぼんやり → 2袋」\
        と書きました。ご主人にも筆談で説明し、実際に封を切ってもらいました。"),
    note(-15, "18:30", TANAKA, FROM_FAMILY,
        "長女さんより。「父は耳が遠いので電話に気づかない。ふるえる目覚ましの腕時計を買った」\
        とのこと。朝の7時に長女さんから合図を送るそうです。"),
    note(-14, "9:30", MORI, NURSING,
        "3日間の血糖：朝 131・146・139、昼 168・182・155、寝る前 174・160・171。低血糖なし。\
        食べ始めてから打つ順番が守れています。").key(9)
        .vitals("36.4 128/72 72 97 16").glucose("139"),
    confirm(-14, "12:15", KAWAMURA, 9),
    note(-13, "10:50", KISHIMOTO, HELPER_RECORD,
        "靴下に小さな血のしみがありました。右の親指の内側です。本人は痛くないと言われます。\
        写真を送ります。").key(10)
        .photos(&[(Photo::Wound { millimetres: 7, open: true }, "右親指の内側.jpg")]),
    note(-13, "11:20", MORI, CONSULTATION,
        "ありがとうございます。早く見つかって助かります。午後に伺います。それまで水で洗って、\
        きれいなガーゼを当てておいてください。絆創膏で強く巻かないようお願いします。").reply(10),
    note(-13, "15:10", MORI, NURSING,
        "右母趾の内側に7mmの浅い傷。新しい室内履きの縫い目に当たっていました。周りの赤みは2mm、\
        熱感や膿なし。洗って被覆材。履物は元のものに戻しました。").key(11).tags(&["足の傷"])
        .vitals("36.5 130/74 74 97 16"),
    note(-13, "17:40", KAWAMURA, INSTRUCTION,
        "2日ごとに洗って写真をください。赤みが広がる、においがする、\
        37.5℃以上のときはすぐ連絡を。足の血流を次の診察で調べます。")
        .key(12).tags(&["足の傷"]).reply(11),
    confirm(-13, "18:00", MORI, 12),
    confirm(-13, "18:30", KISHIMOTO, 12),
    note(-11, "9:20", ISHIDA, NURSING,
        "傷は6mm、底はきれいな赤色。赤みは広がっていません。").tags(&["足の傷"]).glucose("144")
        .photos(&[(Photo::Wound { millimetres: 6, open: true }, "右親指 2日後.jpg")]),
    note(-10, "16:40", KISHIMOTO, HELPER_RECORD,
        "卵とツナのサンドイッチを一緒に作りました。完食。かかと上げは、ご主人が数を数えて10回。")
        .key(13),
    correct(-10, "17:00", KISHIMOTO, 13,
        ("卵とツナのサンドイッチを一緒に作りました。8割。かかと上げは、ご主人が数を数えて10回。",
         "ご主人の皿と取り違えていました")),
    note(-9, "13:20", KAWAMURA, INSTRUCTION,
        "診察。足背の脈は触れ、足の血圧の比も0.98で血流は保たれています。\
        傷は今の処置で治ると見ています。HbA1c 7.6%、アルブミン 3.4。\
        インスリンは6単位を続けます。").key(14).high().tags(&["検査", "足の傷"]),
    confirm(-9, "14:00", ISHIDA, 14),
    confirm(-9, "14:40", YOSHIOKA, 14),
    note(-7, "10:30", YOSHIOKA, CONSULTATION,
        "5m歩行 6.2秒、立ち上がり5回 16秒。足の傷に当たらない、つま先の広い履物を選びました。\
        家の前の道を往復100m、ご主人と歩いています。").key(15),
    confirm(-7, "12:10", TANAKA, 15),
    note(-6, "16:30", KISHIMOTO, HELPER_RECORD,
        "夕食は完食。「おなかがすくようになった」と。")
        .photos(&[(Photo::MealTray { eaten: 10 }, "夕食 完食.jpg")]),
    note(-5, "9:30", MORI, NURSING,
        "傷は3mm、周りの赤みなし。体重40.4kg、4週間で初めて増えました。\
        ご本人より先にご主人が喜ばれました。")
        .tags(&["足の傷"]).vitals("36.4 126/72 72 97 16").weight("40.4").glucose("136")
        .photos(&[(Photo::Wound { millimetres: 4, open: false }, "右親指 8日後.jpg"), (Photo::Scale { hectograms: 404 }, "体重 40.4.jpg")]),
    note(-3, "11:10", TANAKA, CARE_PLAN,
        "配食を週5回に。来月から、短時間の通いの運動（週1回、送迎あり）を見学します。\
        ご主人も一緒に見学できます。").key(16),
    confirm(-3, "12:00", MORI, 16),
    note(-2, "14:00", KOBAYASHI, MEDICINE,
        "インスリンの単位は本体に合わせた数字のシールを貼り、6に印を付けました。\
        残りの本数と使用期限を確認。ブドウ糖は減っていません。").info(),
    note(-1, "9:25", ISHIDA, NURSING,
        "傷は閉じました。保護はあと3日。足を毎晩、ご主人が懐中電灯で見てくれています。\
        低血糖の様子なし。")
        .key(17).tags(&["足の傷"]).vitals("36.3 126/70 70 97 16").glucose("132"),
    confirm(-1, "12:30", KAWAMURA, 17),
];
