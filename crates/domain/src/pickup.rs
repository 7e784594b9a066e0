//! 受け取り番号と受け取りコード: what somebody types to get the certificate of a device. The number
//! says which, and may be read out on the phone; the code is the secret.

/// Digits of a number.
const DIGITS: usize = 9;

/// Characters of a code: 60 random bits.
const CHARACTERS: usize = 12;

/// Letters and digits that are not taken for one another, on paper and by ear: without l, o, 0, 1.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Random bytes that [`number`] takes.
pub type NumberBytes = [u8; 8];

/// Random bytes that [`code`] takes.
pub type CodeBytes = [u8; CHARACTERS];

/// A number made of random bytes: nine digits.
pub fn number(bytes: NumberBytes) -> String {
    format!("{:0DIGITS$}", u64::from_be_bytes(bytes) % 10_u64.pow(DIGITS as u32))
}

/// A code made of random bytes, in groups of four: `kxp3-9vt7-mw2a`. It is the import password of a
/// file too, so that its groups are part of it.
pub fn code(bytes: CodeBytes) -> String {
    let letters = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    grouped(&letters.collect::<String>(), 4)
}

/// A number as it is shown and read out: `123-456-789`.
pub fn shown_number(number: &str) -> String {
    grouped(number, 3)
}

/// The number that somebody typed, whatever stands between its digits; none when they are not nine.
pub fn read_number(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter_map(plain).collect();
    let fits = digits.len() == DIGITS && digits.bytes().all(|it| it.is_ascii_digit());
    fits.then_some(digits)
}

/// The code that somebody typed, in the one form in which it was given out. What cannot be a code
/// comes back as something that no code is.
pub fn read_code(typed: &str) -> String {
    // More than a code has tells nothing, and must cost nothing.
    let letters: String = typed.chars().filter_map(plain).take(CHARACTERS + 1).collect();
    grouped(&letters, 4)
}

fn grouped(text: &str, size: usize) -> String {
    let characters: Vec<char> = text.chars().collect();
    let groups = characters.chunks(size).map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}

/// A character in half width and lower case; none for what only separates. What is never given
/// out is read as what it looks like.
fn plain(typed: char) -> Option<char> {
    let half = match typed {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(typed as u32 - 0xfee0).unwrap_or(typed),
        other => other,
    };
    let separates = half.is_whitespace()
        || matches!(half, '-' | '_' | '.' | '\u{2010}'..='\u{2015}' | '−' | 'ー' | 'ｰ');
    match half.to_ascii_lowercase() {
        _ if separates => None,
        'l' => Some('i'),
        lower => Some(lower),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_are_shown_in_groups() {
        assert_eq!(shown_number(&number([0; 8])), "000-000-000");
        assert_eq!(number([0xff; 8]), "709551615");
        assert_eq!(code([0, 1, 2, 3, 4, 5, 6, 7, 8, 31, 32, 255]), "abcd-efgh-i9a9");
    }

    #[test]
    fn nothing_that_is_mistaken_is_given_out() {
        let letters: std::collections::BTreeSet<_> = LETTERS.iter().collect();
        assert_eq!(letters.len(), 32, "each once, so that a byte gives five even bits");
        assert!(["l", "o", "0", "1"].iter().all(|it| !LETTERS.contains(&it.as_bytes()[0])));
    }

    #[test]
    fn people_type_in_many_ways() {
        for typed in ["123-456-789", "123456789", " 123 456 789 ", "１２３ー４５６－７８９"]
        {
            assert_eq!(read_number(typed).as_deref(), Some("123456789"), "{typed}");
        }
        for typed in ["", "12345678", "1234567890", "12345678a", "١٢٣٤٥٦٧٨٩"] {
            assert_eq!(read_number(typed), None, "{typed}");
        }
        for typed in
            ["kxp3-9vti-mw2a", "KXP39VTIMW2A", "ｋｘｐ３ー９ｖｔｉ－ｍｗ２ａ ", "kxp3 9vtl mw2a"]
        {
            assert_eq!(read_code(typed), "kxp3-9vti-mw2a", "{typed}");
        }
    }

    proptest! {
        #[test]
        fn what_is_given_out_is_read_back(a: NumberBytes, b: CodeBytes) {
            let (number, code) = (number(a), code(b));
            prop_assert_eq!(read_number(&shown_number(&number)), Some(number));
            prop_assert_eq!(read_code(&code.to_uppercase()), code.clone());
            prop_assert!(code.bytes().all(|it| it.is_ascii_graphic()) && code.len() == 14);
        }

        #[test]
        fn any_text_is_read_without_harm(typed in "\\PC{0,400}") {
            prop_assert!(read_code(&typed).chars().count() <= CHARACTERS + 4);
            if let Some(number) = read_number(&typed) {
                prop_assert_eq!(number.len(), DIGITS);
            }
        }
    }
}
