//! 林 芳江: heart failure that gets worse, is noticed by weight and legs, and settles.

use super::Story;
use crate::patient::{Birth, Profile, Sex, contact};
use crate::photo::PhotoSubject as Photo;
use crate::portrait::{Hair, Portrait, Wear};
use crate::row::{
    CARE_PLAN, CONSULTATION, HELPER_RECORD, INSTRUCTION, MEDICINE, NURSING, Row, confirm, correct,
    note,
};
use crate::staff::{CARE_OFFICE, KAWAMURA, KISHIMOTO, MATSUO, MORI, NAKAMURA, SATO, TANAKA};

pub(super) const STORY: Story = Story { patient: PATIENT, whole_by: None, rows: ROWS };

const PATIENT: Profile = Profile {
    key: "hayashi-yoshie",
    family_name: "林",
    given_name: "芳江",
    family_kana: "はやし",
    given_kana: "よしえ",
    birth: Birth { year: 1935, month: 9, day: 30 },
    sex: Sex::Female,
    care_level: "要介護4",
    allergies: &["造影剤"],
    drug_risks: &["利尿薬"],
    living: "日中独居",
    place: "自宅",
    phase: "変化期",
    contacts: &[
        contact("林 久美子", "長女（同居、日中は勤務）", "090-0000-3101"),
        contact("林 修", "次男", "090-0000-3102"),
    ],
    conditions: &["慢性心不全", "高血圧性心疾患", "慢性腎臓病", "変形性膝関節症"],
    attending_doctor: KAWAMURA,
    managing_facility: CARE_OFFICE,
    team: &[TANAKA, KAWAMURA, SATO, MORI, MATSUO, NAKAMURA, KISHIMOTO],
    portrait: Portrait {
        background: "#e4eae4",
        skin: "#d9ae8e",
        hair: Hair::Curls,
        hair_colour: "#86817e",
        wear: Wear::Collar,
        clothes: "#6f8f88",
        glasses: false,
        child: false,
    },
};

