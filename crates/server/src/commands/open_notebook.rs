//! `tasuki admin open-notebook`: a patient described in a TOML file becomes a notebook with a
//! team. The screens for this come with teams and consent.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use tasuki_app::App;
use tasuki_app::region::NewNotebook;
use tasuki_domain::name::Name;
use tasuki_domain::patient::{Birth, Contact, Identifier, Patient, Sex};
use tasuki_kernel::{PatientId, PostId};

/// The file's keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    family: String,
    #[serde(default)]
    given: String,
    #[serde(default)]
    family_kana: String,
    #[serde(default)]
    given_kana: String,
    /// 1942-03-02
    birth: String,
    /// female, male, other
    sex: String,
    #[serde(default)]
    care_level: String,
    #[serde(default)]
    allergies: Vec<String>,
    #[serde(default)]
    drug_risks: Vec<String>,
    #[serde(default)]
    living: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    phase: String,
    #[serde(default)]
    conditions: Vec<String>,
    #[serde(default)]
    contacts: Vec<Person>,
    #[serde(default)]
    identifiers: Vec<Number>,
    attending_doctor: Option<String>,
    managing_facility: String,
    /// Ids of posts.
    team: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    name: String,
    #[serde(default)]
    relation: String,
    phone: String,
    #[serde(default, rename = "key_person")]
    is_key: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Number {
    system: String,
    value: String,
}

pub async fn run(app: &App, file: &Path) -> Result<()> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("{} cannot be read", file.display()))?;
    let it: Description = figment::Figment::from(
        <figment::providers::Toml as figment::providers::Format>::string(&text),
    )
    .extract()
    .context("the description cannot be read")?;
    let new = notebook(app, it)?;
    let (notebook, room) = app.open_notebook(new).await?;
    println!("notebook {notebook}\nteam room {room}");
    Ok(())
}

fn notebook(app: &App, it: Description) -> Result<NewNotebook> {
    let posts: Result<Vec<PostId>, _> = it.team.iter().map(|id| id.parse()).collect();
    let identifiers: Result<Vec<Identifier>, _> = it
        .identifiers
        .iter()
        .map(|number| Identifier::new(&number.system, &number.value))
        .collect();
    let contacts = it.contacts.into_iter().map(|person| Contact {
        name: person.name,
        relation: person.relation,
        phone: person.phone,
        key_person: person.is_key,
    });
    let patient = Patient {
        id: PatientId::new(app.clock(), app.random()),
        name: Name::new(&it.family, &it.given, &it.family_kana, &it.given_kana)?,
        birth: birth(&it.birth)?,
        sex: match it.sex.as_str() {
            "female" => Sex::Female,
            "male" => Sex::Male,
            "other" => Sex::Other,
            other => anyhow::bail!("sex is {other}: say female, male or other"),
        },
        care_level: it.care_level,
        allergies: it.allergies,
        drug_risks: it.drug_risks,
        living: it.living,
        place: it.place,
        phase: it.phase,
        conditions: it.conditions,
        contacts: contacts.collect(),
        identifiers: identifiers?,
        attending_doctor: it.attending_doctor.map(|id| id.parse()).transpose()?,
        deputy_doctor: None,
        lead: None,
        portrait: None,
        limits: Vec::new(),
        address: String::new(),
        phone: String::new(),
        likenesses: Vec::new(),
    };
    Ok(NewNotebook {
        patient,
        managing_facility: it.managing_facility.parse()?,
        team: posts.context("`team` holds ids of posts")?,
        consent_from: app.clock().now(),
    })
}

fn birth(text: &str) -> Result<Birth> {
    let date: jiff::civil::Date = text.parse().context("`birth` is a date such as 1942-03-02")?;
    Ok(Birth {
        year: date.year(),
        month: date.month().unsigned_abs(),
        day: date.day().unsigned_abs(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_of_birth_is_a_date() {
        assert_eq!(birth("1942-03-02").unwrap(), Birth { year: 1942, month: 3, day: 2 });
        assert!(birth("1942-02-30").is_err());
        assert!(birth("昭和17年").is_err());
    }
}
