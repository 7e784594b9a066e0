//! What the invented staff write: notes of the length that real ones have, the same each run.

const OPENINGS: [&str; 6] = [
    "定期訪問。体温 36.6、血圧 128/74、脈拍 72、SpO2 97%。",
    "朝のお薬は飲めていました。昼の分が一包残っています。",
    "右かかとの発赤は昨日より小さく、熱感はありません。",
    "夕食を半分召し上がりました。水分は 800 ml ほどです。",
    "通所から帰られ、少し疲れたご様子です。",
    "ご家族から、夜中に二度起きたとうかがいました。",
];
const MIDDLES: [&str; 5] = [
    "表情は穏やかで、会話もはずみました。",
    "むくみは足背に軽くあり、体重は先週と同じです。",
    "手すりを使って三歩、ふらつきなく歩けました。",
    "便は二日ぶりにあり、おなかの張りは軽くなっています。",
    "皮膚の乾きが目立つので、保湿を続けています。",
];
const ENDINGS: [&str; 4] = [
    "次の訪問でもう一度見ます。",
    "変わったことがあればお知らせください。",
    "先生のご指示どおりに続けます。",
    "明日の担当の方、よろしくお願いします。",
];

/// The note of a number: 60 to 140 characters.
pub fn note(number: u64) -> String {
    let pick = |from: &[&'static str], step: u64| {
        let mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(step as u32 * 13);
        from[(mixed % from.len() as u64) as usize]
    };
    let mut text = format!("{}{}", pick(&OPENINGS, 1), pick(&MIDDLES, 2));
    if number.is_multiple_of(3) {
        text += pick(&MIDDLES, 3);
    }
    text + pick(&ENDINGS, 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_the_same_each_time_and_not_all_alike() {
        let notes: Vec<String> = (0..100).map(note).collect();
        assert_eq!(notes, (0..100).map(note).collect::<Vec<_>>());
        let different: std::collections::BTreeSet<_> = notes.iter().collect();
        assert!(different.len() > 30);
    }

    #[test]
    fn notes_are_as_long_as_real_ones() {
        for length in (0..1000).map(|number| note(number).chars().count()) {
            assert!((40..=140).contains(&length), "{length}");
        }
    }
}