// One row a line of the story: kept as written.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    note(-27, "11:10", MORI, NURSING,
        "変わりありません。むくみは足首に指の跡が少し残る程度。夜は枕1つで眠れています。\
        体重はこのところ42kg前後です。")
        .vitals("36.3 126/70 68 96 16").weight("42.0"),
    note(-26, "12:20", NAKAMURA, HELPER_RECORD,
        "昼食8割。みそ汁は具だけにしています。トイレまで歩行器で2回。水分は朝から350mL。"),
    note(-24, "13:00", MATSUO, MEDICINE,
        "2週間分をセット。フロセミド20mg、カルベジロール、エナラプリル、飲み残しなし。\
        便秘の薬は3日に1回使っているそうです。"),
    note(-22, "18:10", KISHIMOTO, HELPER_RECORD,
        "夕食7割。娘さんが「お正月用の佃煮をもらって、毎日食べている」と話されていました。\
        塩分が少し気になります。")
        .key(1),
    confirm(-22, "19:30", TANAKA, 1),
    note(-20, "11:05", SATO, NURSING,
        "体重が前回から0.9kg増えています。むくみは足首からすねの中ほどまで。\
        息切れはトイレの往復で少し。佃煮と漬物は、量を決めて小皿にすることを娘さんのメモに書き\
        ました。")
        .key(2).vitals("36.4 134/76 76 95 18").weight("42.9")
        .photos(&[(Photo::Scale { hectograms: 429 }, "体重.jpg"), (Photo::Legs { swelling: 1 }, "両下腿.jpg")]),
    note(-20, "13:20", KAWAMURA, INSTRUCTION,
        "体重は毎朝、起きてトイレの後に量ってください。43.5kg以上か、\
        3日で1.5kg以上増えたら連絡を。薬は今のままで様子をみます。")
        .key(3).reply(2),
    confirm(-20, "14:00", SATO, 3),
    confirm(-20, "17:30", NAKAMURA, 3),
    confirm(-19, "8:40", TANAKA, 3),
    note(-19, "12:15", NAKAMURA, HELPER_RECORD,
        "体重計を寝室の出入口に置き、表を壁に貼りました。今朝は娘さんが量って43.1kg。昼食6割。"),
    note(-18, "12:10", NAKAMURA, HELPER_RECORD,
        "今朝43.4kg。昼食は半分。横になると咳が出るといって、ソファで座って休んでいます。\
        靴下の跡が深く残っていました。")
        .key(4).photos(&[(Photo::Legs { swelling: 2 }, "靴下の跡.jpg")]),
    note(-17, "9:30", SATO, NURSING,
        "今朝の体重44.1kg、1週間で2kg近い増加です。両すねに指の跡が深く残り、\
        右の肺の底で水泡音。横になると息苦しく、夜は座って寝たそうです。会話は続けられます。\
        先生に電話しました。")
        .key(5).urgent().tags(&["心不全"]).vitals("36.5 142/84 92 92 24").weight("44.1")
        .photos(&[(Photo::Scale { hectograms: 441 }, "今朝の体重.jpg"), (Photo::Legs { swelling: 2 }, "両下腿 2.jpg")]),
    note(-17, "10:05", KAWAMURA, INSTRUCTION,
        "午後に往診します。それまで上半身を起こして安静に。フロセミドを今すぐ20mg追加で飲んでも\
        らってください。安静にしてもSpO₂が90%を切る、話せないほど苦しいときは救急要請を。")
        .key(6).urgent().tags(&["心不全"]).reply(5),
    confirm(-17, "10:09", SATO, 6),
    confirm(-17, "10:40", TANAKA, 6),
    confirm(-17, "11:15", NAKAMURA, 6),
    note(-17, "15:40", KAWAMURA, INSTRUCTION,
        "往診しました。心不全の増悪です。ご本人は「入院はしたくない」とはっきり言われ、\
        娘さんも同意。家で治療します。フロセミド40mgに増量、水分は1日800mLまで、塩分6g未満。\
        3日間は毎日、看護師が入ってください。採血もしました。")
        .key(7).urgent().tags(&["心不全", "ACP"]),
    confirm(-17, "16:05", SATO, 7),
    confirm(-17, "16:20", MATSUO, 7),
    confirm(-17, "16:50", TANAKA, 7),
    note(-17, "17:20", MATSUO, MEDICINE,
        "フロセミド40mgをお届けし、古い20mgの袋は引き上げました。\
        朝に飲めば夜のトイレが減ります。立ちくらみと口の渇きを見てください。"),
    note(-16, "10:20", MORI, NURSING,
        "昨日から尿がよく出ています（ポータブルの記録で1,450mL）。息苦しさは軽くなり、\
        枕2つで眠れました。下がりすぎに注意して、起き上がりはゆっくり。")
        .key(8).vitals("36.4 130/76 84 94 20").weight("43.5")
        .photos(&[(Photo::MeasuringCup { millilitres: 350 }, "尿 8時.jpg")]),
    confirm(-16, "12:30", KAWAMURA, 8),
    note(-15, "16:30", KAWAMURA, INSTRUCTION,
        "採血：BNP 612（前回 284）、クレアチニン 1.21、K 3.6、Na 138。腎機能は許せる範囲です。\
        Kが下がり気味なので、次の採血は1週間後にします。")
        .key(9).high().tags(&["検査"]),
    confirm(-15, "17:10", MATSUO, 9),
    note(-14, "10:30", SATO, NURSING,
        "むくみは足首までに減りました。トイレの往復で息が上がりません。\
        「やっと横になって寝られた」と笑顔。立ったときの血圧は112/66、ふらつきなし。")
        .vitals("36.3 124/72 76 96 16").weight("42.6")
        .photos(&[(Photo::Legs { swelling: 1 }, "両下腿 3.jpg")]),
    note(-12, "12:20", NAKAMURA, HELPER_RECORD,
        "昼食8割。水分は目盛りのついた水筒で管理しています。午前で350mL。佃煮は小皿に1さじだけ。")
        .key(10),
    correct(-12, "13:05", NAKAMURA, 10,
        ("昼食8割。水分は目盛りのついた水筒で管理しています。午前で300mL。\
         佃煮は小皿に1さじだけ。",
         "薬を飲んだ水50mLを二重に数えていました")),
    note(-11, "19:10", TANAKA, CONSULTATION,
        "娘さんから電話。介護休暇を使い切ったこと、職場に言い出せずに夜中に泣いていることを話さ\
        れました。ほかの人には知られたくないとのことです。訪問のときに顔色を見ていただけます\
        か。")
        .only(&[SATO, KAWAMURA]),
    note(-10, "11:00", MORI, NURSING,
        "体重は42.3kgで3日続けて安定。肺の雑音は聞こえません。\
        膝の痛みでトイレを我慢することがあるそうです。湿布を貼りかえました。")
        .vitals("36.4 122/70 72 96 16").weight("42.3"),
    note(-8, "17:00", KAWAMURA, INSTRUCTION,
        "採血：K 4.0、クレアチニン 1.18、BNP 395。フロセミドは40mgを続けます。\
        受診の目安の体重は43.5kgのままで。")
        .high().tags(&["検査"]),
    note(-7, "10:40", SATO, NURSING,
        "落ち着いています。清拭だけでは背中のかゆみが取れず、入浴を希望されました。\
        今の心臓の状態なら、ぬるめの湯に短時間なら可能と思いますが、先生の判断をお願いします。")
        .key(11).vitals("36.5 124/70 70 96 16").weight("42.2"),
    note(-7, "12:50", KAWAMURA, INSTRUCTION,
        "訪問入浴を許可します。湯は40℃、胸の下まで、10分以内。入浴前に血圧160以上、\
        体重43.5kg以上、SpO₂ 92%未満のときは中止してください。").key(12).reply(11),
    confirm(-7, "13:30", TANAKA, 12),
    confirm(-7, "14:15", SATO, 12),
    note(-5, "18:15", KISHIMOTO, HELPER_RECORD,
        "夕食8割。娘さんが早く帰られて、一緒に台所に立たれました。「自分の時間が少しできた」\
        と話されていました。"),
    note(-4, "14:10", TANAKA, CARE_PLAN,
        "1回目の訪問入浴がありました。湯上がりの血圧118/68、息切れなし。「生き返った」\
        とのことです。週2回に増やしたいとご本人、娘さん。次の担当者会議の前に、\
        皆さんの意見をください。")
        .key(13),
    note(-4, "17:25", KAWAMURA, CONSULTATION,
        "中止の基準を守れば、週2回で構いません。").reply(13),
    note(-3, "11:00", SATO, NURSING,
        "皮膚のかゆみが減り、かき傷も乾いています。週2回の入浴に賛成です。\
        入浴の日は看護の訪問を午前にして、前後の体調を見ます。")
        .vitals("36.4 122/68 70 97 16").weight("42.1"),
    note(-1, "9:40", TANAKA, CARE_PLAN,
        "ケアプランの変更です。訪問入浴を週2回（火・金の13:30）にし、\
        火曜の訪問看護を午前に移します。{+3}から。娘さんの同意をいただきました。\
        皆さん確認をお願いします。")
        .key(14),
    confirm(-1, "10:15", KAWAMURA, 14),
    confirm(-1, "12:40", NAKAMURA, 14),
    note(-1, "15:20", MATSUO, MEDICINE,
        "飲み残しなし。立ちくらみもないそうです。入浴の日のフロセミドは、\
        朝いつもどおりでよいと先生に確認しました。").info(),
];
