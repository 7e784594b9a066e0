//! 西村 翔: a child with a tracheostomy, a ventilator at night and a gastrostomy, going to
//! school.

use super::Story;
use crate::patient::{Birth, Profile, Sex, contact};
use crate::photo::PhotoSubject as Photo;
use crate::portrait::{Hair, Portrait, Wear};
use crate::row::{
    CARE_PLAN, CONSULTATION, FROM_FAMILY, HELPER_RECORD, INSTRUCTION, MEDICINE, NURSING, Row,
    confirm, correct, note, read,
};
use crate::staff::{FUJITA, ISHIDA, MATSUO, NAKAMURA, NURSING_STATION, SATO, TAKAGI, YOSHIOKA};

pub(super) const STORY: Story = Story { patient: PATIENT, whole_by: None, rows: ROWS };

const PATIENT: Profile = Profile {
    key: "nishimura-sho",
    family_name: "西村",
    given_name: "翔",
    family_kana: "にしむら",
    given_kana: "しょう",
    birth: Birth { year: 2019, month: 5, day: 12 },
    sex: Sex::Male,
    care_level: "",
    allergies: &["ラテックス", "卵"],
    drug_risks: &[],
    living: "両親・妹と同居",
    place: "自宅",
    phase: "安定期",
    contacts: &[
        contact("西村 彩香", "母", "090-0000-6101"),
        contact("西村 大地", "父", "090-0000-6102"),
        contact("みなと特別支援学校", "学校（保健室）", "03-0000-6103"),
    ],
    conditions: &["先天性ミオパチー", "気管切開", "夜間人工呼吸器", "胃ろう"],
    attending_doctor: TAKAGI,
    managing_facility: NURSING_STATION,
    team: &[TAKAGI, SATO, ISHIDA, FUJITA, YOSHIOKA, MATSUO, NAKAMURA],
    portrait: Portrait {
        background: "#dfe8f1",
        skin: "#e8bf9f",
        hair: Hair::Spiky,
        hair_colour: "#2d2a29",
        wear: Wear::Round,
        clothes: "#4c86b5",
        glasses: false,
        child: true,
    },
};

