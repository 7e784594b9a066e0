//! The command line as clap knows it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// 襷 — the electronic contact notebook for community care.
///
/// Try it:        tasuki demo
/// A real region: tasuki init, then tasuki serve
///
/// Settings come from flags, then from environment variables (`TASUKI_…`), then from the
/// configuration file, then from defaults: the first that says something wins. An unknown key
/// in the file or the environment is refused.
#[derive(Debug, Parser)]
#[command(name = "tasuki", version, max_term_width = 100)]
pub struct Arguments {
    /// Configuration file (TOML).
    #[arg(long, global = true, value_name = "FILE", env = "TASUKI_CONFIG")]
    pub config: Option<PathBuf>,
    #[command(flatten)]
    pub place: Place,
    #[command(subcommand)]
    pub command: Command,
}

/// Where the region lives.
#[derive(Debug, Args, Default, Clone)]
pub struct Place {
    /// Data folder.
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// PostgreSQL instead of the embedded database: postgres://user@host/name
    #[arg(long, global = true, value_name = "URL")]
    pub database: Option<String>,
    /// The region's key file, when it is not `region.key` in the data folder.
    #[arg(long, global = true, value_name = "FILE")]
    pub region_key: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the demo region: invented people, sign in as any of them from this machine.
    Demo(Demo),
    /// Make a new region in an empty data folder; ends only with a confirmed recovery key.
    Init(Init),
    /// Serve an existing region.
    Serve(Serve),
    /// Verify a data folder, or an exported notebook: exit code 0 clean, 1 damage, a line each.
    Verify(Verify),
    /// Compute every view anew from the logs.
    Rebuild,
    /// Write a new generation of the backup.
    Backup(Backup),
    /// Restore a backup into an empty data folder.
    Restore(Restore),
    /// Hand out a copy in open formats.
    #[command(subcommand)]
    Export(Export),
    /// Destroy keys, so that what they sealed cannot be read again. There is no way back.
    #[command(subcommand)]
    Destroy(Destroy),
    /// Replace the region's key. No entry is touched.
    RotateKey(RotateKey),
    /// Sign and print a checkpoint now: keep it outside, on paper if need be.
    Checkpoint,
    /// Facilities, people, devices, notebooks: what the first operator needs.
    #[command(subcommand)]
    Admin(Admin),
}

