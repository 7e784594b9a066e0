//! Sentences from banks: which comes next in this notebook, and what stands in its places.
//!
//! ```text
//! [甲|乙]          one of them
//! {+3}             the date three days later
//! <本人> <家族>     the patient; the relative who is spoken of
//! <医師> <看護> <ケアマネ>   members of the team
//! 家: 独: 春: 夏: 秋: 冬:    in front: only with family in the house, alone, in that season
//! ```

use std::collections::HashMap;

use crate::calendar::Day;
use crate::noise;

/// Sentences of one kind.
pub(crate) type Bank = &'static [&'static str];

/// What the words need to know of the patient and the day.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    pub patient: String,
    pub kin: String,
    pub alone: bool,
    pub doctor: String,
    pub nurse: String,
    pub manager: String,
    pub day: Day,
}

impl Setting {
    /// The sentence without its conditions, if they hold here.
    fn admits<'a>(&self, sentence: &'a str) -> Option<&'a str> {
        let mut rest = sentence;
        while let Some((before, after)) = rest.split_once(':') {
            let holds = match before {
                "家" => !self.alone,
                "独" => self.alone,
                "春" => (3..=5).contains(&self.day.month()),
                "夏" => (6..=9).contains(&self.day.month()),
                "秋" => (10..=11).contains(&self.day.month()),
                "冬" => [12, 1, 2].contains(&self.day.month()),
                _ => return Some(rest),
            };
            if !holds {
                return None;
            }
            rest = after;
        }
        Some(rest)
    }
}

/// Fills the places of a sentence; `chance` decides which of several.
pub(crate) fn fill(sentence: &str, chance: u64, setting: &Setting) -> String {
    let mut told = String::with_capacity(sentence.len() + 32);
    let mut rest = sentence;
    let mut place = 0;
    while let Some(at) = rest.find(['[', '{', '<']) {
        told.push_str(&rest[..at]);
        let opens = rest.as_bytes()[at];
        let closes = match opens {
            b'[' => ']',
            b'{' => '}',
            _ => '>',
        };
        let Some(end) = rest[at..].find(closes) else { break };
        let inner = &rest[at + 1..at + end];
        match opens {
            b'[' => {
                let choices: Vec<&str> = inner.split('|').collect();
                place += 1;
                let choice = choices[noise::below(chance, place, choices.len())];
                told.push_str(&fill(choice, chance, setting));
            }
            b'{' => match inner.parse() {
                Ok(days) => told.push_str(&setting.day.plus(days).in_words()),
                Err(_) => told.push_str(&rest[at..=at + end]),
            },
            _ => told.push_str(match inner {
                "本人" => &setting.patient,
                "家族" => &setting.kin,
                "医師" => &setting.doctor,
                "看護" => &setting.nurse,
                "ケアマネ" => &setting.manager,
                other => other,
            }),
        }
        rest = &rest[at + end + 1..];
    }
    told.push_str(rest);
    told
}

/// The banks of one notebook, each shuffled and dealt to its end before it begins anew.
#[derive(Debug)]
pub(crate) struct Decks {
    seed: u64,
    dealt: HashMap<usize, u64>,
}

impl Decks {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, dealt: HashMap::new() }
    }

    /// The next sentence that fits; none when none of the bank ever does.
    pub(crate) fn next(&mut self, bank: Bank, setting: &Setting) -> Option<String> {
        let name = noise::of_text(bank.first()?) ^ self.seed;
        let mut order: Vec<usize> = (0..bank.len()).collect();
        order.sort_by_key(|at| noise::hash(name, *at as u64));
        let dealt = self.dealt.entry(bank.as_ptr().addr()).or_default();
        for _ in 0..bank.len() {
            let at = order[(*dealt % bank.len() as u64) as usize];
            let chance = noise::hash(name ^ 0x5EED, *dealt);
            *dealt += 1;
            if let Some(sentence) = setting.admits(bank[at]) {
                return Some(fill(sentence, chance, setting));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use tasuki_kernel::Timestamp;

    use super::*;

    fn setting(alone: bool) -> Setting {
        Setting {
            patient: "近藤さん".into(),
            kin: "奥さま".into(),
            alone,
            doctor: "川村先生".into(),
            nurse: "佐藤さん".into(),
            manager: "田中さん".into(),
            day: Day::of(Timestamp::from_micros(1_795_239_120_000_000)),
        }
    }

    #[test]
    fn places_are_filled() {
        let told = fill("<本人>は[<家族>|<家族>]と[散歩|買い物]。次は{+3}。", 1, &setting(false));
        assert!(told.starts_with("近藤さんは奥さまと"), "{told}");
        assert!(told.ends_with("。次は11月24日(火)。") && !told.contains(['[', '|', ']']));
        assert_eq!(fill("[甲|乙", 1, &setting(false)), "[甲|乙");
    }

    #[test]
    fn sentences_wait_for_their_conditions() {
        let here = setting(true);
        assert_eq!(here.admits("独:一人です。"), Some("一人です。"));
        assert_eq!(here.admits("家:二人です。"), None);
        assert_eq!(here.admits("秋:独:柿。"), Some("柿。"));
        assert_eq!(here.admits("夏:西瓜。"), None);
        assert_eq!(here.admits("計:普通の文。"), Some("計:普通の文。"));
    }

    #[test]
    fn a_bank_is_dealt_to_its_end_before_anything_comes_again() {
        const BANK: Bank = &["一。", "二。", "三。", "家:四。", "五。"];
        let mut decks = Decks::new(3);
        let mut dealt: Vec<_> = (0..4).map(|_| decks.next(BANK, &setting(true)).unwrap()).collect();
        dealt.sort();
        dealt.dedup();
        assert_eq!(dealt.len(), 4, "{dealt:?}");
        assert!(!dealt.contains(&"四。".to_owned()));
        assert_eq!(decks.next(&["家:四。"], &setting(true)), None);
    }
}
