//! Conditions that differ, a file each.

mod als;
mod cancer;
mod child;
mod copd;
mod dementia;
mod diabetes;
mod dialysis;
mod heart_failure;
mod parkinson;
mod spinal;
mod stroke;

pub(crate) use als::ALS;
pub(crate) use cancer::CANCER;
pub(crate) use child::CHILD;
pub(crate) use copd::COPD;
pub(crate) use dementia::DEMENTIA;
pub(crate) use diabetes::DIABETES;
pub(crate) use dialysis::DIALYSIS;
pub(crate) use heart_failure::HEART_FAILURE;
pub(crate) use parkinson::PARKINSON;
pub(crate) use spinal::SPINAL;
pub(crate) use stroke::STROKE;
