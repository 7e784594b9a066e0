//! Measured values, as they are sent and as they are answered.

use serde::{Deserialize, Serialize};
use tasuki_app::vital::Reading;
use tasuki_domain::vital::{Mark, Vital, VitalKind};
use tasuki_kernel::Problem;
use utoipa::ToSchema;

/// A value to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct NewVital {
    /// Name or LOINC code: `body-temperature` (`8310-5`), `systolic-blood-pressure` (`8480-6`),
    /// `diastolic-blood-pressure` (`8462-4`), `heart-rate` (`8867-4`), `oxygen-saturation`
    /// (`59408-5`), `respiratory-rate` (`9279-1`), `body-weight` (`29463-7`), `glucose`
    /// (`2339-0`), `pain` (`72514-3`).
    #[schema(example = "body-temperature")]
    code: String,
    /// Decimal number as it was measured.
    #[schema(example = "37.8")]
    value: String,
    /// UCUM unit. It must be the one in which the kind is kept; nothing is converted.
    #[schema(example = "Cel")]
    unit: Option<String>,
}

impl NewVital {
    /// The value, checked.
    ///
    /// # Errors
    /// `Invalid` naming `vitals` for an unknown kind, else the kind's name.
    pub(in super::super) fn read(&self) -> Result<Vital, Problem> {
        let unknown = || Problem::invalid("vitals", "not a kind of value that is kept");
        let kind = VitalKind::find(&self.code).ok_or_else(unknown)?;
        Vital::accept(kind, &self.value, self.unit.as_deref())
    }
}

/// A value that was measured.
#[derive(Serialize, ToSchema)]
pub(in super::super) struct Measured {
    /// Its name, such as `body-temperature`; none for a code that this version does not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "body-temperature")]
    kind: Option<&'static str>,
    /// LOINC code.
    #[schema(example = "8310-5")]
    code: String,
    /// Decimal number.
    #[schema(example = "37.8")]
    value: String,
    /// UCUM unit.
    #[schema(example = "Cel")]
    unit: String,
    /// On which side it is out of range; left out within it.
    #[serde(skip_serializing_if = "Option::is_none")]
    mark: Option<MarkName>,
    /// The value of the same kind before it, among what this reader may see.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<String>,
}

/// Out of range.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum MarkName {
    /// ▼ 低い
    Low,
    /// ▲ 高い
    High,
}

impl Measured {
    pub(in super::super) fn of(it: &Reading) -> Self {
        Self {
            mark: it.mark.map(|it| match it {
                Mark::Low => MarkName::Low,
                Mark::High => MarkName::High,
            }),
            previous: it.previous.as_ref().map(|it| it.value.clone()),
            ..Self::plain(&it.vital)
        }
    }

    pub(super) fn plain(it: &Vital) -> Self {
        Self {
            kind: it.kind().map(VitalKind::name),
            code: it.code.clone(),
            value: it.value.clone(),
            unit: it.unit.clone(),
            mark: None,
            previous: None,
        }
    }
}
