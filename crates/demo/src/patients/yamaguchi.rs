//! 山口 ハナ: lives alone after a stroke, reddened skin over the sacrum that heals, and on the
//! last day the beginning of pneumonia.

use super::Story;
use crate::patient::{Birth, Profile, Sex, contact};
use crate::photo::PhotoSubject as Photo;
use crate::portrait::{Hair, Portrait, Wear};
use crate::row::{
    CARE_PLAN, CONSULTATION, FROM_FAMILY, HELPER_RECORD, INSTRUCTION, MEDICINE, NURSING, Row,
    confirm, correct, note, read,
};
use crate::staff::{
    KAWAMURA, KISHIMOTO, KOBAYASHI, MATSUO, MORI, NAKAMURA, NURSING_STATION, SATO, TANAKA, YOSHIOKA,
};

pub(super) const STORY: Story = Story { patient: PATIENT, whole_by: Some("14:50"), rows: ROWS };

const PATIENT: Profile = Profile {
    key: "yamaguchi-hana",
    family_name: "山口",
    given_name: "ハナ",
    family_kana: "やまぐち",
    given_kana: "はな",
    birth: Birth { year: 1942, month: 3, day: 2 },
    sex: Sex::Female,
    care_level: "要介護3",
    allergies: &["ペニシリン"],
    drug_risks: &["抗凝固薬"],
    living: "独居",
    place: "自宅",
    phase: "変化期",
    contacts: &[
        contact("山口 正夫", "長男（隣町、車で20分）", "090-0000-1201"),
        contact("山口 典子", "長男の妻", "090-0000-1202"),
        contact("木村 トシ", "隣家、合鍵あり", "03-0000-1203"),
    ],
    conditions: &["心房細動", "高血圧症", "脳梗塞後遺症（左不全麻痺）", "嚥下機能低下"],
    attending_doctor: KAWAMURA,
    managing_facility: NURSING_STATION,
    team: &[SATO, MORI, KAWAMURA, TANAKA, KOBAYASHI, MATSUO, NAKAMURA, KISHIMOTO, YOSHIOKA],
    portrait: Portrait {
        background: "#ebe4dc",
        skin: "#dcb598",
        hair: Hair::Short,
        hair_colour: "#b9b7b5",
        wear: Wear::Round,
        clothes: "#8b7596",
        glasses: false,
        child: false,
    },
};

