//! What happens to anybody at home, and what follows from it.

mod slips;

use crate::cast::{
    DAY, DOCTOR, EQUIPMENT, HELPER, HYGIENIST, MANAGER, NURSE, PHARMACIST, SECOND_NURSE, THERAPIST,
};
use crate::condition::{Episode, episode, say};
use crate::course::drift;
use crate::photo::PhotoSubject as Photo;
use crate::row::{CONSULTATION, FROM_FAMILY, confirm, correct};

pub(super) const ALL: &[&Episode] = &[
    &FALL,
    &FEVER,
    &slips::MISFILED,
    &CONSTIPATION,
    &MEDICINES_LEFT,
    &SKIN_TEAR,
    &slips::WITHDRAWN,
    &CONFERENCE,
    &slips::IN_CONFIDENCE,
    &HEAT,
    &CARER_TIRED,
    &slips::AMOUNT_CORRECTED,
    &ALONE_AT_NIGHT,
    &NIGHT_CALL,
    &VACCINATION,
    &slips::IN_CONFIDENCE_MEDICAL,
    &POWER_CUT,
    &HOLIDAYS,
    &NEW_AID,
    &TEETH,
];

const FALL: Episode = episode(&[
    say(
        0,
        "8:20",
        HELPER,
        "訪問時、[台所|ベッドの横|廊下]の床に座っておられました。[朝5時頃|夜中にトイレへ行くとき]に\
        [すべった|足がもつれた]とのこと。右の腰を痛がりますが立てます。頭は打っていないそうです。",
    )
    .key(1)
    .urgent()
    .tags(&["転倒"])
    .about(CONSULTATION),
    confirm(0, "8:31", NURSE, 1),
    say(
        0,
        "9:10",
        NURSE,
        "臨時で伺いました。右の腰に[4cm|5cm]のあざ。股関節を動かしても痛みは強くならず、足の長さに\
        左右差はありません。意識ははっきり、吐き気なし。冷やして休んでいただいています。",
    )
    .key(2)
    .reply(1)
    .tags(&["転倒"])
    .vitals("="),
    say(
        0,
        "9:45",
        DOCTOR,
        "ありがとうございます。骨折の可能性は低そうです。今日は安静、痛み止めは手持ちの\
        アセトアミノフェンを。48時間は、頭痛・嘔吐・いつもと違う眠さがあればすぐ電話をください。",
    )
    .key(3)
    .reply(2),
    confirm(0, "9:58", HELPER, 3),
    say(
        0,
        "11:20",
        MANAGER,
        "<家族>に電話で伝えました。「[夜だけでも見に行く|週末に帰る]」とのことです。\
        夜間のトイレの動線に手すりと足元灯を検討します。",
    )
    .about(FROM_FAMILY),
    say(
        1,
        "10:10",
        SECOND_NURSE,
        "翌日の確認です。あざは広がっていません。歩行はいつもよりゆっくりですが、\
        トイレまで行けています。痛みは動き始めだけとのことです。",
    )
    .vitals("="),
    say(
        4,
        "14:20",
        THERAPIST,
        "転倒の場所で動きを見ました。[スリッパが脱げやすい|敷物の端がめくれている]のが原因と考えます。\
        [かかとのある室内履き|滑り止めのシート]に替えました。",
    ),
]);