#[derive(Debug, Args)]
pub struct Verify {
    /// An exported notebook (.zip); without it the data folder is verified.
    pub file: Option<PathBuf>,
    /// Also open every body with the region's key, rebuild the views and compare.
    #[arg(long)]
    pub keys: bool,
    /// Hold the data against an older checkpoint that was kept elsewhere.
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Option<PathBuf>,
    /// The region's verifier key from elsewhere, for an exported notebook.
    #[arg(long, value_name = "FILE")]
    pub verifier_key: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Backup {
    /// Folder of the backup; the setting `backup` when not given.
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// Folder of the backup.
    #[arg(long, value_name = "DIR")]
    pub from: PathBuf,
    /// A generation by its name; the newest when not given.
    #[arg(long)]
    pub generation: Option<String>,
    /// Open it with the recovery key in this file; a new region key is made then. Without it the
    /// region's key is used.
    #[arg(long, value_name = "FILE")]
    pub recovery_key: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Export {
    /// One notebook, as much of it as its receiver may read; verifies without this server.
    Notebook {
        /// The notebook's id.
        notebook: String,
        /// Login name of the receiver.
        #[arg(long = "as", value_name = "LOGIN")]
        receiver: String,
        /// The file to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub enum Destroy {
    /// A whole notebook.
    Notebook {
        /// The notebook's id.
        notebook: String,
        /// By which rule or right.
        #[arg(long)]
        reason: String,
    },
    /// One entry of a log (both ids stand in `verify` and in the API).
    Entry {
        /// The log's id.
        log: String,
        /// The entry's id.
        entry: String,
        /// By which rule or right.
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, Args)]
pub struct RotateKey {
    /// Protect the new key with a passphrase.
    #[arg(long)]
    pub passphrase: bool,
}

#[derive(Debug, Args)]
pub struct Demo {
    /// Port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 8443)]
    pub port: u16,
    /// How many patients are made: those of the stories told by hand come first.
    #[arg(long, default_value_t = tasuki_demo::PATIENTS, value_name = "NUMBER")]
    pub patients: usize,
}

#[derive(Debug, Args)]
pub struct Init {
    /// The region's name, such as みなと市.
    #[arg(long)]
    pub name: String,
    /// What the region calls its notebook.
    #[arg(long, default_value = "たすき連絡帳")]
    pub notebook_name: String,
    /// 情報カテゴリー, separated by commas, in the order shown.
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "訪問看護の結果,医師の指示,服薬,訪問介護の記録,ケアプラン,連絡・相談,入退院,家族より"
    )]
    pub categories: Vec<String>,
    /// Minutes without activity after which a session locks.
    #[arg(long, default_value_t = 15)]
    pub idle_minutes: u16,
    /// Use the recovery key in this file (an age identity that you made and keep elsewhere)
    /// instead of being shown a new one and typing it back.
    #[arg(long, value_name = "FILE")]
    pub recovery_key: Option<PathBuf>,
    /// Protect the region's key with a passphrase, asked at every start.
    #[arg(long)]
    pub passphrase: bool,
}

#[derive(Debug, Args)]
pub struct Serve {
    /// Address of the staff's listener.
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<std::net::SocketAddr>,
}

#[derive(Debug, Subcommand)]
pub enum Admin {
    /// List people, facilities, devices and notebooks (ids only).
    List,
    /// Enter a facility; prints its id.
    AddFacility {
        /// Code of its kind: clinic, home_nursing, pharmacy, care_management, …
        #[arg(long)]
        kind: String,
        /// Its name.
        #[arg(long)]
        name: String,
    },
    /// Enter a person with a post; prints the ids and an activation link's path.
    AddPerson(AddPerson),
    /// Enter somebody of the region's desk (運営事務局), who approves applications; prints the id
    /// and an activation link.
    AddDesk(NewStaff),
    /// Enter the region's auditor (外部監査人), who sees evidence and no words; prints the id and an
    /// activation link.
    AddAuditor(NewStaff),
    /// A new activation link for a person who has to set a password.
    Activate {
        /// Login name.
        login: String,
    },
    /// Set a password (read from standard input), for tests and first operators.
    SetPassword {
        /// Login name.
        login: String,
    },
    /// Issue a device certificate; writes NAME.pem, NAME.key and NAME.p12 into a folder.
    IssueDevice {
        /// Login name of its owner.
        login: String,
        /// What the owner calls the device.
        #[arg(long, default_value = "端末")]
        label: String,
        /// Folder to write to.
        #[arg(long, default_value = ".")]
        out: PathBuf,
        /// Days that it is valid.
        #[arg(long, default_value_t = 365)]
        days: u16,
    },
    /// Make a pick-up for a device; prints its number, its code and the link. The owner gets the
    /// certificate with it on the device itself.
    Pickup {
        /// Login name of its owner.
        #[arg(long)]
        login: String,
        /// What the owner calls the device.
        #[arg(long, default_value = "")]
        label: String,
        /// windows, mac, android or ios.
        #[arg(long)]
        system: String,
    },
    /// Who signs certificates: where the root's key is, taking it offline, the next authority.
    #[command(subcommand)]
    Authority(Authority),
    /// Revoke a device at once.
    RevokeDevice {
        /// Its id.
        device: String,
        /// Why.
        #[arg(long, default_value = "紛失")]
        reason: String,
    },
    /// Say which second factors are allowed from now on, all of them: certificate, passkey (stays in
    /// one device), synced-passkey (kept by Apple or Google for its owner), substitute (a code for
    /// the day on which a device breaks). Whoever signed in by another is out on the next request.
    SecondFactors {
        /// Their names, with commas between.
        #[arg(value_delimiter = ',', required = true)]
        names: Vec<String>,
    },
    /// End a membership: the room is closed to that person on the next request.
    RemoveMember {
        /// The room's id.
        room: String,
        /// The person's post.
        post: String,
    },
    /// Add a member to a room.
    AddMember {
        /// The room's id.
        room: String,
        /// The person's post.
        post: String,
    },
    /// Open a notebook for a patient described in a TOML file; prints its ids.
    OpenNotebook {
        /// The description: see docs/ja/operators.md.
        file: PathBuf,
    },
    /// Give or withdraw a patient's consent to team sharing.
    Consent {
        /// The notebook's id.
        notebook: String,
        /// `given` or `withdrawn`.
        state: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum Authority {
    /// Say where the root's key is, and until when each authority lasts.
    Show,
    /// Write the root's key to a file that the recovery key opens, and remove it from here. Keep
    /// the file away from this machine, and the key store's backups until they have expired.
    TakeOffline {
        /// The file to write; an existing one is not replaced.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Seal it to this age recipient instead of the recovery key.
        #[arg(long, value_name = "RECIPIENT")]
        to: Option<String>,
    },
    /// Make a new authority for daily use. Devices keep their certificates; restart the server, so
    /// that it asks for those of the new one too.
    Renew {
        /// The root that was taken offline.
        #[arg(long, value_name = "FILE", requires = "key")]
        root: Option<PathBuf>,
        /// The recovery key, or whichever key opens the root's file; it may be under a passphrase.
        #[arg(long, value_name = "FILE", requires = "root")]
        key: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub struct NewStaff {
    /// Login name: 3 to 40 of a-z 0-9 - _ .
    #[arg(long)]
    pub login: String,
    /// 姓
    #[arg(long)]
    pub family: String,
    /// 名
    #[arg(long, default_value = "")]
    pub given: String,
    /// せい
    #[arg(long, default_value = "")]
    pub family_kana: String,
    /// めい
    #[arg(long, default_value = "")]
    pub given_kana: String,
}

#[derive(Debug, Args)]
pub struct AddPerson {
    #[command(flatten)]
    pub who: NewStaff,
    /// The facility's id.
    #[arg(long)]
    pub facility: String,
    /// Code of the profession: physician, nurse, care_manager, …
    #[arg(long)]
    pub profession: String,
    /// 施設管理者
    #[arg(long)]
    pub manager: bool,
}
