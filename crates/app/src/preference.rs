//! What a person chose for the screens: language, size of text, idle lock, order of the list.

use tasuki_kernel::{PersonId, Problem, Result};
use tasuki_store::preference;
pub use tasuki_store::preference::Preferences;

use crate::App;
use crate::session::Session;

/// Sizes of text that can be chosen, in percent.
pub const TEXT_SIZES: [u32; 3] = [100, 115, 130];
/// Minutes until the screen locks that can be chosen; never more than the region allows.
pub const IDLE_CHOICES: [u32; 4] = [5, 10, 15, 30];
/// Orders of the list of notebooks.
pub const ORDERS: [&str; 3] = ["urgent", "kana", "recent"];

fn check(it: &Preferences, most: u32) -> Result<()> {
    if !TEXT_SIZES.contains(&it.text_percent) {
        return Err(Problem::invalid("text_percent", "100, 115 or 130"));
    }
    if it.idle_minutes.is_some_and(|it| it > most || !IDLE_CHOICES.contains(&it)) {
        return Err(Problem::invalid("idle_minutes", "no choice, or longer than the region's"));
    }
    if !ORDERS.contains(&it.notebook_order.as_str()) {
        return Err(Problem::invalid("notebook_order", "urgent, kana or recent"));
    }
    if it.lang.as_deref().is_some_and(|it| !["ja", "en"].contains(&it)) {
        return Err(Problem::invalid("lang", "ja or en"));
    }
    Ok(())
}

impl App {
    /// What a person chose.
    pub async fn preferences(&self, person: PersonId) -> Result<Preferences> {
        self.store.read(move |conn| preference::find(conn, person)).await
    }

    /// Changes what the signed-in person chose.
    ///
    /// # Errors
    /// `Invalid` naming the field of a choice that there is not.
    pub async fn choose(
        &self,
        session: &Session,
        change: impl FnOnce(&mut Preferences),
    ) -> Result<Preferences> {
        let person = session.person.id;
        let mut chosen = self.preferences(person).await?;
        change(&mut chosen);
        check(&chosen, self.settings().await?.idle_minutes)?;
        let kept = chosen.clone();
        self.store
            .write(self.region, Vec::new(), move |t| preference::keep(t, person, &kept))
            .await?;
        Ok(chosen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_offered_can_be_chosen() {
        let good = Preferences::default();
        assert!(check(&good, 15).is_ok());
        for (bad, field) in [
            (Preferences { text_percent: 200, ..good.clone() }, "text_percent"),
            (Preferences { idle_minutes: Some(30), ..good.clone() }, "idle_minutes"),
            (Preferences { idle_minutes: Some(7), ..good.clone() }, "idle_minutes"),
            (Preferences { notebook_order: "age".into(), ..good.clone() }, "notebook_order"),
            (Preferences { lang: Some("fr".into()), ..good.clone() }, "lang"),
        ] {
            assert_eq!(check(&bad, 15).unwrap_err().field, Some(field));
        }
        assert!(check(&Preferences { idle_minutes: Some(5), ..good }, 15).is_ok());
    }
}