const FEVER: Episode = episode(&[
    say(-1, "16:40", HELPER,
        "夕方から少し体が熱い気がします。食事は[半分|4割]でした。水分は[150|200]mL。\
        ご本人は「だいじょうぶ」とのことです。").key(1),
    say(0, "9:40", NURSE,
        "昨夜から発熱しています。[痰がからむ咳|尿のにごりと残尿感]があり、顔色がすぐれません。\
        水分は少しずつ取れています。診察をお願いできますか。")
        .key(2).urgent().tags(&["発熱"]).vitals("="),
    confirm(0, "9:52", DOCTOR, 2),
    say(0, "12:30", DOCTOR,
        "往診しました。[軽い気管支炎|尿路感染]と考え、抗菌薬を5日分出します。\
        水分は1日1,000mLを目標に。38.5度以上が続く、ぐったりする、のときは夜でも連絡を。")
        .key(3).reply(2).vitals("="),
    confirm(0, "12:44", PHARMACIST, 3),
    confirm(0, "13:05", HELPER, 3),
    say(0, "14:10", PHARMACIST,
        "抗菌薬を届けました。今の薬との飲み合わせに問題はありません。1日[1回夕食後|2回朝夕]です。"),
    say(1, "10:20", SECOND_NURSE,
        "熱は下がり始めました。食事は[おかゆを半分|ゼリーとスープ]。[咳は残っています|尿の色は薄くなりました]。\
        抗菌薬は飲めています。").vitals("="),
    say(3, "11:00", NURSE,
        "平熱に戻りました。食欲も[7割|8割]まで戻っています。抗菌薬は飲み切るようお伝えしました。")
        .vitals("="),
])
.drifts(&[
    drift("temperature", &[(-2, 0.0), (-1, 0.7), (0, 1.9), (1, 1.2), (3, 0.2), (4, 0.0)]),
    drift("pulse", &[(-1, 4.0), (0, 18.0), (1, 10.0), (3, 2.0), (5, 0.0)]),
    drift("respiration", &[(-1, 1.0), (0, 4.0), (2, 2.0), (4, 0.0)]),
    drift("spo2", &[(-1, -1.0), (0, -2.0), (2, -1.0), (4, 0.0)]),
]);

const CONSTIPATION: Episode = episode(&[
    say(0, "10:30", NURSE,
        "排便が5日ありません。左の下腹に硬い便を触れます。[摘便で中等量|浣腸で多量]の硬便がありました。\
        その後お腹の張りはとれています。")
        .key(1).vitals("="),
    say(0, "17:20", DOCTOR,
        "酸化マグネシウムを[1日2回|朝夕1錠ずつ]に増やします。2日出ないときは座薬を使ってください。")
        .key(2).reply(1),
    confirm(0, "18:00", PHARMACIST, 2),
    say(3, "9:30", HELPER, "今朝、トイレで普通の便が出ました。ご本人も「すっきりした」と。"),
]);

const MEDICINES_LEFT: Episode = episode(&[
    say(0, "14:10", PHARMACIST,
        "夕の薬が[4回|5回]残っていました。飲み忘れの日は[ヘルパーさんの来ない曜日|夕食が早い日]に重なります。\
        朝にまとめられるものがあるか、<医師>に相談します。")
        .key(1).photos(&[(Photo::MedicineCalendar { due: 20, forgotten: 5 }, "飲み残し.jpg")]),
    say(0, "18:05", DOCTOR,
        "夕の2剤は朝に移して構いません。次の処方から朝1回にそろえます。").key(2).reply(1)
        .quote("朝にまとめられるものがあるか"),
    confirm(0, "18:20", PHARMACIST, 2),
    say(7, "13:40", PHARMACIST, "朝1回にしてから飲み残しはありません。この形で続けます。"),
]);

const SKIN_TEAR: Episode = episode(&[
    say(
        0,
        "16:10",
        DAY,
        "お送りの車で[左|右]の腕をドアにこすり、皮が[2cm|3cm]ほどめくれました。申し訳ありません。\
        流水で洗い、ガーゼを当てて帰宅しています。ご家族にはお電話しました。",
    )
    .key(1)
    .urgent()
    .tags(&["皮膚"]),
    say(
        0,
        "17:00",
        NURSE,
        "伺って処置しました。皮膚を戻して、くっつかない被覆材で保護。血は止まっています。\
        3日後に開けます。はがすときは矢印の向きにお願いします。",
    )
    .key(2)
    .reply(1)
    .tags(&["皮膚"])
    .photos(&[(Photo::Wound { millimetres: 24, open: true }, "腕の傷.jpg")]),
    confirm(0, "17:25", DOCTOR, 2),
    confirm(0, "17:40", DAY, 2),
    say(
        3,
        "10:20",
        NURSE,
        "傷は端から着いてきています。赤みや膿はありません。被覆材を交換しました。",
    )
    .tags(&["皮膚"])
    .vitals("=")
    .photos(&[(Photo::Dressing, "被覆材.jpg")]),
    say(10, "10:30", NURSE, "腕の傷は閉じました。今日で保護を終わります。保湿は続けてください。")
        .tags(&["皮膚"]),
]);

