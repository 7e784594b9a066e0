//! Settings: flags, then environment, then file, then defaults. Unknown keys are refused.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use tasuki_app::letter::Addresses;
use tasuki_app::{AppOptions, DataFolder, Engine};

use crate::cli::{Arguments, Command, Place};
use crate::postman::MailConfig;

/// Everything that can be set.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Data folder.
    pub data: PathBuf,
    /// PostgreSQL; the embedded database when none.
    pub database: Option<String>,
    /// Key store, when it is not `keys` in the data folder.
    pub keys: Option<PathBuf>,
    /// Objects, when they are not `objects` in the data folder.
    pub objects: Option<PathBuf>,
    /// The region's key file, when it is not `region.key` in the data folder.
    pub region_key: Option<PathBuf>,
    /// Address of the staff's listener.
    pub listen: SocketAddr,
    /// Names in the server's certificate; the first is the address that links use.
    pub names: Vec<String>,
    /// Where staff find this server, as `https://name:port`, when that is not the first name with
    /// the port of `listen`. Passkeys are made for this name, and for no other.
    pub address: Option<String>,
    /// The server's certificate chain (PEM) from elsewhere.
    pub certificate: Option<PathBuf>,
    /// Its key (PEM).
    pub certificate_key: Option<PathBuf>,
    /// Address of the portal's listener, which never asks for certificates.
    pub portal: Option<SocketAddr>,
    /// Address of the operator's listener (plain HTTP: keep it on loopback).
    pub ops: Option<SocketAddr>,
    /// Mails; without it letters wait.
    pub mail: Option<MailConfig>,
    /// Certificates by ACME (RFC 8555).
    pub acme: Option<AcmeConfig>,
    /// What is logged: `info`, `tasuki_web=debug,info`, …
    pub log: String,
    /// `text` or `json`.
    pub log_format: String,
    /// Connections for reading.
    pub readers: usize,
    /// Opened entries kept in memory at most, of about a kilobyte each.
    pub opened: usize,
    /// A font (TrueType, OpenType) for Japanese text in PDFs that bring none.
    pub document_font: Option<PathBuf>,
    /// ClamAV's daemon, which sees every file before it is kept: `host:port` or a socket's path.
    pub clamav: Option<String>,
    /// Where backups go; destructions are registered there too.
    pub backup: Option<PathBuf>,
}

/// Certificates by ACME.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcmeConfig {
    /// The authority's directory.
    pub directory: String,
    /// Whom it may write to: `mailto:…`.
    pub contacts: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: "data".into(),
            database: None,
            keys: None,
            objects: None,
            region_key: None,
            listen: SocketAddr::from(([127, 0, 0, 1], 8443)),
            names: vec!["localhost".into(), "127.0.0.1".into()],
            address: None,
            certificate: None,
            certificate_key: None,
            portal: None,
            ops: None,
            mail: None,
            acme: None,
            log: "info".into(),
            log_format: "text".into(),
            readers: 8,
            opened: 8192,
            document_font: None,
            clamav: None,
            backup: None,
        }
    }
}

impl Config {
    /// The settings for a run.
    pub fn load(arguments: &Arguments) -> Result<Self> {
        let mut figment = Figment::from(Serialized::defaults(Self::of(&arguments.command)));
        if let Some(file) = &arguments.config {
            anyhow::ensure!(file.exists(), "the configuration file {} is missing", file.display());
            figment = figment.merge(Toml::file_exact(file));
        }
        // TASUKI_CONFIG names the file itself and is no setting.
        figment = figment.merge(Env::prefixed("TASUKI_").ignore(&["config"]).split("__"));
        let config: Self = figment.extract().context("the configuration cannot be used")?;
        Ok(config.with_flags(&arguments.place))
    }

    /// What holds when nothing is said: a demo has a folder of its own, and is quiet.
    fn of(command: &Command) -> Self {
        match command {
            Command::Demo(_) => {
                Self { data: "demo-data".into(), log: "warn".into(), ..Self::default() }
            }
            _ => Self::default(),
        }
    }

