//! Slips of the pen and what is not for everybody: corrected, taken back, misfiled, delivered to
//! few.

use crate::cast::{DOCTOR, HELPER, MANAGER, NURSE, PHARMACIST, SECOND_NURSE};
use crate::condition::{Episode, episode, say};
use crate::row::{CONSULTATION, confirm, correct, misfiled, withdraw};

pub(super) const MISFILED: Episode = episode(&[
    say(
        0,
        "15:10",
        SECOND_NURSE,
        "点滴[500|250]mLを[2時間|3時間]で終えました。刺したところの腫れはありません。\
        明日も同じ時間に伺います。",
    )
    .key(1),
    misfiled(0, "15:14", SECOND_NURSE, 1, "別の方の記録でした"),
    say(
        0,
        "15:18",
        SECOND_NURSE,
        "先ほど別の方の記録をこちらに書いてしまい、取り消しました。申し訳ありません。",
    )
    .about(CONSULTATION),
]);

pub(super) const WITHDRAWN: Episode = episode(&[
    say(0, "10:05", MANAGER, "来週の会議は{+6}の[10時|13時半]からに変わりました。").key(1),
    withdraw(0, "10:20", MANAGER, 1, "日程がまだ決まっていませんでした"),
    say(1, "11:30", MANAGER, "会議の日程が決まりました。{+7}の[14時|15時]から、ご自宅で行います。")
        .key(2),
    confirm(1, "12:15", NURSE, 2),
    confirm(1, "17:30", DOCTOR, 2),
]);

pub(super) const AMOUNT_CORRECTED: Episode = episode(&[
    say(0, "9:40", HELPER,
        "水分は[300|250]mL、朝食は8割。排便は普通便が[1回|2回]。散歩の希望がありましたが、風が強くやめました。")
        .key(1),
    correct(0, "10:05", HELPER, 1,
        ("水分は200mL、朝食は8割。排便は普通便が1回。散歩の希望がありましたが、風が強くやめました。",
         "量の数え間違い")),
    confirm(0, "12:30", NURSE, 1),
]);

pub(super) const IN_CONFIDENCE: Episode = episode(&[
    say(
        0,
        "18:10",
        MANAGER,
        "[利用料の支払い|お金の管理|きょうだいの間の話し合い]のことで<家族>から相談がありました。\
        ご本人には伏せてほしいとのことです。訪問の際に話題に出たら、私に回してください。",
    )
    .key(1)
    .only(&[NURSE]),
    confirm(0, "18:40", NURSE, 1),
    say(1, "9:10", NURSE, "承知しました。昨日の訪問では話題に出ていません。")
        .reply(1)
        .only(&[MANAGER]),
]);

pub(super) const IN_CONFIDENCE_MEDICAL: Episode = episode(&[
    say(0, "19:20", DOCTOR,
        "画像に[肺の小さな影|肝臓の小さな影]があり、再検査を予約しました。ご本人への説明は結果が出てから、\
        <家族>と相談して行います。それまで話題にしないようお願いします。")
        .key(1).high().only(&[NURSE, PHARMACIST]),
    confirm(0, "20:05", NURSE, 1),
    say(9, "18:30", DOCTOR,
        "再検査の結果、心配のない影でした。説明も済ませています。")
        .reply(1).high().only(&[NURSE, PHARMACIST]),
]);