const CONFERENCE: Episode = episode(&[
    say(
        -6,
        "10:00",
        MANAGER,
        "サービス担当者会議を{+6}の14時から、ご自宅で行います。オンラインでも参加できます。\
        議題：この半年の変化、夜間の対応、今後の希望。",
    )
    .key(1),
    confirm(-6, "11:20", NURSE, 1),
    confirm(-6, "12:50", DOCTOR, 1),
    confirm(-6, "18:10", HELPER, 1),
    say(
        0,
        "15:40",
        MANAGER,
        "担当者会議の要点です。①ご本人の希望は「できるだけ家で」②[夜間の連絡は訪問看護へ一本化|\
        週1回の入浴を2回に]③次は半年後。議事録は後日お送りします。",
    )
    .key(2),
    confirm(0, "16:30", NURSE, 2),
    confirm(0, "17:45", PHARMACIST, 2),
]);

const HEAT: Episode = episode(&[
    say(
        0,
        "14:10",
        HELPER,
        "室温[31|32]℃、窓は閉め切り。顔が赤く、「だるい」とのことです。エアコンを入れ、\
        経口補水液を[200|250]mL飲んでいただきました。",
    )
    .key(1)
    .urgent()
    .tags(&["脱水"])
    .about(CONSULTATION),
    say(
        0,
        "15:00",
        NURSE,
        "訪問しました。口の中が乾き、脇に汗がありません。補水液をさらに200mL。\
        30分で顔色が戻り、受け答えもしっかりしています。今夜はエアコンを切らないようにしました。",
    )
    .key(2)
    .reply(1)
    .tags(&["脱水"])
    .vitals("="),
    confirm(0, "15:20", DOCTOR, 2),
    confirm(0, "15:45", MANAGER, 2),
    say(1, "9:20", HELPER, "室温27℃で涼しく過ごされていました。朝食は8割、尿も出ています。"),
])
.months(&[7, 8, 9])
.drifts(&[
    drift("temperature", &[(-1, 0.0), (0, 1.3), (1, 0.3), (2, 0.0)]),
    drift("pulse", &[(-1, 0.0), (0, 20.0), (1, 5.0), (2, 0.0)]),
    drift("systolic", &[(-1, 0.0), (0, -14.0), (2, 0.0)]),
]);

const CARER_TIRED: Episode = episode(&[
    say(0, "16:30", NURSE,
        "<家族>と話しました。夜に[3回|4回]起きる日が続き、「[いらいらして声を荒げてしまう|\
        自分の通院に行けていない]」と涙ぐまれました。")
        .key(1).tags(&["家族"]).about(FROM_FAMILY),
    say(0, "17:50", MANAGER,
        "ありがとうございます。来週[2泊3日|3泊4日]の短期入所が取れました。{+7}からです。\
        <家族>には私から電話します。").key(2).reply(1),
    confirm(0, "18:15", NURSE, 2),
    say(5, "13:10", DOCTOR,
        "<家族>の受診もすすめました。夜間のおむつ交換を1回減らせるよう、吸収量の多いものを試してください。"),
    say(12, "10:40", NURSE,
        "短期入所から戻られました。皮膚・食事とも問題なし。<家族>は「[久しぶりに朝まで眠れた|\
        友達とお茶を飲めた]」と表情が明るくなりました。").about(FROM_FAMILY),
])
.shared();

const ALONE_AT_NIGHT: Episode = episode(&[
    say(0, "21:35", SECOND_NURSE,
        "緊急通報のボタンが押され、電話で話しました。「[胸がどきどきする|誰かが玄関にいる気がする]」との\
        ことで訪問。[脈は整っていました|戸締まりを一緒に確かめました]。30分ほどで落ち着かれました。")
        .key(1).tags(&["夜間"]).vitals("="),
    confirm(1, "8:05", NURSE, 1),
    say(1, "9:00", MANAGER,
        "昨夜の件、<家族>に伝えました。[週2回の夕方の電話|見守りセンサー]を試すことになりました。")
        .about(CONSULTATION),
    say(6, "11:20", HELPER, "夜は眠れているそうです。「電話があると安心する」とのことです。"),
])
.alone();