// One row a line of the story: kept as written.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    note(-27, "10:20", SATO, NURSING,
        "仙骨部に15mmほどの発赤。指で押しても白くなりません。皮はむけていません。\
        午前中は座椅子に2時間以上座りっぱなしのようです。除圧クッションが裏返しになっていたの\
        で直しました。")
        .key(1).tags(&["褥瘡"]).vitals("36.4 134/80 74 96 18")
        .photos(&[(Photo::Wound { millimetres: 15, open: false }, "仙骨部 15mm.jpg")]),
    note(-27, "13:10", KAWAMURA, INSTRUCTION,
        "写真を見ました。皮膚が破れていない初期の褥瘡と考えます。白色ワセリンを薄く塗り、\
        フィルムで保護してください。皮がむける、熱をもつ、広がるときは写真を送ってください。")
        .key(2).tags(&["褥瘡"]).reply(1),
    confirm(-27, "13:42", SATO, 2),
    confirm(-27, "15:05", TANAKA, 2),
    confirm(-27, "18:10", NAKAMURA, 2),
    note(-26, "9:10", NAKAMURA, HELPER_RECORD,
        "朝食は8割。座椅子に座って30分ごとに、腰を浮かす声かけをしました。\
        ご自分で数回できました。水分200mL、とろみ薄。"),
    note(-25, "11:00", TANAKA, CARE_PLAN,
        "褥瘡予防のため、車いす用の除圧クッションを追加で借りられるよう福祉用具の事業所に頼みま\
        した。{-23}に届く予定です。区分支給限度額の中に収まります。")
        .key(3).tags(&["褥瘡"]),
    confirm(-25, "12:30", SATO, 3),
    note(-24, "14:30", KOBAYASHI, MEDICINE,
        "一包化した2週間分を配薬カレンダーにセットしました。アピキサバンは夕の飲み忘れが2回残っ\
        ていました。朝は全部飲めています。夕食の声かけのときに一緒に見てもらえると助かります。")
        .key(4).photos(&[(Photo::MedicineCalendar { due: 22, forgotten: 2 }, "配薬カレンダー.jpg")]),
    confirm(-24, "18:20", KISHIMOTO, 4),
    note(-23, "17:45", KISHIMOTO, HELPER_RECORD,
        "夕食7割。むせはありませんでした。夕の薬は食後すぐに手渡し、\
        飲み込むところまで見ました。クッション届いています。"),
    note(-21, "10:15", MORI, NURSING,
        "仙骨部の発赤は10mmに縮小。色も薄くなっています。ワセリンとフィルムを継続。\
        左肩甲骨の下にもかゆみがあり、乾燥が強いので保湿剤を塗りました。")
        .tags(&["褥瘡"]).vitals("36.5 130/76 72 97 16")
        .photos(&[(Photo::Wound { millimetres: 10, open: false }, "仙骨部 10mm.jpg")]),
    note(-20, "11:30", KISHIMOTO, FROM_FAMILY,
        "ご長男が来ておられました。「年末は家で一緒に過ごさせたい。正月まで家でみるつもり」\
        とのことです。ご本人もうなずいていました。")
        .key(5).tags(&["ACP"]),
    confirm(-20, "19:40", TANAKA, 5),
    note(-19, "13:40", KAWAMURA, INSTRUCTION,
        "定期の診察。心房細動のレートは落ち着いています。下腿のむくみなし。採血をしました。\
        薬は変更ありません。次は2週間後です。")
        .vitals("36.4 132/78 74 96 16"),
    note(-18, "10:30", YOSHIOKA, CONSULTATION,
        "訪問リハビリ。右側からの起き上がりは手すりを使って見守りで可能。\
        左からだと後ろに倒れかけます。介助は右側に立ち、左の膝を軽く支えるだけで十分です。\
        トイレまで4点杖で8m。")
        .key(6),
    confirm(-18, "17:00", NAKAMURA, 6),
    confirm(-18, "18:15", KISHIMOTO, 6),
    note(-17, "16:50", KAWAMURA, INSTRUCTION,
        "採血の結果：Hb 11.2、白血球 5,400、CRP 0.1、クレアチニン 0.82、推算CCr 約36、K 4.3、\
        BNP 118。軽い貧血は前回と同じです。アピキサバンは今の量で続けます。")
        .key(7).high().tags(&["検査"]),
    confirm(-17, "17:40", KOBAYASHI, 7),
    note(-16, "9:20", NAKAMURA, HELPER_RECORD,
        "朝食9割。「今日は天気がいいね」とよく話されました。排便あり（普通便）。\
        洗濯物を一緒にたたみました。"),
    note(-14, "10:20", SATO, NURSING,
        "仙骨部の発赤は消えました。皮膚は少し乾燥。保護はやめて保湿だけにし、\
        座り方の声かけは続けてください。右手で歯みがきができています。")
        .key(8).tags(&["褥瘡"]).vitals("36.4 128/74 72 96 16").weight("44.2"),
    confirm(-14, "12:05", KAWAMURA, 8),
    confirm(-14, "13:20", TANAKA, 8),
    note(-13, "11:50", KISHIMOTO, HELPER_RECORD,
        "昼食のうどんで2回むせました。とろみを付けていない麦茶が食卓にありました。\
        お隣の木村さんが淹れてくださったようです。木村さんにとろみのことをお話ししました。")
        .key(9).tags(&["嚥下"]),
    note(-13, "15:30", SATO, CONSULTATION,
        "ありがとうございます。次の訪問でとろみの作り方の紙を食卓に貼ります。むせたあと、\
        痰や熱が出ていないかを3日ほど見てください。")
        .reply(9),
    note(-11, "10:30", MORI, NURSING,
        "むせのあとの発熱なし。呼吸音も左右差ありません。とろみの作り方（コップ1杯に薄く1さじ）\
        を食卓に貼りました。")
        .vitals("36.6 134/78 74 96 16").tags(&["嚥下"]),
    note(-10, "14:20", MATSUO, MEDICINE,
        "カレンダーを確認。夕の飲み忘れは1回に減りました。錠剤を口にためることがあるとのこと。\
        アムロジピンは口の中で溶ける錠剤に替えられます。川村先生、いかがでしょうか。")
        .key(10),
    note(-10, "17:35", KAWAMURA, INSTRUCTION,
        "次回の処方からアムロジピンを口腔内崩壊錠にします。ほかは今のままで。")
        .key(11).reply(10),
    confirm(-10, "18:00", MATSUO, 11),
    note(-9, "9:15", NAKAMURA, HELPER_RECORD,
        "朝食8割、水分250mL。むせなし。薬は2粒ずつ、とろみ水で飲めました。"),
    note(-7, "10:10", SATO, NURSING,
        "皮膚の発赤なし。左下腿の前に2cmの表皮剥離があります。\
        車いすのフットレストに当たったとのこと。出血は止まっています。\
        洗って被覆材で保護しました。抗凝固薬を飲んでいるので、にじみが続くときは連絡ください。")
        .key(12).vitals("36.5 132/76 72 96 16")
        .photos(&[(Photo::Dressing, "左下腿の保護.jpg")]),
    confirm(-7, "12:40", KAWAMURA, 12),
    confirm(-7, "13:05", NAKAMURA, 12),
    note(-6, "17:50", KISHIMOTO, HELPER_RECORD,
        "夕食8割。左足のガーゼ、にじみはありません。フットレストの角にタオルを巻いておきまし\
        た。"),
    note(-5, "13:30", KAWAMURA, INSTRUCTION,
        "定期の診察。血圧、脈とも良好。左下腿の傷は感染の様子なし。\
        保護は3日に1回の交換で結構です。インフルエンザの予防接種をしました。\
        今夜の入浴は控えめに。")
        .key(13).vitals("36.5 132/78 74 96 16"),
    confirm(-5, "15:00", SATO, 13),
    note(-4, "10:30", YOSHIOKA, CONSULTATION,
        "訪問リハビリ。トイレまでの往復が続けて2回できました。\
        ただし左足のつま先が床にすります。室内履きをかかとのあるものに替えることを勧めます。"),
    note(-3, "11:10", TANAKA, CARE_PLAN,
        "療養のポイントを更新しました。目標：家で年を越す、週1回デイで入浴する。\
        注意：ペニシリンで発疹、抗凝固薬のため転倒後は必ず連絡。介助：起き上がりは右から、\
        食事は顎を引いてとろみ薄。")
        .key(14),
    confirm(-3, "11:45", SATO, 14),
    confirm(-3, "18:05", NAKAMURA, 14),
    note(-2, "9:20", NAKAMURA, HELPER_RECORD,
        "朝食7割。「なんとなく食べたくない」と少し残されました。熱っぽい感じはありません。"),
    note(-1, "10:25", MORI, NURSING,
        "体温がふだんより少し高めで、軽い咳があります。痰は白っぽく少量。\
        呼吸音は右の下がやや弱い気がしますが、はっきりしません。水分をすすめ、\
        明日の訪問で再確認します。")
        .key(15).vitals("37.1 132/78 78 93 18"),
    confirm(-1, "12:20", SATO, 15),
    note(-1, "16:10", KOBAYASHI, MEDICINE,
        "一包化の残りは夕1包のみ。飲み忘れは先々週の2回から1回に減りました。\
        口腔内崩壊錠は飲みやすいそうです。次の配薬は{+4}の予定です。")
        .info(),
    note(-1, "18:30", TANAKA, CONSULTATION,
        "ご長男から、来月の利用料について相談がありました。ご本人には伏せてほしいとのことです。\
        月曜に窓口で確認します。訪問のときに話題に出ても、知らないことにしておいてください。")
        .only(&[SATO]),
    read(-1, "20:14", SATO),
    note(0, "11:40", NAKAMURA, HELPER_RECORD,
        "朝食は半分ほど。いつもより口数が少なく、咳をしていました。\
        着替えは一部お手伝いしました。水分250mL。")
        .key(16),
    read(0, "11:55", TANAKA),
    correct(0, "12:10", NAKAMURA, 16,
        ("朝食は半分ほど。いつもより口数が少なく、咳をしていました。\
         着替えは一部お手伝いしました。水分200mL。",
         "コップの大きさの思い違い")),
    confirm(0, "12:25", SATO, 16),
    read(0, "13:05", KAWAMURA),
    note(0, "14:05", SATO, NURSING,
        "右の肺の下のほうで呼吸音が弱く、黄色い痰が増えています。ご本人は「少しだるい」。\
        水分は朝から400mL、昼食は半分でした。体を起こすと呼吸は楽になります。尿は10時に250mL、\
        色は濃いめ。左下腿の傷は乾いています。")
        .key(17).urgent().vitals("37.8 138/82 96 91 22")
        .photos(&[
            (Photo::NotebookPage, "連絡ノート.jpg"),
            (Photo::MeasuringCup { millilitres: 250 }, "尿 10時.jpg"),
            (Photo::Dressing, "左下腿の保護.jpg"),
        ]),
    confirm(0, "14:12", KAWAMURA, 17),
    confirm(0, "14:18", TANAKA, 17),
    read(0, "14:20", KOBAYASHI),
    read(0, "14:22", NAKAMURA),
    note(0, "14:32", KAWAMURA, INSTRUCTION,
        "肺炎の初期を疑います。ペニシリンのアレルギーがあるため、\
        レボフロキサシンを処方しました（はまかぜ薬局へ送付済み、量は腎機能に合わせています）。\
        SpO₂ 90%未満が続くときは夜間でも電話をください。佐藤さん、\
        明日{+1}の17時までに採血（血算・CRP）とSpO₂の再測定をお願いします。")
        .key(18).urgent().tags(&["肺炎"]).reply(17),
    confirm(0, "14:36", KOBAYASHI, 18),
    read(0, "14:39", TANAKA),
    read(0, "14:41", NAKAMURA),
];
