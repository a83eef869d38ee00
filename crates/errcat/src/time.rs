//! Points in time in their wire forms: RFC 3339 texts and Unix numbers.
//!
//! Implemented here because existing crates either panic on times before 1970 and don't support offsets
//! (humantime, the oracle in the tests below) or include a calendar with time zones. The conversion between
//! days and dates is Howard Hinnant's, <https://howardhinnant.github.io/date_algorithms.html>.

use std::fmt;
use std::time::{Duration, SystemTime};

const NANOS_PER_MILLI: i128 = 1_000_000;
const MILLIS_PER_DAY: i64 = 86_400_000;
/// The first instant that RFC 3339 can represent: 0000-01-01T00:00:00.000Z.
const MIN_MILLIS: i64 = -62_167_219_200_000;
/// The last instant that RFC 3339 can represent: 9999-12-31T23:59:59.999Z.
const MAX_MILLIS: i64 = 253_402_300_799_999;

/// Returns the nanoseconds since 1970, negative for earlier times.
pub(crate) fn unix_nanos(time: SystemTime) -> i128 {
    let nanos = |duration: Duration| i128::try_from(duration.as_nanos()).unwrap_or(i128::MAX);
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => nanos(since),
        Err(before) => -nanos(before.duration()),
    }
}

/// Returns the milliseconds since 1970, rounded down, negative for earlier times. Saturates at the range of
/// an `i64`.
fn unix_millis(time: SystemTime) -> i64 {
    let millis = |millis: u128| i64::try_from(millis).unwrap_or(i64::MAX);
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => millis(since.as_millis()),
        Err(before) => -millis(before.duration().as_nanos().div_ceil(NANOS_PER_MILLI as u128)),
    }
}

/// Returns the time that is `nanos` nanoseconds from 1970, or `None` if the platform can't represent it.
#[cfg(feature = "json")]
pub(crate) fn from_unix_nanos(nanos: i128) -> Option<SystemTime> {
    let distance = nanos.unsigned_abs();
    let seconds = u64::try_from(distance / 1_000_000_000).ok()?;
    let distance = Duration::new(seconds, (distance % 1_000_000_000) as u32);
    if nanos < 0 {
        SystemTime::UNIX_EPOCH.checked_sub(distance)
    } else {
        SystemTime::UNIX_EPOCH.checked_add(distance)
    }
}

/// A time that is written as `2024-01-15T10:30:00.000Z`: UTC with whole milliseconds (RFC 3339, section 5.6).
/// The RFC only covers the years 0 to 9999. Times outside of them are written as the nearest instant inside.
#[derive(Clone, Copy)]
pub(crate) struct Rfc3339(pub(crate) SystemTime);

impl fmt::Display for Rfc3339 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = unix_millis(self.0).clamp(MIN_MILLIS, MAX_MILLIS);
        let (year, month, day) = date(millis.div_euclid(MILLIS_PER_DAY));
        let of_day = millis.rem_euclid(MILLIS_PER_DAY);
        let (hour, minute) = (of_day / 3_600_000, of_day / 60_000 % 60);
        let (second, milli) = (of_day / 1_000 % 60, of_day % 1_000);
        // Written digit by digit, because formatting seven padded numbers takes most of the time of encoding
        // a body with timestamps.
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let numbers = [year, month, day, hour, minute, second, milli];
        for (number, end) in numbers.into_iter().zip([4, 7, 10, 13, 16, 19, 23]) {
            put_digits(&mut text[..end], number);
        }
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