// One row a line of the story: kept as written.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    note(-26, "16:30", SATO, NURSING,
        "学校から帰って元気です。気管孔のまわりはきれい。吸引は1時間に1回、白くさらっとした痰。\
        カフのないカニューレ 内径4.5、固定のひもは指1本の余裕で留めています。")
        .vitals("36.7 - 98 98 22").weight("18.4"),
    note(-25, "10:20", FUJITA, CARE_PLAN,
        "通学の送迎に看護師が同乗できる市の事業が、来月から週2回使えるようになりました。\
        火曜と木曜で申請しています。お母さんの負担が少し軽くなりそうです。").key(1),
    confirm(-25, "12:00", SATO, 1),
    confirm(-25, "13:30", TAKAGI, 1),
    note(-24, "15:50", YOSHIOKA, CONSULTATION,
        "座位保持いすの背張りを1cm深くしました。首が前に落ちにくく、\
        SpO₂は座って97〜98%のまま。足台の高さは、身長が伸びたら次回直します（今115cm）。"),
    note(-22, "17:00", ISHIDA, NURSING,
        "胃ろうの周りに少し肉芽（3mm）があり、ガーゼに薄いにじみ。痛がりません。\
        ボタンの回りはよく、固定水は5mLで入れ替えました。")
        .key(2).vitals("36.6 - 96 98 22")
        .photos(&[(Photo::Wound { millimetres: 6, open: true }, "胃ろうの周り.jpg")]),
    note(-22, "18:30", TAKAGI, INSTRUCTION,
        "肉芽にはステロイドの軟膏を1日2回、1週間。ガーゼはこよりにしてボタンの下に。\
        大きくなる、血が出るときは写真をください。").key(3).reply(2),
    confirm(-22, "19:00", ISHIDA, 3),
    confirm(-21, "8:50", MATSUO, 3),
    note(-21, "14:10", MATSUO, MEDICINE,
        "軟膏をお届けしました。去痰薬のシロップは、注入の前に10mLの白湯で薄めると詰まりにくいで\
        す。卵アレルギーのため、新しい薬はすべて添加物も確認しています。"),
    note(-19, "16:20", SATO, FROM_FAMILY,
        "お母さんより。学校で「翔くんの声を聞きたい」という友だちがいて、\
        スピーチバルブの練習を学校でも続けたいとのこと。短い時間なら、家では10分できています。")
        .key(4),
    note(-19, "18:00", TAKAGI, INSTRUCTION,
        "座っているとき、SpO₂ 95%以上を保てるなら15分まで学校でも可。息が苦しそう、顔が赤い、\
        95%を下回るときはすぐ外す。食事の注入中は使わないでください。\
        書面にして学校に送ります。").key(5).reply(4),
    confirm(-19, "18:20", SATO, 5),
    confirm(-18, "9:00", FUJITA, 5),
    confirm(-18, "10:10", YOSHIOKA, 5),
    note(-17, "16:40", ISHIDA, NURSING,
        "スピーチバルブで12分。「ただいま」と「あおい」（妹さんの名前）がはっきり聞こえました。\
        SpO₂は97%を下回らず。終わりにはまだ外したくない顔でした。")
        .vitals("36.7 - 100 98 24"),
    note(-15, "17:10", SATO, NURSING,
        "胃ろうの肉芽は小さくなり、にじみなし。軟膏はあと2日で終了します。体重が増えて18.6kg。")
        .weight("18.6").vitals("36.6 - 96 98 22")
        .photos(&[(Photo::Wound { millimetres: 4, open: false }, "胃ろう 1週間後.jpg")]),
    note(-13, "19:40", SATO, CONSULTATION,
        "妹のあおいちゃんが発熱（38.5℃、園でRSウイルスが流行）。お母さんに、部屋を分ける、\
        翔くんの吸引の前の手洗い、加湿器の水の交換をお願いしました。翔くんは今は元気です。")
        .key(6).urgent(),
    note(-13, "20:10", TAKAGI, INSTRUCTION,
        "翔くんの体温とSpO₂を1日4回に増やしてください。SpO₂が昼93%未満、痰が急に増える、\
        38℃以上なら、夜間も電話を。予備のカニューレ（4.5と4.0）とバッグの場所を、\
        もう一度ご家族と確認してください。").key(7).urgent().reply(6),
    confirm(-13, "20:15", SATO, 7),
    confirm(-13, "20:50", ISHIDA, 7),
    confirm(-12, "8:20", NAKAMURA, 7),
    note(-11, "9:30", ISHIDA, NURSING,
        "昨夜から鼻水、痰が黄色く粘ります。吸引は30分に1回。呼吸は速めで肩が少し動きます。\
        夜の呼吸器を昼寝のときにも使っています。").key(8).urgent()
        .vitals("37.9 - 124 94 32"),
    note(-11, "10:00", TAKAGI, INSTRUCTION,
        "往診します。胸の音と迅速検査を見て、入院か家かを一緒に決めましょう。\
        注入は1回量を3分の2にして、回数を増やしてください。吸入を1日4回に。")
        .key(9).urgent().reply(8),
    confirm(-11, "10:05", ISHIDA, 9),
    confirm(-11, "10:30", FUJITA, 9),
    note(-11, "13:15", TAKAGI, INSTRUCTION,
        "往診後の判断。RSは陽性、胸の音は右でやや弱いが、酸素なしで93〜95%。ご両親と相談し、\
        家で呼吸器を日中も使って2日みます。酸素0.5Lを準備（SpO₂ 92%未満のとき）。\
        小児科の病棟には連絡済みで、悪ければいつでも受けてもらえます。").key(10).urgent(),
    confirm(-11, "13:30", SATO, 10),
    confirm(-11, "14:00", MATSUO, 10),
    confirm(-11, "15:20", YOSHIOKA, 10),
    note(-10, "9:20", SATO, NURSING,
        "夜は酸素0.5Lを4時間使いました。今朝は酸素なしで95%。痰は多いですが、\
        やわらかくなってきました。お母さんは2時間しか寝ていません。今日は昼にもう一度入り、\
        その間休んでもらいます。").key(11)
        .vitals("37.6 - 116 95 28"),
    note(-10, "11:00", FUJITA, CONSULTATION,
        "お父さんの休みが取れるよう、会社への説明の紙を用意しました。\
        妹さんは今日からおばあさまの家です。").reply(11),
    note(-9, "15:00", YOSHIOKA, CONSULTATION,
        "呼吸のリハビリ。右を上にした横向きと、軽い胸の介助で痰がよく上がりました。1回10分、\
        吸入のあとにお願いします。右上の向きは、注入後30分は避けてください。").key(12),
    correct(-9, "15:20", YOSHIOKA, 12,
        ("呼吸のリハビリ。右を上にした横向きと、軽い胸の介助で痰がよく上がりました。1回10分、\
         吸入のあとにお願いします。この向きは、注入後1時間は避けてください。",
         "先生と確認し、1時間に延ばしました")),
    confirm(-9, "16:00", SATO, 12),
    note(-7, "16:30", ISHIDA, NURSING,
        "熱は下がり、酸素は2日使っていません。呼吸器は夜だけに戻しました。注入も元の量。\
        笑って妹さんの写真を指さしました。").key(13)
        .vitals("36.8 - 102 97 24").weight("18.1"),
    confirm(-7, "18:15", TAKAGI, 13),
    note(-6, "11:00", NAKAMURA, HELPER_RECORD,
        "お母さんの休息のあいだ、絵本と入浴の準備を担当。お湯につかるとき、\
        気管孔に水がかからないよう看護師の石田さんと2人で行いました。"),
    note(-5, "10:15", TAKAGI, INSTRUCTION,
        "診察。肺の音はきれいです。登校は{+2}から、まず午前だけ。スピーチバルブは、\
        痰が元の量に戻ってから。").key(14),
    confirm(-5, "12:00", FUJITA, 14),
    confirm(-5, "12:30", SATO, 14),
    note(-4, "14:20", MATSUO, MEDICINE,
        "吸入の薬は残り4日分で終わりです。去痰シロップは続けます。\
        災害のときの予備として3日分を別の袋に入れ、期限を書きました。"),
    note(-3, "16:40", SATO, NURSING,
        "吸引は1時間に1回に戻りました。停電の練習として、呼吸器を外部バッテリーに切り替え（満充\
        電で約8時間）、手動のバッグもお父さんと一緒に確かめました。")
        .vitals("36.6 - 98 98 22").weight("18.3"),
    read(-2, "18:00", SATO),
];