const NIGHT_CALL: Episode = episode(&[
    say(0, "2:10", SECOND_NURSE,
        "夜間の電話。「[吐いた|お腹が痛い|息が苦しい気がする]」と<家族>から。2時40分に訪問しました。\
        [嘔吐は1回で血は混じらず|お腹は柔らかく押しても痛みなし|呼吸音は清明]。体を起こすと楽になり、\
        様子をみることにしました。")
        .key(1).urgent().tags(&["夜間"]).vitals("="),
    confirm(0, "7:20", DOCTOR, 1),
    confirm(0, "8:15", NURSE, 1),
    say(0, "12:50", DOCTOR,
        "昼に診ました。今は症状ありません。[食事は今日だけおかゆに|次に同じことがあれば採血を]。\
        夜間の対応ありがとうございました。").reply(1),
    say(1, "10:00", NURSE, "その後は変わりなく、夜も眠れたそうです。食事は7割です。").vitals("="),
])
.shared();

const VACCINATION: Episode = episode(&[
    say(
        0,
        "14:00",
        DOCTOR,
        "インフルエンザの予防接種をしました（[左|右]腕）。今日の入浴は短めに。\
        腕の腫れは2〜3日で引きます。",
    )
    .key(1)
    .vitals("="),
    confirm(0, "15:30", NURSE, 1),
    confirm(0, "17:00", HELPER, 1),
    say(1, "9:40", HELPER, "接種した腕は少し赤いだけです。熱っぽさはありません。"),
])
.months(&[10, 11, 12]);

const POWER_CUT: Episode = episode(&[
    say(-1, "16:00", MANAGER,
        "台風が近づいています。停電に備えて、[水3日分|懐中電灯と予備の電池|薬1週間分]があるか\
        今日の訪問で見てください。明日の訪問は午前に繰り上げます。").key(1).urgent(),
    confirm(-1, "16:20", NURSE, 1),
    confirm(-1, "17:10", HELPER, 1),
    say(-1, "18:00", HELPER, "備えを確かめました。[水はあと1箱足します|電池を買ってきました]。雨戸も閉めました。"),
    say(1, "9:10", NURSE, "台風のあと、電話で確かめました。[1時間停電した|停電はなかった]そうですが、変わりありません。")
        .about(CONSULTATION),
])
.months(&[8, 9, 10]);

const HOLIDAYS: Episode = episode(&[
    say(0, "11:00", MANAGER,
        "年末年始の予定です。12月30日から1月3日まで、ヘルパーは[朝だけ|1日おき]、訪問看護は緊急のみ。\
        配食は12月31日と1月1日が休みです。").key(1),
    confirm(0, "13:00", NURSE, 1),
    confirm(0, "17:50", HELPER, 1),
    say(2, "10:40", NURSE,
        "年末年始の予備の[薬|おむつ|ガーゼ]を確かめました。「[雑煮は小さく切る|こたつで寝ない]」の約束もしました。"),
])
.months(&[12]);

const NEW_AID: Episode = episode(&[
    say(
        0,
        "13:30",
        THERAPIST,
        "[歩行器|4点杖|シャワーチェア]が今の体に合わなくなっています。\
        [肘が曲がりすぎる|立つときに浮く]ためです。調整をお願いできますか。",
    )
    .key(1),
    say(
        1,
        "10:20",
        EQUIPMENT,
        "午後に伺って高さを直しました。[1段低いもの|座面の広いもの]も1週間お試しで置いてきました。",
    )
    .key(2)
    .reply(1),
    confirm(1, "12:00", THERAPIST, 2),
    say(8, "14:00", EQUIPMENT, "お試しのほうがよいとのことで、{+1}から正式に交換します。"),
    confirm(8, "15:10", MANAGER, 2),
]);

const TEETH: Episode = episode(&[
    say(0, "12:10", HELPER,
        "[下の入れ歯が痛い|右の歯がしみる]と、昼食は[柔らかいものだけ|半分]でした。").key(1),
    say(1, "10:10", HYGIENIST,
        "明日、歯科の訪問に組み入れました。それまで入れ歯は食事のときだけにしてください。").key(2).reply(1),
    confirm(1, "11:00", HELPER, 2),
    say(2, "14:30", HYGIENIST,
        "潮見先生が当たるところを削り、痛みはとれました。歯ぐきの傷は[3mm|4mm]。1週間で治る見込みです。")
        .key(3),
    correct(2, "14:52", HYGIENIST, 3,
        ("潮見先生が当たるところを削り、痛みはとれました。歯ぐきの傷は2mm。1週間で治る見込みです。",
         "傷の大きさの書き間違い")),
]);
