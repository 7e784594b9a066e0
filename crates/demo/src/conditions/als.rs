//! 筋萎縮性側索硬化症 on a ventilator by tracheostomy.

use crate::cast::{
    BATH, DOCTOR, EQUIPMENT, HEALTH_NURSE, HELPER, HYGIENIST, MANAGER, NURSE, PHARMACIST, RELATIVE,
    SECOND_HELPER, SECOND_NURSE, SPEECH, THERAPIST,
};
use crate::condition::{Condition, Episode, episode, say};
use crate::course::drift;
use crate::photo::PhotoSubject as Photo;
use crate::row::{CONSULTATION, FROM_FAMILY, confirm};
use crate::step::Place;

pub(crate) const ALS: Condition = Condition {
    names: &["筋萎縮性側索硬化症（ALS）", "気管切開・人工呼吸器", "胃ろう"],
    risks: &["鎮静薬で呼吸抑制"],
    phase: "安定期",
    usual: [36.5, 116.0, 70.0, 78.0, 97.0, 14.0, 0.0, 0.0],
    measures: "TBPSR",
    limits: &[("spo2", "94", ""), ("pulse", "50", "105"), ("temperature", "", "37.8")],
    yearly_weight: 0.0,
    visits: &[
        (NURSE, 10),
        (SECOND_NURSE, 8),
        (DOCTOR, 2),
        (HELPER, 12),
        (SECOND_HELPER, 6),
        (THERAPIST, 4),
        (SPEECH, 2),
        (BATH, 4),
        (PHARMACIST, 2),
        (HYGIENIST, 2),
        (MANAGER, 1),
        (EQUIPMENT, 1),
        (HEALTH_NURSE, 1),
    ],
    banks: &[
        (NURSE, &[SEES, DOES]),
        (DOCTOR, &[EXAMINES]),
        (HELPER, &[HELPS]),
        (THERAPIST, &[TRAINS]),
        (SPEECH, &[SPEAKS]),
        (PHARMACIST, &[MEDICINES]),
        (HEALTH_NURSE, &[WATCHES]),
    ],
    episodes: &[&ALARM, &FAMILY_ROOM, &PLUG, &RESPITE],
    theme: None,
};

const SEES: &[&str] = &[
    "呼吸器の設定は変わりなし。一回換気量[480|500|460]mL、気道内圧[16|17|18]です。",
    "痰は[白くやや粘り|さらさらで多め]。吸引は[1時間に1回|2時間に3回]ほどです。",
    "カフ圧[25|26]cmH₂Oに合わせました。もれの音はありません。",
    "気管孔のまわりは[きれいです|やや湿っており、ガーゼを替えました]。",
    "まぶたでの返事ははっきりしています。「[痛みなし|腰の位置を直して|テレビを消して]」と伝えられました。",
    "胃ろうの固定は[2cm|2.5cm]で動きます。周囲の赤みはありません。",
    "左右の胸の上がりは同じです。右の背中側で音が[やや弱い|よく聞こえます]。",
    "蛇管の水を払い、加湿器の水を足しました。回路の緩みはありません。",
    "目の乾きがあり、点眼と夜の保護をしました。",
    "よだれは持続吸引で[300|250]mL。口の端の赤みは引いてきました。",
];

const DOES: &[&str] = &[
    "体の向きを変えながら背中をさすり、痰を[2回|3回]引きました。",
    "外部バッテリーの残りは100%、吸引器の充電も済ませました。",
    "文字盤で[15分|20分]話しました。[孫の発表会|野球の結果|春からの旅行]の話です。",
    "手足の関節をゆっくり動かしました。左肩に軽い痛みのしるしがあります。",
    "栄養剤は[400|300]mLを1時間で。注入のあとの吐き気はありません。",
    "家:<家族>と交代で吸引の手順を確かめました。手袋と水の減りを見て注文しています。",
    "蘇生バッグが枕元の決まった場所にあることを確かめました。",
];

const EXAMINES: &[&str] = &[
    "気管カニューレを交換しました。肉芽なし、出血もありません。",
    "呼吸器の記録を見ました。夜間の高圧の警報が[3|4]回、痰によるものです。",
    "血液の炭酸ガスは[41|43]で落ち着いています。設定は変えません。",
    "胃ろうの交換は{+21}に予定します。",
    "よだれの薬を[1回減らします|続けます]。口の乾きを見てください。",
];

const HELPS: &[&str] = &[
    "たんの吸引を口・気管とも[2回|3回]。色は白です。",
    "髪を洗い、ひげをそりました。蛇管が引っ張られないよう2人で行いました。",
    "体位は[右|左]30度。クッションは青が背中、緑が膝の間です。",
    "スイッチの位置が[ずれていた|反応しにくい]ため、頬の高さに直しました。",
    "野球中継を一緒に見ました。点が入ると眉が上がります。",
    "夜間の見守りです。警報は[1回|2回]、吸引で止まりました。[3時|4時]からは眠られました。",
    "経管の白湯100mLを入れ、上半身を30分起こしておきました。",
];

const TRAINS: &[&str] = &[
    "胸を広げる練習を10回。換気量が[60|80]mL増えました。",
    "関節が固くならないよう全身を[30分|40分]動かしました。足首が硬めです。",
    "車いすに移り、ベランダに[10分|15分]出ました。SpO₂は保てています。",
];

