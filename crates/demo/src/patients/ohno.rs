//! 大野 健三: after a stroke, still in hospital; the home is being made ready for him.

use super::Story;
use crate::patient::{Birth, Profile, Sex, contact};
use crate::photo::PhotoSubject as Photo;
use crate::portrait::{Hair, Portrait, Wear};
use crate::row::{
    CARE_PLAN, CONSULTATION, FROM_FAMILY, HOSPITAL_STAY, INSTRUCTION, MEDICINE, NURSING, Row,
    confirm, correct, note, read,
};
use crate::staff::{CARE_OFFICE, FUJITA, ISHIDA, KAWAMURA, KISHIMOTO, KOBAYASHI, SATO, YOSHIOKA};

pub(super) const STORY: Story = Story { patient: PATIENT, whole_by: None, rows: ROWS };

const PATIENT: Profile = Profile {
    key: "ohno-kenzo",
    family_name: "大野",
    given_name: "健三",
    family_kana: "おおの",
    given_kana: "けんぞう",
    birth: Birth { year: 1948, month: 6, day: 14 },
    sex: Sex::Male,
    care_level: "要介護2",
    allergies: &[],
    drug_risks: &["抗血小板薬"],
    living: "妻と二人暮らし",
    place: "入院中 みなと中央病院",
    phase: "変化期",
    contacts: &[
        contact("大野 和子", "妻", "03-0000-2101"),
        contact("大野 真一", "長男（県外）", "090-0000-2102"),
    ],
    conditions: &["脳梗塞（左中大脳動脈）", "右片麻痺", "失語症（軽度）", "高血圧症", "脂質異常症"],
    attending_doctor: KAWAMURA,
    managing_facility: CARE_OFFICE,
    team: &[FUJITA, KAWAMURA, SATO, ISHIDA, KOBAYASHI, KISHIMOTO, YOSHIOKA],
    portrait: Portrait {
        background: "#e2e3e4",
        skin: "#deb18f",
        hair: Hair::Parted,
        hair_colour: "#9d9c9b",
        wear: Wear::Crossed,
        clothes: "#63707e",
        glasses: false,
        child: false,
    },
};

