//! 岡本 フミ: the last weeks at home with pancreatic cancer.

use super::Story;
use crate::patient::{Birth, Profile, Sex, contact};
use crate::photo::PhotoSubject as Photo;
use crate::portrait::{Hair, Portrait, Wear};
use crate::row::{
    CARE_PLAN, CONSULTATION, FROM_FAMILY, HELPER_RECORD, INSTRUCTION, MEDICINE, NURSING, Row,
    confirm, correct, note, read,
};
use crate::staff::{
    FUJITA, ISHIDA, KOBAYASHI, MATSUO, MORI, NAKAMURA, NURSING_STATION, SATO, TAKAGI,
};

pub(super) const STORY: Story = Story { patient: PATIENT, whole_by: None, rows: ROWS };

const PATIENT: Profile = Profile {
    key: "okamoto-fumi",
    family_name: "岡本",
    given_name: "フミ",
    family_kana: "おかもと",
    given_kana: "ふみ",
    birth: Birth { year: 1931, month: 4, day: 8 },
    sex: Sex::Female,
    care_level: "要介護5",
    allergies: &["サバ"],
    drug_risks: &["医療用麻薬"],
    living: "長女夫婦と同居",
    place: "自宅",
    phase: "看取り期",
    contacts: &[
        contact("岡本 恵美", "長女（同居）", "090-0000-5101"),
        contact("岡本 浩二", "長女の夫", "090-0000-5102"),
        contact("岡本 沙織", "孫（市内）", "090-0000-5103"),
    ],
    conditions: &["膵がん（肝転移）", "がん性疼痛", "2型糖尿病"],
    attending_doctor: TAKAGI,
    managing_facility: NURSING_STATION,
    team: &[TAKAGI, SATO, MORI, ISHIDA, KOBAYASHI, MATSUO, FUJITA, NAKAMURA],
    portrait: Portrait {
        background: "#efe3e2",
        skin: "#dbb396",
        hair: Hair::Short,
        hair_colour: "#d9d7d5",
        wear: Wear::Crossed,
        clothes: "#a5707a",
        glasses: false,
        child: false,
    },
};