const SPEAKS: &[&str] = &[
    "視線入力で[3分に20字|5分に40字]。画面の高さを目に合わせました。",
    "透明文字盤は2段に分けると速くなります。<家族>にも練習してもらいました。",
];

const MEDICINES: &[&str] = &[
    "簡易懸濁で全部溶けます。注入の順番を紙にしました。",
    "吸引カテーテルと栄養剤の在庫は[10日|2週間]分です。",
];

const WATCHES: &[&str] = &[
    "災害時の個別の計画を見直しました。発電機は[車庫|玄関]、電力会社への登録も済んでいます。",
    "レスパイト入院の希望日を病院に伝えました。",
];

const ALARM: Episode = episode(&[
    say(0, "1:40", SECOND_NURSE,
        "夜間の電話。低圧の警報が止まらず、<家族>が蘇生バッグで対応中とのこと。2時5分に訪問し、\
        [回路の接続のゆるみ|呼気弁のひび]を見つけて交換。警報は止まり、SpO₂も戻りました。")
        .key(1).urgent().tags(&["呼吸器", "夜間"]).vitals("="),
    confirm(0, "7:10", DOCTOR, 1),
    confirm(0, "7:50", NURSE, 1),
    say(0, "10:10", EQUIPMENT, "業者の点検に立ち会いました。本体に異常なし。予備の回路を2組に増やしています。").key(2),
    confirm(0, "10:40", MANAGER, 2),
    say(0, "14:00", NURSE,
        "<家族>は「頭が真っ白になったが、練習どおりにできた」と。手順の紙を呼吸器の横に貼り直しました。")
        .about(FROM_FAMILY),
    say(1, "12:30", DOCTOR, "肺の音、換気とも問題ありません。落ち着いた対応でした。ありがとうございます。"),
])
.drifts(&[drift("spo2", &[(-1, 0.0), (0, -4.0), (1, 0.0)]), drift("pulse", &[(-1, 0.0), (0, 30.0), (1, 0.0)])]);

const PLUG: Episode = episode(&[
    say(0, "10:20", NURSE,
        "痰が硬く、気道内圧が[28|30]まで上がっています。熱もあり、痰は黄色に変わりました。加湿を強め、\
        姿勢を変えて引きましたが、右下の音が弱いままです。").key(1).urgent().tags(&["肺炎"]).vitals("="),
    confirm(0, "10:30", DOCTOR, 1),
    say(0, "12:10", DOCTOR,
        "右下の肺炎と考えます。抗菌薬の点滴を今日から5日、毎日お願いします。\
        SpO₂ 90%未満が続けば入院とし、病床は連携室に頼んであります。").key(2).urgent().reply(1).vitals("="),
    confirm(0, "12:20", NURSE, 2),
    confirm(0, "12:40", HELPER, 2),
    say(1, "10:00", SECOND_NURSE, "点滴2日目。痰は[柔らかくなり|量が増え]、圧は24に下がりました。").vitals("="),
    say(4, "10:10", NURSE, "熱は下がり、圧は18に戻りました。右下の音も聞こえます。点滴は明日で終了です。").vitals("="),
])
.drifts(&[
    drift("temperature", &[(-1, 0.3), (0, 1.9), (1, 1.1), (3, 0.3), (4, 0.0)]),
    drift("spo2", &[(-1, 0.0), (0, -5.0), (1, -3.0), (4, 0.0)]),
    drift("pulse", &[(-1, 2.0), (0, 22.0), (1, 12.0), (4, 0.0)]),
    drift("respiration", &[(-1, 0.0), (0, 4.0), (2, 1.0), (4, 0.0)]),
]);

const RESPITE: Episode = episode(&[
    say(0, "11:00", MANAGER,
        "レスパイト入院が{+9}から[7|10]日間で決まりました。持ち物：呼吸器一式、文字盤、栄養剤3日分。").key(1),
    confirm(0, "12:00", NURSE, 1),
    confirm(0, "17:30", DOCTOR, 1),
    say(1, "14:10", NURSE, "病棟への申し送りを作りました。スイッチの位置と、まぶたの返事の読み方を写真で付けています。")
        .photos(&[(Photo::NotebookPage, "申し送り.jpg")]),
]);

const FAMILY_ROOM: Episode = episode(&[
    say(
        0,
        "20:10",
        RELATIVE,
        "今日は目の動きが早く、冗談も言ってくれました。夜の吸引は2回で済んでいます。",
    )
    .key(1)
    .about(FROM_FAMILY)
    .place(Place::Family),
    say(
        1,
        "8:40",
        NURSE,
        "うれしいお知らせをありがとうございます。加湿を少し上げたのがよかったようです。",
    )
    .about(CONSULTATION)
    .reply(1)
    .place(Place::Family),
    say(
        5,
        "21:00",
        RELATIVE,
        "来週の水曜、私の通院で2時間留守にします。どなたか来ていただけますか。",
    )
    .key(2)
    .about(FROM_FAMILY)
    .place(Place::Family),
    say(
        6,
        "9:20",
        MANAGER,
        "ヘルパーさんが13時から入れます。吸引のできる方ですのでご安心ください。",
    )
    .key(3)
    .about(CONSULTATION)
    .reply(2)
    .place(Place::Family),
    confirm(6, "12:10", RELATIVE, 3),
]);
