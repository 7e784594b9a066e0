//! Every route on the real router, over a real region: who gets in, what comes out, what stays
//! unwritten. No socket is opened: requests are given to the router with the certificate and the
//! address that a listener would have found.

mod access_list;
mod access_log;
mod account;
mod amended;
mod apply;
mod bad_input;
mod bad_sign_in;
mod bad_upload;
mod client;
mod comments;
mod consents;
mod corrections;
mod course;
mod delivery;
mod desk;
mod documents;
mod entry_page;
mod files;
mod filters;
mod forged;
mod headers;
mod ids;
mod live;
mod lost_session;
mod my_notebooks;
mod namesakes;
mod once;
mod openapi;
mod passkeys;
mod patient;
mod patients;
mod pickups;
mod print;
mod quote;
mod sensitivity;
mod staff;
mod stage;
mod traces;
mod uploads;
mod vitals;
mod walk;
