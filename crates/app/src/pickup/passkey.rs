//! A passkey instead of the certificate that waits: for phones, which certificates do not reach well.

use tasuki_kernel::{Code, DeviceId, Problem, Result};
use tasuki_pki::passkey::{Made, Site};
use tasuki_store::pickup::{self, PickupRow};

use super::{FAILURES, Void, Waiting, refused};
use crate::App;
use crate::passkey::{self, Permit, Registration};

impl App {
    /// What to ask the browser that makes a passkey of what waits, instead of a certificate.
    ///
    /// # Errors
    /// `PickUpVoid` when a certificate was picked up already; `NotAllowed` where the region does
    /// not allow passkeys.
    pub async fn offer_passkey_for(&self, waiting: &Waiting) -> Result<passkey::Offer> {
        self.offer_passkey(&permit(&waiting.row)?).await
    }

    /// Registers the passkey that the browser made as the device that waits: the pick-up is used up
    /// with it.
    ///
    /// # Errors
    /// As [`App::register_passkey`], and `Conflict` when somebody else was faster.
    pub async fn pick_up_passkey(
        &self,
        site: &Site,
        waiting: Waiting,
        made: &Made,
    ) -> Result<DeviceId> {
        let row = waiting.row;
        let label = row.label.clone();
        let new = Registration { permit: permit(&row)?, label: &label, made };
        self.register_passkey_with(site, new, move |t, device| {
            let again = pickup::find(t.conn(), &row.number)?.ok_or_else(refused)?;
            if again.device.is_some() || again.failures >= FAILURES {
                return Err(Problem::new(Code::Conflict, "it was picked up just now"));
            }
            pickup::use_it(t, &row.number, device)
        })
        .await
    }
}

/// The right of whoever knows number and code; a certificate that was picked up has used it.
fn permit(row: &PickupRow) -> Result<Permit> {
    if row.device.is_some() {
        return Err(Void::Used.problem());
    }
    Ok(Permit::by_token(row.person, row.number.as_bytes()))
}
