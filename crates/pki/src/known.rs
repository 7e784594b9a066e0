//! Certificates of ours that were read before: a phone connects again and again with the same one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::pki_types::CertificateDer;

use crate::fingerprint::Fingerprint;
use crate::peer_certificate::{Authorities, PeerCertificate};

/// Certificates kept, of about 200 bytes each.
const MOST: usize = 4_096;

/// Reads certificates and keeps what it read of ours. What a certificate says follows from its
/// bytes and from the authorities alone, neither from the time nor from the device register, so
/// that reading it again would say the same.
#[derive(Debug)]
pub struct Known {
    authorities: Authorities,
    kept: Mutex<HashMap<Fingerprint, Arc<PeerCertificate>>>,
}

impl Known {
    /// Knows none yet.
    pub fn new(authorities: Authorities) -> Self {
        Self { authorities, kept: Mutex::default() }
    }

    /// As [`Authorities::inspect`], of which it saves the signature.
    pub fn inspect(&self, presented: &CertificateDer<'_>) -> Arc<PeerCertificate> {
        let fingerprint = Fingerprint::of_der(presented);
        if let Some(peer) = self.lock(|kept| kept.get(&fingerprint).cloned()) {
            return peer;
        }
        let peer = Arc::new(self.authorities.inspect(presented));
        // Strangers can make as many certificates as they like: theirs are read each time.
        if peer.ours {
            self.lock(|kept| {
                // Emptied when full: simpler than an order of use, and whoever is here comes back.
                if kept.len() >= MOST {
                    kept.clear();
                }
                kept.insert(fingerprint, Arc::clone(&peer));
            });
        }
        peer
    }

    fn lock<T>(
        &self,
        use_it: impl FnOnce(&mut HashMap<Fingerprint, Arc<PeerCertificate>>) -> T,
    ) -> T {
        use_it(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use tasuki_kernel::{DeviceId, Timestamp};

    use super::*;
    use crate::{Authority, DeviceRequest};

    const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_000_000);

    fn known(authority: &Authority) -> Known {
        Known::new(Authorities::new(&[authority.certificate_der().to_vec()]).unwrap())
    }

    fn device(authority: &Authority, number: u8) -> CertificateDer<'static> {
        let (not_before, not_after) = (NOW, NOW.plus_seconds(60));
        let device = DeviceId::from_bytes([number; 16]);
        let request = DeviceRequest { device, label: "a", not_before, not_after };
        CertificateDer::from(authority.issue_device(&request).unwrap().certificate_der().to_vec())
    }

    #[test]
    fn one_of_ours_is_read_once_and_says_the_same_again() {
        let ours = Authority::create("a", NOW).unwrap();
        let (known, der) = (known(&ours), device(&ours, 1));
        let first = known.inspect(&der);
        assert!(first.ours);
        assert_eq!(*first, known.authorities.inspect(&der));
        assert!(Arc::ptr_eq(&first, &known.inspect(&der)));
        let other = known.inspect(&device(&ours, 2));
        assert_eq!(other.device, Some(DeviceId::from_bytes([2; 16])));
    }

    #[test]
    fn a_strangers_is_not_kept() {
        let (ours, theirs) =
            (Authority::create("a", NOW).unwrap(), Authority::create("a", NOW).unwrap());
        let known = known(&ours);
        for number in 0..3 {
            assert!(!known.inspect(&device(&theirs, number)).ours);
        }
        assert!(known.kept.lock().unwrap().is_empty());
    }

    #[test]
    fn one_changed_bit_of_a_known_one_is_not_ours() {
        let ours = Authority::create("a", NOW).unwrap();
        let (known, der) = (known(&ours), device(&ours, 1));
        assert!(known.inspect(&der).ours);
        let mut changed = der.to_vec();
        *changed.last_mut().unwrap() ^= 1;
        assert!(!known.inspect(&CertificateDer::from(changed)).ours);
    }

    #[test]
    fn no_more_are_kept_than_there_is_room_for() {
        let ours = Authority::create("a", NOW).unwrap();
        let known = known(&ours);
        let some = known.inspect(&device(&ours, 1));
        for number in 0..MOST {
            let mut name = [0; 32];
            name[..8].copy_from_slice(&number.to_be_bytes());
            known.lock(|kept| kept.insert(Fingerprint::from_bytes(name), Arc::clone(&some)));
        }
        known.inspect(&device(&ours, 2));
        assert_eq!(known.kept.lock().unwrap().len(), 1);
    }
}
