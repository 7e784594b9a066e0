//! Views of how facilities end, and of the review of their rights.

use tasuki_domain::content::{
    FacilityWithdrawal, FacilityWithdrawalDecided, RightsReviewed, WithdrawalOutcome,
};
use tasuki_kernel::Result;

use super::Event;
use crate::driver::Conn;

const WITHDRAWAL: &str = "INSERT INTO withdrawals (id, region, number, facility, state, reason, \
     lang, sent_at, sent_by, decided_at, decided_by, answer) \
     VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, NULL, NULL, '') ON CONFLICT (id) DO NOTHING";
const DECIDED: &str = "UPDATE withdrawals SET state = $2, decided_at = $3, decided_by = $4, \
     answer = $5 WHERE id = $1 AND state = 1";
const REVIEWED: &str = "INSERT INTO reviews (facility, quarter, region, reviewed_at, reviewed_by, \
     people, devices, list) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
     ON CONFLICT (facility, quarter) DO NOTHING";

pub(super) fn withdrawal(
    conn: &mut Conn,
    event: &Event<'_>,
    it: &FacilityWithdrawal,
) -> Result<()> {
    conn.execute(
        WITHDRAWAL,
        &[
            it.id.into(),
            event.region.into(),
            event.sequence.into(),
            it.facility.into(),
            it.reason.code().into(),
            it.lang.as_str().into(),
            event.received.into(),
            it.by.into(),
        ],
    )
    .map(drop)
}

pub(super) fn decided(
    conn: &mut Conn,
    event: &Event<'_>,
    it: &FacilityWithdrawalDecided,
) -> Result<()> {
    let state = match it.outcome {
        WithdrawalOutcome::Returned => 2_i64,
        WithdrawalOutcome::Approved => 3,
        WithdrawalOutcome::TakenBack => 4,
    };
    let values = [
        it.id.into(),
        state.into(),
        event.received.into(),
        it.by.into(),
        it.answer.as_str().into(),
    ];
    conn.execute(DECIDED, &values).map(drop)
}

pub(super) fn reviewed(conn: &mut Conn, event: &Event<'_>, it: &RightsReviewed) -> Result<()> {
    conn.execute(
        REVIEWED,
        &[
            it.facility.into(),
            i64::from(it.quarter).into(),
            event.region.into(),
            event.received.into(),
            it.by.into(),
            i64::from(it.people).into(),
            i64::from(it.devices).into(),
            it.list.into(),
        ],
    )
    .map(drop)
}
