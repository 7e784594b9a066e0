//! What makes a password good enough (GL シ14⑥: 8 characters with a second factor, 13 without;
//! names, birthdays and common words refused; no forced rotation).

/// Why a password was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer characters than the rule asks for.
    TooShort {
        /// Characters at least.
        min: usize,
    },
    /// Over 128 characters: refused, so that hashing stays bounded.
    TooLong,
    /// Holds the person's own name, login or facility.
    Personal,
    /// Easily guessed: a common word, a date, a keyboard row.
    Guessable,
}

/// The rule of a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Whether a second factor (device certificate or passkey) always stands beside it.
    pub second_factor: bool,
}

/// Longest password, in characters.
pub const MAX_CHARS: usize = 128;

impl Rule {
    /// The fewest characters.
    pub const fn min_chars(self) -> usize {
        if self.second_factor { 8 } else { 13 }
    }

    /// Checks `password` for somebody whose `personal` words (login, names, kana, facility) are
    /// given. An estimate of fewer than 10⁸ guesses (zxcvbn score below 3) is guessable.
    ///
    /// # Errors
    /// The first [`Weakness`] found.
    pub fn check(self, password: &str, personal: &[&str]) -> Result<(), Weakness> {
        let length = password.chars().count();
        if length < self.min_chars() {
            return Err(Weakness::TooShort { min: self.min_chars() });
        }
        if length > MAX_CHARS {
            return Err(Weakness::TooLong);
        }
        let folded = password.to_lowercase();
        let holds =
            |word: &&&str| word.chars().count() >= 3 && folded.contains(&word.to_lowercase());
        if personal.iter().any(|word| holds(&word)) {
            return Err(Weakness::Personal);
        }
        if zxcvbn::zxcvbn(password, personal).score() < zxcvbn::Score::Three {
            return Err(Weakness::Guessable);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: Rule = Rule { second_factor: true };

    #[test]
    fn length_depends_on_the_second_factor() {
        assert_eq!(TWO.check("k7#vQ2p", &[]), Err(Weakness::TooShort { min: 8 }));
        assert_eq!(
            Rule { second_factor: false }.check("k7#vQ2p!zR", &[]),
            Err(Weakness::TooShort { min: 13 })
        );
        assert_eq!(TWO.check(&"x".repeat(129), &[]), Err(Weakness::TooLong));
        assert_eq!(TWO.check("茶畑の朝霧と自転車", &[]), Ok(()));
    }

    #[test]
    fn own_names_dates_and_common_words_are_refused() {
        assert_eq!(TWO.check("xX-misaki-91kq", &["misaki"]), Err(Weakness::Personal));
        assert_eq!(TWO.check("Misaki-91-kqzv", &["MISAKI"]), Err(Weakness::Personal));
        assert_eq!(TWO.check("password1", &[]), Err(Weakness::Guessable));
        assert_eq!(TWO.check("19420302", &[]), Err(Weakness::Guessable));
        assert_eq!(TWO.check("qwertyuiop", &[]), Err(Weakness::Guessable));
    }
}
