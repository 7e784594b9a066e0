//! お知らせ of the demo region: what its desk has sent in the last weeks, and who has opened it.

use crate::staff::{ISHIDA, KAWAMURA, KOBAYASHI, SATO, TANAKA};

/// The channel of the desk.
pub const CHANNEL: &str = "みなと市 高齢福祉課";

/// A notice.
#[derive(Debug, Clone, Copy)]
pub struct Notice {
    /// Hours before now.
    pub hours_ago: i64,
    pub title: &'static str,
    pub text: &'static str,
    /// urgent, normal or info.
    pub importance: &'static str,
    /// 施設分類; none for all.
    pub kinds: &'static [&'static str],
    /// Asks to be confirmed.
    pub confirm: bool,
    /// Who has opened it: login names, in their order.
    pub opened_by: &'static [&'static str],
}

/// The notices, oldest first.
pub const NOTICES: &[Notice] = &[
    Notice {
        hours_ago: 24 * 12 + 3,
        title: "多職種連携研修会（12月10日 18:30〜）のご案内",
        text: "在宅での看取りをテーマに、市民センター3階で開きます。オンラインでも参加できます。\n\
            申し込みは12月3日（木）までに、高齢福祉課へお電話ください。",
        importance: "info",
        kinds: &[],
        confirm: false,
        opened_by: &[SATO, KAWAMURA, TANAKA, KOBAYASHI],
    },
    Notice {
        hours_ago: 24 * 2 + 5,
        title: "年末年始の休日当番薬局について",
        text: "12月29日から1月3日までの当番表を、11月30日までに確かめてください。\n\
            変更があるときは、高齢福祉課へお知らせください。",
        importance: "normal",
        kinds: &["pharmacy"],
        confirm: true,
        opened_by: &[],
    },
    Notice {
        hours_ago: 4,
        title: "明日の断水について（南部地区 9時〜12時）",
        text: "水道管の工事のため、明日9時から12時まで、南部地区の一部で水が止まります。\n\
            入浴や処置の予定がある方は、前もって水の準備をお願いします。",
        importance: "urgent",
        kinds: &[],
        confirm: true,
        opened_by: &[ISHIDA, TANAKA],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::FACILITIES;

    #[test]
    fn notices_come_in_order_and_reach_somebody() {
        assert!(NOTICES.windows(2).all(|it| it[0].hours_ago > it[1].hours_ago));
        for it in NOTICES {
            let kinds = it.kinds.iter();
            assert!(kinds.clone().all(|kind| FACILITIES.iter().any(|there| there.kind == *kind)));
            assert!(!it.title.is_empty() && !it.text.is_empty());
        }
        assert!(NOTICES.iter().any(|it| it.importance == "urgent" && it.confirm));
    }
}
