//! 伊藤 武: lives alone with dementia; a pan burnt black, a walk at night, and what the town
//! does about it.

use super::Story;
use crate::patient::{Birth, Profile, Sex, contact};
use crate::photo::PhotoSubject as Photo;
use crate::portrait::{Hair, Portrait, Wear};
use crate::row::{
    CARE_PLAN, CONSULTATION, FROM_FAMILY, HELPER_RECORD, INSTRUCTION, MEDICINE, NURSING, Row,
    confirm, correct, note, read,
};
use crate::staff::{CARE_OFFICE, ISHIDA, KAWAMURA, KISHIMOTO, KOBAYASHI, NAKAMURA, SATO, TANAKA};

pub(super) const STORY: Story = Story { patient: PATIENT, whole_by: None, rows: ROWS };

const PATIENT: Profile = Profile {
    key: "ito-takeshi",
    family_name: "伊藤",
    given_name: "武",
    family_kana: "いとう",
    given_kana: "たけし",
    birth: Birth { year: 1938, month: 1, day: 20 },
    sex: Sex::Male,
    care_level: "要介護1",
    allergies: &[],
    drug_risks: &[],
    living: "独居",
    place: "自宅",
    phase: "安定期",
    contacts: &[
        contact("伊藤 美代子", "長女（県外、月1回来訪）", "090-0000-4101"),
        contact("佐々木 進", "民生委員", "03-0000-4102"),
    ],
    conditions: &["アルツハイマー型認知症", "高血圧症", "前立腺肥大症"],
    attending_doctor: KAWAMURA,
    managing_facility: CARE_OFFICE,
    team: &[TANAKA, KAWAMURA, SATO, ISHIDA, KOBAYASHI, NAKAMURA, KISHIMOTO],
    portrait: Portrait {
        background: "#e8e4de",
        skin: "#d8ab89",
        hair: Hair::Receding,
        hair_colour: "#cfcdca",
        wear: Wear::Collar,
        clothes: "#928066",
        glasses: false,
        child: false,
    },
};

