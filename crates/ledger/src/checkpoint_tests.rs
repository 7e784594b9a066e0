use proptest::prelude::*;
use signed_note::{Note as OtherNote, NoteError, StandardVerifier, VerifierList};

use super::*;

fn region() -> RegionId {
    RegionId::from_bytes([0x11; 16])
}

fn key() -> SigningKey {
    SigningKey::from_seed(&origin_name(region()), &Secret::from_bytes([7; 32])).expect("a name")
}

fn verify(text: &str) -> Result<Checkpoint, CheckpointError> {
    parse_and_verify(text, &key().verifier())
}

fn signed() -> String {
    key().sign(20_852_163, &Hash::of(b"root"))
}

#[test]
fn a_signed_checkpoint_reads_back() {
    let checkpoint = verify(&signed()).expect("our own");
    assert_eq!(checkpoint.origin, "tasuki/11111111-1111-1111-1111-111111111111");
    assert_eq!((checkpoint.size, checkpoint.root), (20_852_163, Hash::of(b"root")));
    assert_eq!(key().name(), checkpoint.origin);
    let empty = key().sign(0, &Hash::of(b""));
    assert_eq!(verify(&empty).map(|checkpoint| checkpoint.size), Ok(0));
}

#[test]
fn another_implementation_of_signed_note_agrees() {
    let verifier = StandardVerifier::new(&key().verifier().to_string()).expect("its form");
    let note = OtherNote::from_bytes(signed().as_bytes()).expect("its form");
    let known = VerifierList::new(vec![Box::new(verifier.clone())]);
    let (verified, unverified) = note.verify(&known).expect("signed");
    assert_eq!((verified.len(), unverified.len()), (1, 0));
    let forged = signed().replace("20852163", "20852164");
    let note = OtherNote::from_bytes(forged.as_bytes()).expect("its form");
    let known = VerifierList::new(vec![Box::new(verifier)]);
    assert!(matches!(note.verify(&known), Err(NoteError::InvalidSignature { .. })));
    assert_eq!(verify(&forged), Err(CheckpointError::BadSignature));
}

#[test]
fn the_checkpoint_of_the_c2sp_text_is_read() {
    // The root and size of the example in C2SP tlog-checkpoint, under our own key.
    let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    let root = Hash::from_slice(&BASE64.decode(root).expect("base64")).expect("32 bytes");
    let text = key().sign(20_852_163, &root);
    assert!(text.contains("\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\u{2014} "));
    assert_eq!(verify(&text).map(|checkpoint| checkpoint.root), Ok(root));
}

#[test]
fn verifier_keys_have_one_text_form() {
    let text = key().verifier().to_string();
    assert_eq!(text.parse(), Ok(key().verifier()));
    assert!(text.starts_with("tasuki/11111111-1111-1111-1111-111111111111+"));
    assert_eq!(format!("{:?}", key()), format!("SigningKey({text})"));
    let renamed = text.replacen("tasuki", "tasukj", 1);
    let other_type = text.replace("+A", "+B");
    let weak = {
        let mut point = [0_u8; 32];
        point[0] = 1;
        let key = ed25519_dalek::VerifyingKey::from_bytes(&point).expect("the neutral point");
        VerifierKey { name: "weak".into(), key }.to_string()
    };
    for refused in [&renamed, &other_type, &weak, "", "a+b", "a+00000000+AQ==", "a b+0+AQ=="] {
        assert!(refused.parse::<VerifierKey>().is_err(), "{refused}");
    }
}

#[test]
fn names_with_spaces_or_plus_signs_make_no_key() {
    for name in ["", "a b", "a+b", "a\u{3000}b", "a\nb"] {
        assert!(SigningKey::from_seed(name, &Secret::from_bytes([7; 32])).is_err(), "{name:?}");
    }
}

#[test]
fn other_keys_and_origins_are_told_apart() {
    let seed = Secret::from_bytes([8; 32]);
    let same_name = SigningKey::from_seed(key().name(), &seed).expect("a name");
    assert_eq!(parse_and_verify(&signed(), &same_name.verifier()), Err(CheckpointError::Unsigned));
    let other = SigningKey::from_seed("tasuki/other", &Secret::from_bytes([7; 32])).expect("name");
    assert_eq!(parse_and_verify(&signed(), &other.verifier()), Err(CheckpointError::WrongOrigin));
}

#[test]
fn cosignatures_are_passed_over_but_a_false_one_of_ours_is_not() {
    let witness = SigningKey::from_seed("witness", &Secret::from_bytes([9; 32])).expect("name");
    let other = witness.sign(20_852_163, &Hash::of(b"root"));
    let cosignature = other.lines().last().expect("a signature line");
    assert!(verify(&format!("{}{cosignature}\n", signed())).is_ok());
    let stale = key().sign(1, &Hash::of(b"root"));
    let false_line = stale.lines().last().expect("a signature line");
    assert_eq!(verify(&format!("{}{false_line}\n", signed())), Err(CheckpointError::BadSignature));
    let line = format!("{cosignature}\n");
    assert!(verify(&format!("{}{}", signed(), line.repeat(63))).is_ok());
    let many = verify(&format!("{}{}", signed(), line.repeat(64)));
    assert_eq!(many, Err(refused("more than 64 signatures").into()));
}

#[test]
fn other_spellings_are_refused() {
    let good = signed();
    let changed = [
        good.replace("\n20852163", "\n020852163"),
        good.replace("\n20852163", "\n+20852163"),
        good.replace("\n20852163", "\n-1"),
        good.replace("\n20852163", "\n99999999999999999999"),
        good.replace("=\n\n", "=\nextension\n\n"),
        good.replace("=\n\n", "=\n\n\n"),
        good.replace("\n\n", "\r\n\r\n"),
        good.replace('\u{2014}', "-"),
        good.trim_end().to_owned(),
        format!("{good}\n"),
        format!("\n{good}"),
        good.split_once("\n\n").expect("a blank line").0.to_owned(),
        String::new(),
        "\n\n".to_owned(),
        "x".repeat(200_000),
    ];
    for text in changed {
        let verified = verify(&text);
        assert!(matches!(verified, Err(CheckpointError::Malformed(_))), "{text:?}");
    }
}

proptest! {
    #[test]
    fn a_changed_character_is_never_accepted(
        at in any::<prop::sample::Index>(),
        to in proptest::char::any(),
    ) {
        let good = signed();
        let mut characters: Vec<char> = good.chars().collect();
        let at = at.index(characters.len());
        prop_assume!(characters[at] != to);
        characters[at] = to;
        let changed: String = characters.into_iter().collect();
        prop_assert!(verify(&changed).is_err());
    }

    #[test]
    fn arbitrary_text_never_panics(text in "(.|\n){0,200}") {
        prop_assert!(verify(&text).is_err());
        prop_assert!(text.parse::<VerifierKey>().is_err());
    }
}