// One row a line of the story: kept as written.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    note(-27, "15:10", YOSHIOKA, HOSPITAL_STAY,
        "回復期リハビリ病棟に移って3週間です。右の上肢は肩までは上がりますが、\
        指はまだ握れません。歩行は短下肢装具と4点杖で、平行棒の外を見守りで20m。\
        目標は自宅退院です。")
        .key(1),
    confirm(-27, "17:20", FUJITA, 1),
    note(-25, "10:40", FUJITA, FROM_FAMILY,
        "奥さまと電話で話しました。「夜のトイレが一番心配。私も膝が悪いので抱えられない」\
        とのことです。寝室は2階、トイレは1階です。")
        .key(2),
    note(-25, "16:30", YOSHIOKA, CONSULTATION,
        "夜間のトイレは今、見守りで歩いています。ふらつくのは方向転換のときです。\
        1階で寝られれば現実的だと思います。階段は手すりありで腕を支えて昇れますが、\
        毎日は勧められません。")
        .reply(2),
    note(-24, "11:15", FUJITA, CARE_PLAN,
        "1階の和室を寝室にする案を奥さまに伝え、賛成されました。\
        介護保険の認定は要介護2で出ています。ベッド、手すり、\
        装具のままはける室内履きを候補にします。")
        .key(3),
    confirm(-24, "13:40", SATO, 3),
    confirm(-24, "15:00", YOSHIOKA, 3),
    note(-22, "14:00", KAWAMURA, CONSULTATION,
        "退院後の主治医をお引き受けします。病院の担当医から画像と経過の紹介状を受け取りました。\
        再発予防の薬と血圧の目標（130/80未満）を確認しました。"),
    note(-20, "16:45", YOSHIOKA, HOSPITAL_STAY,
        "言葉のこと：聞いて分かる力はほぼ保たれています。出にくいのは物の名前です。急かさず、\
        はい・いいえで答えられる聞き方をお願いします。数字は言い間違えやすいので紙に書いて確か\
        めてください。")
        .key(4),
    confirm(-20, "18:30", KISHIMOTO, 4),
    confirm(-19, "9:10", ISHIDA, 4),
    note(-18, "10:20", ISHIDA, CONSULTATION,
        "訪問看護の受け入れ枠です。退院後2週間は週2回（火・金の午前）で確保しました。血圧、\
        装具の当たり、内服の確認を中心にします。"),
    note(-16, "15:30", YOSHIOKA, HOSPITAL_STAY,
        "装具が新しくなりました。右の外くるぶしに軽い赤みが出るため、\
        1回の装着は2時間までで様子を見ています。家でも外したら5分以内に赤みが消えるか見てくだ\
        さい。")
        .key(5).photos(&[(Photo::Wound { millimetres: 12, open: false }, "右外くるぶしの赤み.jpg")]),
    confirm(-16, "17:05", SATO, 5),
    note(-14, "13:50", KOBAYASHI, MEDICINE,
        "病院の薬剤師から申し送り。クロピドグレル、アムロジピン、ロスバスタチンの3種類で、\
        朝1回にそろえてあります。右手が使いにくいので、一包化して袋の端に切り込みを入れます。")
        .key(6),
    confirm(-14, "15:15", KAWAMURA, 6),
    note(-12, "11:00", FUJITA, CARE_PLAN,
        "住宅改修の見積もりが届きました。トイレ前と廊下に手すり3本、和室の敷居に斜めの板。\
        合計で支給限度の20万円以内です。退院前に工事できるよう市に事前申請をしました。"),
    note(-11, "16:40", YOSHIOKA, HOSPITAL_STAY,
        "病棟内の移動を杖で自立にしました（日中のみ）。お風呂はまだ介助です。\
        浴槽のまたぎは右足が引っかかります。"),
    note(-10, "10:10", FUJITA, FROM_FAMILY,
        "ご本人がゆっくり「かえる」「さかな つり」と話されました。\
        釣りが長年の楽しみだったそうです。秋の堤防まで行くことを、遠い目標に入れたいと奥さま。")
        .key(7),
    confirm(-10, "11:35", YOSHIOKA, 7),
    confirm(-10, "17:50", SATO, 7),
    note(-9, "14:30", YOSHIOKA, CONSULTATION,
        "では段差10cmの昇り降りと、屋外の不整地を練習に入れます。堤防の手前に坂があるか、\
        ご家族に写真をお願いできますか。").reply(7),
    note(-8, "9:40", SATO, CONSULTATION,
        "奥さまの膝のことが気になっています。退院直後は夜に一人で支えようとされると思います。\
        転んだときは起こさずに呼んでもらう、という約束を退院前に一緒に確認したいです。")
        .key(8),
    note(-8, "11:20", FUJITA, CONSULTATION,
        "大事な点です。カンファの議題に入れます。夜間の連絡先を書いた紙を、\
        電話の横とトイレの前に貼りましょう。").reply(8),
    note(-7, "16:00", YOSHIOKA, HOSPITAL_STAY,
        "10m歩行は装具と杖で24秒（3週間前は41秒）。Bergバランス 38点。屋内は杖、\
        屋外は見守りが必要な段階です。")
        .key(9).middle(),
    correct(-7, "16:25", YOSHIOKA, 9,
        ("10m歩行は装具と杖で24秒（3週間前は41秒）。Bergバランス 36点。屋内は杖、\
         屋外は見守りが必要な段階です。",
         "別の日の点数を写していました")),
    confirm(-7, "18:00", KAWAMURA, 9),
    note(-5, "13:20", KAWAMURA, INSTRUCTION,
        "訪問看護指示書を用意します。家庭血圧は朝だけで結構です。上が160を超える日が2日続くと\
        き、言葉が急に出にくくなったとき、右の手足が前より動かないときは、すぐ電話を。\
        後の二つは救急車を呼んでください。")
        .key(10),
    confirm(-5, "14:05", SATO, 10),
    confirm(-5, "14:40", FUJITA, 10),
    confirm(-5, "17:10", ISHIDA, 10),
    note(-4, "17:15", SATO, NURSING,
        "病棟で顔合わせをしてきました。こちらの話にうなずき、名前をゆっくり言ってくださいまし\
        た。右の踵と外くるぶしに赤みなし。奥さまに家庭血圧計の腕帯の合わせ方を説明しました。")
        .vitals("36.4 128/76 70 97 16").weight("61.5"),
    note(-2, "15:40", KOBAYASHI, MEDICINE,
        "退院時の処方は14日分と聞いています。お薬カレンダーは使わず、\
        朝食の席の横に日めくりの薬箱を置く案です。奥さまは「毎朝めくるのは私の楽しみにする」\
        と。"),
    read(-1, "8:10", SATO),
    note(-1, "10:30", FUJITA, CONSULTATION,
        "退院前カンファレンスの候補日です。{+4}の午後、{+5}の午前、{+5}の16時以降。{+3}までに、\
        出られる日を返信してください。場所は病院の3階、オンラインでも参加できます。")
        .key(11),
    note(-1, "13:15", KAWAMURA, CONSULTATION,
        "{+5}の16時以降なら参加できます。オンラインでお願いします。").reply(11),
    note(-1, "18:20", KISHIMOTO, CONSULTATION,
        "ひだまり訪問介護も{+5}の夕方で大丈夫です。初回は入浴の手順を見せてもらえると助かりま\
        す。").reply(11),
    note(0, "11:05", YOSHIOKA, HOSPITAL_STAY,
        "退院は{+7}の見込みです。その前に家屋調査をお願いします。\
        {+4}の14時からでいかがでしょうか。見たいのは、玄関の上がり框（高さ）、\
        和室から夜のトイレまでの道、浴室の入口です。")
        .key(12),
    confirm(0, "11:30", FUJITA, 12),
];
