//! The pages: one struct per template, holding what is shown and nothing else.
//!
//! Routes fill these structs; they decide nothing about rights and reach nothing. Strings are plain
//! (askama escapes them), identifiers and addresses are ready to be put into a link, and times come
//! as [`crate::show::Moment`]. Every page works as plain HTML forms and links; the modules under
//! `assets/` only add to it.

mod access;
mod account;
mod apply;
mod banner;
mod compose;
mod consent;
mod course;
mod desk;
mod disclosure;
mod entry;
mod entry_view;
mod facility;
mod file;
mod filter;
pub mod form;
mod frame;
mod help;
mod notebooks;
mod notices;
mod password;
mod patient;
mod pickup;
mod portal;
mod print;
mod problem;
mod register;
mod resume;
mod room;
mod seen_by;
mod sign_in;
mod staff;
mod staff_import;
mod team;
mod unlock;
mod vital;

pub use access::{Access, StaffAccess, StayView, UseView};
pub use account::{Account, DeviceStanding, DeviceView, Pick, SessionView};
pub use apply::{Applied, Apply, ApplyConfirm, ApplyDevice, ApplyDone, Stands, choices};
pub use banner::{Banner, Chip, ChipKind, Contact};
pub use compose::{ACCEPTED, Addressee, Compose, Draft, NewerView, Purpose, SensitivityChoice};
pub use consent::{
    Consent, ConsentChange, ConsentLine, ConsentPatient, ConsentProof, ConsentStep, Withdraw,
};
pub use course::{Chart, Course, CourseDay, CoursePoint, CourseRow};
pub use desk::{
    CaseView, CheckLine, DeskMail, DeskPortal, DeskQueue, LetterView, QueueRow, QueueTab,
};
pub use disclosure::{
    AuditPage, DeskDisclosure, DeskDisclosureFind, DeskDisclosureNew, DeskDisclosures,
    DisclosureRowView, DisclosureStep, OrphanView, VerifiedView,
};
pub use entry::{CommentForm, Entry, Photo, TakeBack, VersionView};
pub use entry_view::{
    Author, Confirmer, CorrectionView, EntryFragment, EntryView, Importance, PhotoView,
    QuietFragment, QuietView, Quoted, Standing,
};
pub use facility::{
    DeskReviews, DeskWithdrawal, DeskWithdrawals, FacilityReview, FacilityWithdrawal, ReviewDone,
    ReviewLine, ReviewState, WithdrawalLine,
};
pub use file::{File, FileView, Sheet};
pub use filter::{Chosen, DayJump, FilterChip, Narrow};
pub use form::{Check, Input, Widget};
pub use frame::{Fact, FieldError, Frame, Link, Viewer};
pub use help::{Device, Help, SystemChoice};
pub use notebooks::{NotebookRow, Notebooks, OrderChoice, Waiting, WaitingRow};
pub use notices::{
    ChannelMembers, ChannelView, Channels, Notice, NoticeDay, NoticeLine, NoticeNew, NoticePaper,
    NoticeReach, NoticeSend, NoticeView, Notices, NoticesSent, ReachLine,
};
pub use password::{Password, PasswordOccasion};
pub use patient::{ChangeView, Field, Patient, PatientEdit, Pickable};
pub use pickup::{HandOver, Pickup, PickupPasskey, PickupReady, TakeOver};
pub use portal::{Desk, FacilityGroup, Portal, PortalFacilities, PortalWords};
pub use print::{Paper, Print, PrintRow};
pub use problem::Problem;
pub use register::{Register, RegisterConfirm, RegisterNew, SameView, Saying};
pub use resume::Resume;
pub use room::{Choice, ComposerBar, MemberView, Room, RoomTab, Row};
pub use seen_by::{SeenBy, SeenLine};
pub use sign_in::{DemoGroup, DemoPerson, DeviceState, SignIn};
pub use staff::{SlipLine, StaffList, StaffNew, StaffOne, StaffSlip, StaffView, Substitute};
pub use staff_import::{SheetLine, StaffImport, StaffPreview};
pub use team::{
    AskedView, CandidateView, Deed, FoundView, Invitations, InvitedView, MateView, OfferView,
    StateView, Team, TeamFind, TeamForm,
};
pub use unlock::Unlock;
pub use vital::{MarkView, ValueChange, VitalFields, VitalGroup, VitalInput, VitalView};