// One row a line of the story: kept as written.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    note(-27, "10:15", KISHIMOTO, HELPER_RECORD,
        "一緒に朝食の片付け。冷蔵庫に豆腐が7丁ありました。期限の切れた3丁を、\
        ご本人と一緒に確かめて処分しました。"),
    note(-26, "16:20", ISHIDA, NURSING,
        "血圧は落ち着いています。今日の日付は言えませんが、朝に薬を飲んだことは「飲んだと思う」\
        と。カレンダーは朝が2日分残っていました。爪を切りました。")
        .vitals("36.5 138/78 66 97 16").key(1)
        .photos(&[(Photo::MedicineCalendar { due: 18, forgotten: 4 }, "薬のカレンダー.jpg")]),
    note(-25, "11:40", KOBAYASHI, MEDICINE,
        "朝の残りが多いので、電話で声かけをする時間を8時半にそろえたいです。\
        ドネペジルは朝のままで、日中に飲めた日は胃の不調もないとのこと。").reply(1),
    note(-24, "8:50", NAKAMURA, HELPER_RECORD,
        "8時半の電話に出られ、薬を飲むところまで電話口で確認できました。声は明るいです。"),
    note(-22, "10:30", KISHIMOTO, HELPER_RECORD,
        "台所に焦げた鍋がありました。コンロは消えていましたが、鍋の底は真っ黒です。「知らない」\
        と言われます。ガスの元栓を閉め、田中さんに電話しました。")
        .key(2).urgent(),
    note(-22, "11:10", TANAKA, CONSULTATION,
        "長女さんに連絡しました。火災警報器は鳴らなかったようです。自動で消えるコンロか、\
        電磁調理器への交換を今週中に決めます。それまで元栓は閉めたままで、\
        お湯は電気ポットを使ってもらいましょう。")
        .key(3).urgent().reply(2),
    confirm(-22, "11:20", KISHIMOTO, 3),
    confirm(-22, "12:00", KAWAMURA, 3),
    confirm(-22, "12:35", SATO, 3),
    confirm(-22, "18:10", NAKAMURA, 3),
    note(-20, "14:20", KISHIMOTO, FROM_FAMILY,
        "長女さんが来られました。「父は料理が自慢だったので、取り上げるのはつらい」。\
        電磁調理器なら一緒に練習できると提案し、前向きでした。")
        .key(4),
    note(-19, "13:50", TANAKA, CARE_PLAN,
        "電磁調理器と、煙で鳴る警報器を入れます。費用の一部は市の日常生活用具の給付が使えます。\
        {-17}に設置。使い方の練習を、岸本さんの訪問のときに3回入れてください。").reply(4).key(5),
    confirm(-19, "15:30", KISHIMOTO, 5),
    note(-17, "16:10", SATO, NURSING,
        "設置に立ち会いました。最初はつまみを探しておられましたが、赤い印を貼ったら押せました。\
        卵を焼いて、半分私にくださいました。血圧は少し高め、興奮のあとと思います。")
        .vitals("36.4 148/82 72 97 16"),
    note(-16, "10:20", KISHIMOTO, HELPER_RECORD,
        "電磁調理器の練習1回目。みそ汁を作りました。鍋の種類が合わないものは、\
        鍋ごと長女さんが引き取る予定です。"),
    note(-14, "13:10", KAWAMURA, INSTRUCTION,
        "診察。もの忘れの進み具合は前回（春）と大きく変わりません。夜のトイレが3回あり、\
        眠りが浅いようです。利尿の作用がある夕方のお茶を、昼までにしてみてください。\
        薬は変更なし。")
        .key(6).vitals("36.3 136/76 64 97 16"),
    confirm(-14, "14:30", NAKAMURA, 6),
    note(-13, "7:10", NAKAMURA, CONSULTATION,
        "警察から事業所に電話がありました。午前4時ごろ、駅の前をパジャマで歩いておられ、\
        保護されたそうです。けがはなく、今は自宅です。「会社に行く」と言われていたとのこと。\
        朝いちばんで岸本が伺います。")
        .key(7).urgent(),
    note(-13, "8:15", TANAKA, CONSULTATION,
        "ありがとうございます。長女さんへは私から連絡します。足のけが、冷え、\
        脱水がないか見てください。玄関の鍵は閉まっていたか、靴はどれかも教えてください。")
        .reply(7).urgent().key(8),
    note(-13, "9:05", KISHIMOTO, HELPER_RECORD,
        "到着。眠そうですが、いつもの伊藤さんです。足の裏に小さな擦り傷が1つ。\
        温かいお茶200mLとパン1枚。靴はサンダルでした。鍵は開いたまま。").reply(7),
    note(-13, "11:30", ISHIDA, NURSING,
        "臨時で訪問。右の足裏に8mmの擦り傷、洗って保護しました。打ったところはありません。\
        尿のにごりや発熱はなし。ご本人は覚えておられません。")
        .vitals("36.2 142/80 76 97 16").key(9)
        .photos(&[(Photo::Wound { millimetres: 8, open: true }, "右足裏の擦り傷.jpg")]),
    confirm(-13, "12:20", KAWAMURA, 9),
    note(-13, "12:45", KAWAMURA, INSTRUCTION,
        "急に起きたことなので、感染や薬の影響も考えます。明日、尿検査をお願いします。\
        睡眠薬は足しません。転びやすくなるほうが心配です。").reply(9).key(10),
    confirm(-13, "13:40", ISHIDA, 10),
    note(-12, "17:20", KAWAMURA, INSTRUCTION,
        "尿検査は異常ありません。寝る前の時間を明るく過ごすこと、\
        夕方の散歩で体を使うことから始めましょう。").high().tags(&["検査"]),
    note(-11, "10:50", TANAKA, CARE_PLAN,
        "市の見守りネットワークに登録しました（長女さんの同意済み）。\
        靴に付ける小さな位置の端末を借ります。民生委員の佐々木さん、角のコンビニにも、\
        見かけたら声をかけてもらえるようお願いしました。").key(11),
    confirm(-11, "12:15", SATO, 11),
    confirm(-11, "18:00", KISHIMOTO, 11),
    note(-10, "16:30", KISHIMOTO, HELPER_RECORD,
        "夕方の散歩20分。昔勤めていた造船所の話をずっとされました。\
        帰って夕食は全部召し上がりました。")
        .photos(&[(Photo::MealTray { eaten: 10 }, "夕食.jpg")]),
    note(-9, "18:45", NAKAMURA, CONSULTATION,
        "訪問中に電話があり、屋根の修理の契約をすすめられていました。代わって断りましたが、\
        机に契約書の控え（48万円）がありました。ご本人は恥ずかしいと思われている様子で、\
        チーム全体には出さないほうがよいと思い、まずお知らせします。")
        .only(&[TANAKA]),
    note(-9, "19:20", TANAKA, CONSULTATION,
        "知らせてくださって助かりました。契約から8日以内なので取り消せます。明日、\
        消費生活センターに長女さんと連絡します。控えは写真に撮らず、\
        そのまま置いておいてください。")
        .only(&[NAKAMURA]),
    note(-8, "8:40", NAKAMURA, HELPER_RECORD,
        "電話の声かけ、薬OK。よく眠れたそうです。"),
    note(-6, "10:30", KISHIMOTO, HELPER_RECORD,
        "電磁調理器の練習3回目。印を見ずに使えました。目玉焼き2つ。\
        ガスの元栓のことは聞かれませんでした。").key(12),
    correct(-6, "10:50", KISHIMOTO, 12,
        ("電磁調理器の練習3回目。印を見ながら一人で使えました。目玉焼き2つ。\
         ガスの元栓のことは聞かれませんでした。",
         "「印を見ずに」は言いすぎでした")),
    note(-5, "11:20", KOBAYASHI, MEDICINE,
        "この1週間、朝の薬は7日とも飲めています。8時半の電話が合っているようです。\
        次回から28日分でお渡しします。")
        .key(13).photos(&[(Photo::MedicineCalendar { due: 24, forgotten: 0 }, "カレンダー 残りなし.jpg")]),
    confirm(-5, "13:00", KAWAMURA, 13),
    note(-4, "15:40", ISHIDA, NURSING,
        "足裏の傷は閉じました。夜のトイレは2回。散歩の歩数は1日2,800歩ほど。\
        表情がやわらかいです。")
        .vitals("36.4 134/76 66 97 16").weight("55.8"),
    note(-2, "16:15", SATO, NURSING,
        "玄関に「夜は寝る時間です 美代子」という長女さんの貼り紙。毎晩読んでいるそうです。\
        位置の端末は靴のかかとに入り、充電は金曜に岸本さんがします。")
        .vitals("36.5 136/78 68 97 16"),
    note(-1, "9:05", NAKAMURA, HELPER_RECORD,
        "変わりなし。電話の声かけ、薬OK。今日の16:00に訪問予定です。").info(),
    read(-1, "12:30", SATO),
    note(-1, "17:00", KISHIMOTO, HELPER_RECORD,
        "散歩25分。夕食は自分で温められました。変わりありません。").info(),
    read(-1, "19:30", SATO),
];