    fn with_flags(mut self, place: &Place) -> Self {
        if let Some(data) = &place.data {
            self.data.clone_from(data);
        }
        if place.database.is_some() {
            self.database.clone_from(&place.database);
        }
        if place.region_key.is_some() {
            self.region_key.clone_from(&place.region_key);
        }
        self
    }

    /// The data folder with what lies elsewhere.
    pub fn folder(&self) -> DataFolder {
        DataFolder::new(&self.data).with_keys(self.keys.clone()).with_objects(self.objects.clone())
    }

    /// How the region is opened.
    pub fn options(&self, serving: bool) -> AppOptions {
        let mut options = AppOptions::embedded(self.folder());
        options.serving = serving;
        options.readers = self.readers;
        options.opened = self.opened;
        if let Some(url) = &self.database {
            options.engine = Engine::Postgres(url.clone());
        }
        options
    }

    /// Where staff sign in, as links say it.
    pub fn staff_url(&self) -> String {
        self.staff_url_at(self.listen.port())
    }

    /// The same where the system has chosen the port.
    pub fn staff_url_at(&self, port: u16) -> String {
        match &self.address {
            Some(address) => address.trim_end_matches('/').to_owned(),
            None => self.url(port),
        }
    }

    /// Where the doors are, when the staff's listener has this port: a region without a listener
    /// for its portal has the portal's pages there too.
    pub fn addresses(&self, staff_port: u16) -> Addresses {
        let staff = self.staff_url_at(staff_port);
        let portal = self.portal.map_or(staff.clone(), |it| self.url(it.port()));
        Addresses { staff, portal }
    }

    fn url(&self, port: u16) -> String {
        let name = self.names.first().map_or("localhost", String::as_str);
        if port == 443 { format!("https://{name}") } else { format!("https://{name}:{port}") }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;

    fn loaded(text: &str, flags: &[&str]) -> Result<Config> {
        let folder = std::env::temp_dir().join(format!("tasuki-config-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{}.toml", text.len()));
        std::fs::write(&file, text)?;
        let mut line = vec!["tasuki", "--config", file.to_str().unwrap()];
        line.extend(flags);
        if !flags.contains(&"demo") {
            line.push("serve");
        }
        Config::load(&Arguments::parse_from(line))
    }

    #[test]
    fn a_demo_has_a_folder_of_its_own_unless_told_otherwise() {
        let plain = loaded("readers = 3", &["demo"]).unwrap();
        assert_eq!((plain.data, plain.log.as_str()), (PathBuf::from("demo-data"), "warn"));
        let told = loaded("data = \"here\"\nlog = \"debug\"", &["demo"]).unwrap();
        assert_eq!((told.data, told.log.as_str()), (PathBuf::from("here"), "debug"));
    }

    #[test]
    fn a_flag_wins_over_the_file_and_the_file_over_the_default() {
        let config = loaded("data = \"a\"\nlog = \"debug\"", &["--data", "b"]).unwrap();
        assert_eq!(config.data, PathBuf::from("b"));
        assert_eq!(config.log, "debug");
        assert_eq!(config.log_format, "text");
    }

    #[test]
    fn an_address_from_outside_wins_over_name_and_port() {
        let plain = loaded("names = [\"tasuki.example\"]\nlisten = \"0.0.0.0:8443\"", &[]).unwrap();
        assert_eq!(plain.staff_url(), "https://tasuki.example:8443");
        assert_eq!(plain.staff_url_at(9), "https://tasuki.example:9");
        let told = loaded("address = \"https://tasuki.example/\"", &[]).unwrap();
        assert_eq!(told.staff_url_at(9), "https://tasuki.example");
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        let error = format!("{:#}", loaded("dtaa = \"a\"", &[]).unwrap_err());
        assert!(error.contains("dtaa"), "{error}");
    }

    #[test]
    fn a_missing_file_is_said() {
        let line = ["tasuki", "--config", "/nowhere/tasuki.toml", "serve"];
        assert!(Config::load(&Arguments::parse_from(line)).is_err());
    }
}
