//! 失効リスト: the list of revoked certificates (CRL, RFC 5280 section 5). Our own listeners ask the
//! device register at every request; the list is for whoever else is to judge a certificate.

use rcgen::{CertificateRevocationListParams, KeyIdMethod, RevokedCertParams, SerialNumber};
use tasuki_kernel::{Result, Timestamp};

use crate::authority::{Authority, unsignable};
use crate::instant::certificate_time;

/// A certificate that no longer counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revoked {
    /// Its serial number.
    pub serial: Vec<u8>,
    /// Since when.
    pub at: Timestamp,
}

impl Authority {
    /// The list of what was revoked as this authority signs it, in PEM. It says that a newer one
    /// will be there before `next`. One made later has the higher number.
    pub fn revocations(
        &self,
        revoked: &[Revoked],
        now: Timestamp,
        next: Timestamp,
    ) -> Result<String> {
        let listed = revoked.iter().map(entry).collect::<Result<_>>()?;
        let params = CertificateRevocationListParams {
            this_update: certificate_time(now, "now")?,
            next_update: certificate_time(next, "next")?,
            crl_number: SerialNumber::from(now.as_micros().unsigned_abs()),
            issuing_distribution_point: None,
            revoked_certs: listed,
            key_identifier_method: KeyIdMethod::Sha256,
        };
        params.signed_by(self.issuer()).and_then(|list| list.pem()).map_err(unsignable)
    }
}

fn entry(revoked: &Revoked) -> Result<RevokedCertParams> {
    Ok(RevokedCertParams {
        serial_number: SerialNumber::from_slice(&revoked.serial),
        revocation_time: certificate_time(revoked.at, "at")?,
        // Why is the region's own matter, and the list is public.
        reason_code: None,
        invalidity_date: None,
    })
}

#[cfg(test)]
mod tests {
    use x509_parser::pem::parse_x509_pem;
    use x509_parser::prelude::{CertificateRevocationList, FromDer};

    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_000_000);

    fn list(revoked: &[Revoked], now: Timestamp) -> (Authority, Vec<u8>) {
        let authority = Authority::create("緑が丘", NOW).unwrap();
        let pem = authority.revocations(revoked, now, now.plus_seconds(60)).unwrap();
        let (_, pem) = parse_x509_pem(pem.as_bytes()).unwrap();
        (authority, pem.contents)
    }

    #[test]
    fn names_serials_and_when() {
        let revoked = [Revoked { serial: vec![0x12, 0x34], at: NOW.plus_seconds(-5) }];
        let (_, der) = list(&revoked, NOW);
        let (_, read) = CertificateRevocationList::from_der(&der).unwrap();
        let listed: Vec<_> = read.iter_revoked_certificates().collect();
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0].raw_serial(), [0x12, 0x34]);
        let seconds = NOW.seconds_since(Timestamp::default());
        assert_eq!(listed[0].revocation_date.timestamp(), seconds - 5);
        assert_eq!(read.last_update().timestamp(), seconds);
        assert_eq!(read.next_update().unwrap().timestamp(), seconds + 60);
        assert!(list(&[], NOW).1.len() < der.len());
    }

    #[test]
    fn a_later_one_has_the_higher_number() {
        let number = |now| {
            let (_, der) = list(&[], now);
            let (_, read) = CertificateRevocationList::from_der(&der).unwrap();
            read.crl_number().unwrap().clone()
        };
        assert!(number(NOW) < number(NOW.plus_seconds(1)));
    }

    #[test]
    fn a_list_that_has_ended_before_it_begins_is_refused() {
        let authority = Authority::create("緑が丘", NOW).unwrap();
        assert!(authority.revocations(&[], NOW, NOW).is_err());
    }
}
