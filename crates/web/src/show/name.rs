//! Names and professions where there is little room.

/// Professions whose short form is not simply the first character.
const SHORT: [(&str, &str); 14] = [
    ("訪問介護員", "介"),
    ("介護福祉士", "介"),
    ("介護支援専門員", "ケア"),
    ("ケアマネジャー", "ケア"),
    ("理学療法士", "PT"),
    ("作業療法士", "OT"),
    ("言語聴覚士", "ST"),
    ("歯科衛生士", "衛"),
    ("管理栄養士", "栄"),
    ("医療ソーシャルワーカー", "MSW"),
    ("社会福祉士", "社福"),
    ("相談支援専門員", "相談"),
    ("行政職員", "行政"),
    ("救急隊員", "救急"),
];

/// 小林 from 小林 健太: what stands before the first space, else the whole name.
pub fn family_name(name: &str) -> &str {
    name.split([' ', '　']).find(|part| !part.is_empty()).unwrap_or(name)
}

/// 看 for 看護師, ケア for 介護支援専門員; the first character of a profession not listed.
pub fn profession_short(profession: &str) -> String {
    SHORT.iter().find(|(long, _)| *long == profession).map_or_else(
        || profession.chars().take(if profession.is_ascii() { 40 } else { 1 }).collect(),
        |(_, short)| (*short).to_owned(),
    )
}

/// 小林（薬）; the name alone without a profession.
pub fn name_and_profession(name: &str, profession: &str) -> String {
    let family = family_name(name);
    if profession.is_empty() {
        return family.to_owned();
    }
    format!("{family}（{}）", profession_short(profession))
}

/// 小林 健太（薬剤師）; the name alone without a profession.
pub fn name_in_full(name: &str, profession: &str) -> String {
    if profession.is_empty() { name.to_owned() } else { format!("{name}（{profession}）") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn family_names_stand_before_the_space() {
        assert_eq!(family_name("小林 健太"), "小林");
        assert_eq!(family_name("佐藤　美咲"), "佐藤");
        assert_eq!(family_name("マリア"), "マリア");
        assert_eq!(family_name(""), "");
    }

    #[test]
    fn professions_in_short() {
        assert_eq!(name_and_profession("小林 健太", "薬剤師"), "小林（薬）");
        assert_eq!(name_and_profession("田中 恵子", "介護支援専門員"), "田中（ケア）");
        assert_eq!(name_and_profession("山口 太郎", ""), "山口");
        assert_eq!(name_in_full("小林 健太", "薬剤師"), "小林 健太（薬剤師）");
        assert_eq!(name_in_full("山口 太郎", ""), "山口 太郎");
        assert_eq!(profession_short("Physician"), "Physician");
    }
}