// One row a line of the story: kept as written.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    note(-27, "10:40", SATO, NURSING,
        "背中の痛みは安静で2/10、体の向きを変えると5/10。夜は2回目が覚めるそうです。\
        レスキューは昨日2回。便は3日出ていません。腹部は柔らかいです。")
        .key(1).tags(&["疼痛"]).vitals("36.3 112/64 82 95 18"),
    note(-27, "13:00", TAKAGI, INSTRUCTION,
        "フェンタニルの貼り薬を1段階増やします（3日ごとの交換は同じ）。\
        便秘にはナルデメジンを足します。呼吸が1分に10回未満、呼びかけに目を開けないときは、\
        貼り薬をはがしてすぐ電話を。")
        .key(2).tags(&["疼痛"]).reply(1),
    confirm(-27, "13:20", SATO, 2),
    confirm(-27, "14:05", KOBAYASHI, 2),
    confirm(-27, "17:30", NAKAMURA, 2),
    note(-26, "16:20", KOBAYASHI, MEDICINE,
        "新しい貼り薬と便秘の薬をお届けしました。古い貼り薬の残り3枚は薬局で回収し、\
        帳簿に記録しました。使い終わったものは折って専用の袋へ。\
        お風呂の温度で吸収が増えることを長女さんに説明しました。"),
    note(-25, "11:10", NAKAMURA, HELPER_RECORD,
        "清拭と着替え。痛みの薬を先に飲んでから30分あけて動いたので、顔をしかめずにすみました。\
        プリンを半分。"),
    note(-24, "10:30", MORI, NURSING,
        "貼り薬を交換（左胸の上から右胸の上へ）。痛みは動いて3/10。夜は通して眠れたそうです。\
        便は昨夜、普通の量。")
        .vitals("36.4 110/62 80 95 16").tags(&["疼痛"]),
    note(-23, "15:00", FUJITA, CARE_PLAN,
        "エアマットの設定を、体重の減少（今34kg）に合わせて変えました。\
        訪問入浴は週1回続けます。ご本人のご希望です。"),
    note(-22, "18:20", SATO, FROM_FAMILY,
        "ご本人が長女さんに「ここで、みんなの声を聞きながらがいい」と話されました。\
        病院にはもう行かないと。長女さんは「こわいけれど、家でみてあげたい」\
        と泣いておられました。")
        .key(3).tags(&["ACP"]),
    confirm(-22, "19:10", TAKAGI, 3),
    confirm(-21, "8:30", FUJITA, 3),
    note(-21, "13:40", TAKAGI, INSTRUCTION,
        "ご本人、長女さん、お孫さんと話しました。心臓マッサージや人工呼吸は希望されない、\
        苦しさは薬で十分に取ってほしい、点滴は苦しみが減るときだけ。\
        書面にして冷蔵庫の横に貼ってあります。気持ちはいつでも変えられると伝えました。")
        .key(4).tags(&["ACP"]),
    confirm(-21, "14:30", SATO, 4),
    confirm(-21, "15:10", MORI, 4),
    confirm(-21, "16:00", ISHIDA, 4),
    confirm(-21, "17:45", NAKAMURA, 4),
    note(-21, "19:30", TAKAGI, CONSULTATION,
        "予後は2、3週間くらいと見ています。長女さんから、曾孫さんの発表会（{-7}）が終わるまでは\
        ご本人に期間の話をしないでほしいと頼まれました。ご本人から聞かれたら、\
        私につないでください。")
        .only(&[SATO, MORI, ISHIDA]).tags(&["ACP"]),
    note(-20, "14:10", NAKAMURA, HELPER_RECORD,
        "ゼリーを3口、お茶をスプーンで5さじ。口の中が乾いていたので、スポンジで湿らせました。"),
    note(-18, "10:20", ISHIDA, NURSING,
        "貼り薬を交換。痛みは静かにして1/10。仙骨に10mmの赤み、押すと白くなります。\
        2時間ごとの向きの変更は、夜はつらいので4時間でよいことにしました。")
        .key(5).vitals("36.5 104/60 84 94 16")
        .photos(&[(Photo::Wound { millimetres: 10, open: false }, "仙骨部.jpg")]),
    confirm(-18, "12:00", TAKAGI, 5),
    note(-17, "11:00", MATSUO, MEDICINE,
        "飲み込みにくくなったとのことで、血圧の薬とビタミン剤は中止にできないかご相談です。\
        レスキューを口の中で溶ける錠剤に替えることもできます。").key(6),
    note(-17, "12:40", TAKAGI, INSTRUCTION,
        "血圧の薬、ビタミン、糖尿病の薬は今日で終わりにします。血糖の測定もやめましょう。\
        レスキューは口腔粘膜で溶けるものに。").reply(6).key(7),
    confirm(-17, "13:15", MATSUO, 7),
    confirm(-17, "14:00", SATO, 7),
    note(-15, "10:30", SATO, NURSING,
        "貼り薬を交換。食事は1日にアイス2口ほど。尿は1日300mL。「のどは渇かない、眠い」と。\
        苦しそうな様子はありません。長女さんに、食べないことで苦しむわけではないと話しました。")
        .vitals("36.2 98/56 88 93 16"),
    note(-13, "20:40", FUJITA, FROM_FAMILY,
        "お孫さんから電話。曾孫さんの発表会の前に、着物を見せたいとのこと。\
        訪問入浴の日に合わせて髪を整えられないか、担当の方に聞いてみます。").key(8),
    note(-12, "11:20", MORI, NURSING,
        "貼り薬を交換。入浴の後、髪をとかして薄く紅をさしました。お孫さんと曾孫さんが来られ、\
        目を開けて「きれいだね」と言われました。").reply(8)
        .vitals("36.4 96/54 86 93 16"),
    note(-10, "9:50", NAKAMURA, HELPER_RECORD,
        "うとうとされている時間が長いです。呼ぶと目を開け、にこっとされました。\
        口のケアと足のマッサージ。"),
    note(-9, "2:20", ISHIDA, NURSING,
        "夜間の電話で臨時訪問。背中の痛みが強く7/10、レスキューを1時間あけて2回使い、\
        3/10に下がりました。呼吸は落ち着いています。長女さんは、\
        呼んでよかったのかと何度も気にされていました。")
        .key(9).urgent().tags(&["疼痛"]).vitals("36.6 102/58 96 93 18"),
    note(-9, "8:10", TAKAGI, INSTRUCTION,
        "ご対応ありがとうございました。貼り薬をもう1段階増やします。飲めなくなることに備え、\
        持続皮下注射の準備も今日中に整えます。長女さんには、夜中でも遠慮なくと私からも伝えま\
        す。")
        .key(10).urgent().tags(&["疼痛"]).reply(9),
    confirm(-9, "8:25", ISHIDA, 10),
    confirm(-9, "8:40", SATO, 10),
    confirm(-9, "9:00", KOBAYASHI, 10),
    note(-9, "15:40", KOBAYASHI, MEDICINE,
        "増量した貼り薬をお届け。使い終わった分の回収は累計11枚で、帳簿と合っています。\
        注射の薬剤は、使うと決まったら1時間で用意できるよう取り置きました。").key(11),
    correct(-9, "16:05", KOBAYASHI, 11,
        ("増量した貼り薬をお届け。使い終わった分の回収は累計6枚で、帳簿と合っています。\
         注射の薬剤は、使うと決まったら1時間で用意できるよう取り置きました。",
         "未使用の分まで足していました")),
    note(-7, "16:30", FUJITA, FROM_FAMILY,
        "曾孫さんの発表会の動画を、ベッドで一緒に見られたそうです。\
        最後まで目を開けて見ていたと長女さん。"),
    note(-6, "10:30", SATO, NURSING,
        "貼り薬を交換。尿は1日150mL。手足が少し冷たくなってきました。呼吸は静かです。\
        これから起こること（眠る時間が延びる、呼吸が変わる、のどが鳴る）を書いた紙を、\
        長女さんご夫婦と一緒に読みました。")
        .key(12).tags(&["看取り"]).vitals("36.0 88/50 92 92 14"),
    confirm(-6, "12:10", TAKAGI, 12),
    confirm(-6, "13:30", FUJITA, 12),
    note(-5, "13:20", TAKAGI, INSTRUCTION,
        "診察。日にちの単位に入ったと思われます。ご家族に説明し、落ち着いて聞かれました。\
        呼吸が止まったときは救急車ではなく、まず訪問看護か私に電話を。\
        のどの音が強いときの薬を置きました。")
        .key(13).tags(&["看取り"]),
    confirm(-5, "13:50", SATO, 13),
    confirm(-5, "14:20", MORI, 13),
    confirm(-5, "15:00", ISHIDA, 13),
    confirm(-5, "17:20", NAKAMURA, 13),
    note(-4, "11:00", NAKAMURA, HELPER_RECORD,
        "顔と手を温かいタオルで拭きました。長女さんが横で昔の歌を歌い、\
        フミさんの指が少し動きました。"),
    note(-3, "10:20", MORI, NURSING,
        "貼り薬を交換。痛みの表情なし。1分ほど呼吸が浅くなる時間が、ときどきあります。\
        次の交換は{+0}です。")
        .tags(&["看取り"]).vitals("36.1 82/46 96 90 12"),
    note(-2, "16:40", SATO, NURSING,
        "長女さん「眠れないけれど、後悔はない」。ご夫婦で3時間ずつ交代で休んでもらうことにしま\
        した。麻薬の貼り薬ははがれずに付いています（次の交換は{+0}）。")
        .key(14).tags(&["看取り"]),
    confirm(-2, "18:00", TAKAGI, 14),
    read(-1, "7:40", SATO),
];
