//! Instants and dates as values. Nothing here reads a clock: `platform::now` does, once a turn,
//! and everything else is told.

/// A calendar day without a time zone.
pub use jiff::civil::Date;

/// Milliseconds since 1970-01-01 00:00 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(u64);

impl Moment {
    /// From milliseconds since the Unix epoch.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// From whole seconds since the Unix epoch, as RFC 6238 counts them.
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs.saturating_mul(1000))
    }

    /// Milliseconds since the Unix epoch.
    pub const fn millis(self) -> u64 {
        self.0
    }

    /// Whole seconds since the Unix epoch.
    pub const fn secs(self) -> u64 {
        self.0 / 1000
    }

    /// This moment, `millis` later.
    #[must_use]
    pub const fn plus_millis(self, millis: u64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this moment; 0 if it is not earlier.
    pub const fn millis_since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The day in UTC.
    pub fn date(self) -> Date {
        let stamp =
            i64::try_from(self.secs()).ok().and_then(|s| jiff::Timestamp::from_second(s).ok());
        jiff::tz::Offset::UTC.to_datetime(stamp.unwrap_or(jiff::Timestamp::MAX)).date()
    }
}

/// Whole days from `from` to `to`; negative when `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    (to - from).get_days().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_run_both_ways() {
        let from = jiff::civil::date(2026, 2, 27);
        let to = jiff::civil::date(2026, 3, 2);
        assert_eq!(days_between(from, to), 3);
        assert_eq!(days_between(to, from), -3);
    }

    #[test]
    fn the_end_of_time_is_a_date() {
        assert_eq!(Moment::from_secs(0).date(), jiff::civil::date(1970, 1, 1));
        assert_eq!(Moment::from_millis(u64::MAX).date().year(), 9999);
    }
}