/// Writes a number at the end of the text, over the zeros there.
fn put_digits(text: &mut [u8], mut number: i64) {
    for place in text.iter_mut().rev() {
        if number == 0 {
            break;
        }
        *place = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

/// Parses an RFC 3339 timestamp with any offset and any number of fractional digits. Digits below a
/// nanosecond are cut off. A leap second becomes the first second of the next minute.
#[cfg(feature = "json")]
pub(crate) fn parse_rfc3339(text: &str) -> Option<SystemTime> {
    let (year, rest) = take_digits(text, 4)?;
    let (month, rest) = take_digits(rest.strip_prefix('-')?, 2)?;
    let (day, rest) = take_digits(rest.strip_prefix('-')?, 2)?;
    let (hour, rest) = take_digits(rest.strip_prefix(['T', 't', ' '])?, 2)?;
    let (minute, rest) = take_digits(rest.strip_prefix(':')?, 2)?;
    let (second, rest) = take_digits(rest.strip_prefix(':')?, 2)?;
    let (nanos, rest) = take_fraction(rest)?;
    let offset = offset_minutes(rest)?;

    let days = days(year, month, day);
    // Invalid dates, such as month 13 or February 30, are converted to a different date.
    if date(days) != (year, month, day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let seconds = days * 86_400 + hour * 3_600 + (minute - offset) * 60 + second;
    from_unix_nanos(i128::from(seconds) * 1_000_000_000 + i128::from(nanos))
}

/// Takes `count` digits from a text. Returns their number and the rest.
#[cfg(feature = "json")]
fn take_digits(text: &str, count: usize) -> Option<(i64, &str)> {
    let (number, rest) = text.split_at_checked(count)?;
    // `parse` alone would accept a sign.
    let number = number.bytes().all(|b| b.is_ascii_digit()).then(|| number.parse().ok())??;
    Some((number, rest))
}

/// Takes the fraction of a second from a text. Returns it in nanoseconds, and the rest.
#[cfg(feature = "json")]
fn take_fraction(text: &str) -> Option<(i64, &str)> {
    let Some(text) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    if end == 0 {
        return None;
    }
    let (fraction, rest) = text.split_at(end);
    let nanos = (0..9).fold(0, |nanos, place| {
        nanos * 10 + fraction.as_bytes().get(place).map_or(0, |digit| i64::from(digit - b'0'))
    });
    Some((nanos, rest))
}

/// Parses an offset in minutes: `Z`, `+02:00`, `-05:30`.
#[cfg(feature = "json")]
fn offset_minutes(text: &str) -> Option<i64> {
    if text == "Z" || text == "z" {
        return Some(0);
    }
    let (sign, text) = match text.strip_prefix('+') {
        Some(text) => (1, text),
        None => (-1, text.strip_prefix('-')?),
    };
    let (hours, text) = take_digits(text, 2)?;
    let (minutes, text) = take_digits(text.strip_prefix(':')?, 2)?;
    (text.is_empty() && hours <= 23 && minutes <= 59).then_some(sign * (hours * 60 + minutes))
}

/// Returns the year, month and day of a day counted from 1970-01-01, in the Gregorian calendar.
///
/// Counts years from March, which puts the leap day last, in eras of 400 years.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day)
}

/// Returns the days from 1970-01-01 to a date: the inverse of [`date`].
#[cfg(feature = "json")]
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = 365 * year_of_era + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn writes_like_humantime() {
        for day in (0..2_900_000).step_by(7) {
            let time = after(day * 86_400 + day % 86_400) + Duration::from_millis(day % 1_000);
            let expected = humantime::format_rfc3339_millis(time).to_string();
            assert_eq!(Rfc3339(time).to_string(), expected);
        }
    }

    #[test]
    fn writes_times_outside_the_unix_range() {
        let before = SystemTime::UNIX_EPOCH - Duration::from_nanos(1);
        assert_eq!(Rfc3339(before).to_string(), "1969-12-31T23:59:59.999Z");
        let bc = SystemTime::UNIX_EPOCH - Duration::from_secs(100_000_000_000);
        assert_eq!(Rfc3339(bc).to_string(), "0000-01-01T00:00:00.000Z");
        assert_eq!(Rfc3339(after(1 << 40)).to_string(), "9999-12-31T23:59:59.999Z");
        assert_eq!(Rfc3339(after(i64::MAX as u64)).to_string(), "9999-12-31T23:59:59.999Z");
    }

    #[cfg(feature = "json")]
    #[test]
    fn parses_what_it_writes() {
        for day in (-719_528..2_932_896).step_by(11) {
            let nanos = (i128::from(day) * 86_400_000 + i128::from(day % 1_000)) * NANOS_PER_MILLI;
            let nanos = nanos.max(i128::from(MIN_MILLIS) * NANOS_PER_MILLI);
            let time = from_unix_nanos(nanos).expect("within the representable years");
            assert_eq!(parse_rfc3339(&Rfc3339(time).to_string()), Some(time), "{day}");
        }
    }

    #[cfg(feature = "json")]
    #[test]
    fn parses_offsets_fractions_and_leap_seconds() {
        let noon = after(1_705_320_000);
        assert_eq!(parse_rfc3339("2024-01-15T12:00:00Z"), Some(noon));
        assert_eq!(parse_rfc3339("2024-01-15t14:00:00+02:00"), Some(noon));
        assert_eq!(parse_rfc3339("2024-01-15 06:30:00-05:30"), Some(noon));
        assert_eq!(parse_rfc3339("2024-01-15T11:59:60.0000000009Z"), Some(noon));
        assert_eq!(parse_rfc3339("2024-01-15T12:00:00.25Z"), Some(noon + Duration::from_millis(250)));
    }

    #[cfg(feature = "json")]
    #[test]
    fn rejects_invalid_timestamps() {
        for text in [
            "",
            "2024-01-15",
            "2024-01-15T12:00:00",
            "2024-01-15T12:00:00.Z",
            "2024-13-15T12:00:00Z",
            "2023-02-29T12:00:00Z",
            "2024-00-10T12:00:00Z",
            "2024-01-00T12:00:00Z",
            "2024-01-15T24:00:00Z",
            "2024-01-15T12:60:00Z",
            "2024-01-15T12:00:61Z",
            "2024-01-15T12:00:00+24:00",
            "2024-01-15T12:00:00+2:00",
            "2024-01-15T12:00:00Zulu",
            "+024-01-15T12:00:00Z",
            "2024-01-15T12:00:0\u{e9}",
        ] {
            assert_eq!(parse_rfc3339(text), None, "{text}");
        }
    }
}
