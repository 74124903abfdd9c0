//! Instants and dates as values. Nothing here reads a clock: `platform::now` does, once a turn,
//! and everything else is told.

/// A calendar day without a time zone.
pub use jiff::civil::Date;
use jiff::tz::TimeZone;

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

    /// `2026-11-28T14:03:12.345Z`
    pub fn rfc3339(self) -> String {
        let stamp =
            i64::try_from(self.0).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
        format!("{:.3}", stamp.unwrap_or(jiff::Timestamp::MAX))
    }

    /// The day in UTC.
    pub fn date(self) -> Date {
        let stamp =
            i64::try_from(self.secs()).ok().and_then(|s| jiff::Timestamp::from_second(s).ok());
        jiff::tz::Offset::UTC.to_datetime(stamp.unwrap_or(jiff::Timestamp::MAX)).date()
    }
}

/// What the clock on somebody's wall says of a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

impl Zone {
    /// As the system describes it.
    pub fn new(zone: TimeZone) -> Self {
        Self(zone)
    }

    fn wall(&self, moment: Moment) -> jiff::civil::DateTime {
        let stamp =
            i64::try_from(moment.secs()).ok().and_then(|s| jiff::Timestamp::from_second(s).ok());
        self.0.to_datetime(stamp.unwrap_or(jiff::Timestamp::MAX))
    }

    /// The day.
    pub fn date(&self, moment: Moment) -> Date {
        self.wall(moment).date()
    }

    /// `14:03:12`.
    pub fn time(&self, moment: Moment) -> String {
        self.wall(moment).strftime("%H:%M:%S").to_string()
    }

    /// `14:03`.
    pub fn minute(&self, moment: Moment) -> String {
        self.wall(moment).strftime("%H:%M").to_string()
    }

    /// The moment at which a day begins; `None` for one outside of what a clock can say.
    pub fn beginning(&self, day: Date) -> Option<Moment> {
        let begins = self.0.to_timestamp(day.to_datetime(jiff::civil::Time::midnight())).ok()?;
        Some(Moment::from_secs(u64::try_from(begins.as_second()).unwrap_or(0)))
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
    fn walls_have_clocks_of_their_own() {
        let moment = Moment::from_secs(1_773_566_407);
        let zone = |hours| Zone::new(TimeZone::fixed(jiff::tz::offset(hours)));
        let told = |zone: &Zone| format!("{} {}", zone.date(moment), zone.time(moment));
        assert_eq!(told(&Zone::default()), "2026-03-15 09:20:07");
        assert_eq!(told(&zone(8)), "2026-03-15 17:20:07");
        assert_eq!(told(&zone(-10)), "2026-03-14 23:20:07");
        let day = zone(8).beginning(jiff::civil::date(2026, 3, 15)).expect("a moment");
        assert_eq!(Zone::default().time(day), "16:00:00");
    }

    #[test]
    fn the_end_of_time_is_a_date() {
        assert_eq!(Moment::from_secs(0).date(), jiff::civil::date(1970, 1, 1));
        assert_eq!(Moment::from_millis(u64::MAX).date().year(), 9999);
    }
}
