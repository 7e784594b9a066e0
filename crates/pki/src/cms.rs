//! Signed data (CMS, RFC 5652): what is signed lies inside, as configuration profiles want it.

use sha2::{Digest, Sha256};
use tasuki_kernel::{Code, Problem, Result, Timestamp};
use x509_parser::prelude::{FromDer, X509Certificate};
use yasna::models::{ObjectIdentifier, UTCTime};
use yasna::{DERWriter, Tag};

use crate::instant::certificate_time;

const DATA: &[u64] = &[1, 2, 840, 113_549, 1, 7, 1];
const SIGNED_DATA: &[u64] = &[1, 2, 840, 113_549, 1, 7, 2];
const CONTENT_TYPE: &[u64] = &[1, 2, 840, 113_549, 1, 9, 3];
const MESSAGE_DIGEST: &[u64] = &[1, 2, 840, 113_549, 1, 9, 4];
const SIGNING_TIME: &[u64] = &[1, 2, 840, 113_549, 1, 9, 5];
const SHA_256: &[u64] = &[2, 16, 840, 1, 101, 3, 4, 2, 1];
const ECDSA_WITH_SHA_256: &[u64] = &[1, 2, 840, 10_045, 4, 3, 2];

/// Who signs, and how.
pub struct Signer<'a> {
    /// The signer's certificate as DER, then those above it.
    pub chain: &'a [Vec<u8>],
    /// An ECDSA signature with SHA-256 over these bytes, as DER.
    pub sign: &'a dyn Fn(&[u8]) -> Result<Vec<u8>>,
}

/// `content`, signed, with the certificates of its signer, as DER.
pub fn signed(content: &[u8], signer: &Signer<'_>, at: Timestamp) -> Result<Vec<u8>> {
    let unreadable = || Problem::new(Code::Internal, "the signer's certificate cannot be read");
    let own = signer.chain.first().ok_or_else(unreadable)?;
    let (_, certificate) = X509Certificate::from_der(own).map_err(|_| unreadable())?;
    let seconds = certificate_time(at, "at")?.unix_timestamp();
    let attributes = Attributes { digest: Sha256::digest(content).into(), at: seconds };
    // Signed as a SET OF, though it is written under a tag of its own (section 5.4).
    let signature = (signer.sign)(&yasna::construct_der(|writer| attributes.write(writer)))?;
    Ok(yasna::construct_der(|writer| {
        writer.write_sequence(|writer| {
            writer.next().write_oid(&oid(SIGNED_DATA));
            writer.next().write_tagged(Tag::context(0), |writer| {
                writer.write_sequence(|writer| {
                    writer.next().write_u8(1);
                    writer.next().write_set_of(|writer| sha_256(writer.next()));
                    writer.next().write_sequence(|writer| {
                        writer.next().write_oid(&oid(DATA));
                        writer.next().write_tagged(Tag::context(0), |it| it.write_bytes(content));
                    });
                    writer.next().write_tagged_implicit(Tag::context(0), |writer| {
                        writer.write_set_of(|writer| {
                            signer.chain.iter().for_each(|der| writer.next().write_der(der));
                        });
                    });
                    writer.next().write_set_of(|writer| {
                        signer_info(writer.next(), &certificate, &attributes, &signature);
                    });
                });
            });
        });
    }))
}

/// What is signed: what kind the content is, its hash, and when.
struct Attributes {
    digest: [u8; 32],
    at: i64,
}

impl Attributes {
    fn write(&self, writer: DERWriter<'_>) {
        let time = UTCTime::from_datetime(
            time::OffsetDateTime::from_unix_timestamp(self.at)
                .unwrap_or(time::OffsetDateTime::UNIX_EPOCH),
        );
        writer.write_set_of(|writer| {
            attribute(writer.next(), CONTENT_TYPE, |it| it.write_oid(&oid(DATA)));
            attribute(writer.next(), MESSAGE_DIGEST, |it| it.write_bytes(&self.digest));
            attribute(writer.next(), SIGNING_TIME, |it| it.write_utctime(&time));
        });
    }
}

fn attribute(writer: DERWriter<'_>, kind: &[u64], value: impl FnOnce(DERWriter<'_>)) {
    writer.write_sequence(|writer| {
        writer.next().write_oid(&oid(kind));
        writer.next().write_set_of(|writer| value(writer.next()));
    });
}

fn signer_info(
    writer: DERWriter<'_>,
    certificate: &X509Certificate<'_>,
    attributes: &Attributes,
    signature: &[u8],
) {
    writer.write_sequence(|writer| {
        writer.next().write_u8(1);
        writer.next().write_sequence(|writer| {
            writer.next().write_der(certificate.issuer().as_raw());
            writer.next().write_bigint_bytes(certificate.raw_serial(), true);
        });
        sha_256(writer.next());
        writer.next().write_tagged_implicit(Tag::context(0), |it| attributes.write(it));
        writer.next().write_sequence(|it| it.next().write_oid(&oid(ECDSA_WITH_SHA_256)));
        writer.next().write_bytes(signature);
    });
}

fn sha_256(writer: DERWriter<'_>) {
    writer.write_sequence(|writer| writer.next().write_oid(&oid(SHA_256)));
}

fn oid(numbers: &[u64]) -> ObjectIdentifier {
    ObjectIdentifier::from_slice(numbers)
}
