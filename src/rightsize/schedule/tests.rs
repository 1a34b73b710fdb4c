use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;
use crate::units::Window;

/// A Monday.
fn start() -> DateTime<Utc> {
    "2026-08-03T00:00:00Z".parse().unwrap()
}

/// So many weeks; `busy(week, day, hour)` says when CPU is at 40 %.
fn weeks(weeks: usize, busy: impl Fn(usize, usize, usize) -> bool) -> HourlyUse {
    let hours = i64::try_from(weeks * WEEK).unwrap();
    let mut cpu = HourlyUse::new(Window { start: start(), end: start() + TimeDelta::hours(hours) });
    for hour in 0..weeks * WEEK {
        let level = if busy(hour / WEEK, hour % WEEK / DAY, hour % DAY) { 40.0 } else { 1.0 };
        cpu.set(start() + TimeDelta::hours(i64::try_from(hour).unwrap()), level / 2.0, level);
    }
    cpu
}

fn quiet(weeks: usize) -> HourlyUse {
    self::weeks(weeks, |_, _, _| false)
}

fn office(day: usize, hour: usize) -> bool {
    day < 5 && (7..20).contains(&hour)
}

fn terms() -> Terms {
    Terms {
        bounds: Bounds::default(),
        stopped_hours_at_least: 20.0,
        false_stops_at_most: Percent::new(2.0),
        coverage: Percent::new(90.0),
    }
}

/// The plan in words with its false stops, or why there is none.
fn found(cpu: &HourlyUse, network: &HourlyUse) -> String {
    match off_hours(cpu, network, &terms(), Tz::UTC) {
        Search::Found(found) => {
            let Judged { weeks_decided, weeks_judged, stopped_hours, active_hours } = found.judged;
            format!("{}; {weeks_decided}+{weeks_judged} weeks, {active_hours} of {stopped_hours}", found.schedule)
        }
        other => format!("{other:?}"),
    }
}

/// What a reader sees of the week is what the plan was made of.
#[test]
fn the_hours_of_a_week_show_their_highest_point() {
    let cpu = weeks(6, |week, day, hour| office(day, hour) || week == 3 && day == 6 && hour == 12);
    let Search::Found(found) = off_hours(&cpu, &quiet(6), &terms(), Tz::UTC) else { panic!() };
    for slot in 0..WEEK {
        let busy = office(slot / DAY, slot % DAY) || slot == 6 * DAY + 12;
        assert_eq!(found.cpu_by_hour[slot], Some(if busy { 40.0 } else { 1.0 }), "{slot}");
    }
}

#[test]
fn plans_are_what_a_person_would_install() {
    type Busy = fn(usize, usize, usize) -> bool;
    let cases: &[(&str, usize, Busy, &str)] = &[
        ("office", 6, |_, day, hour| office(day, hour), "Mon-Fri 07:00-20:00 UTC; 4+2 weeks, 0 of 206"),
        ("office, two weeks", 2, |_, day, hour| office(day, hour), "Mon-Fri 07:00-20:00 UTC; 1+1 weeks, 0 of 103"),
        (
            "a shop, also on Saturday",
            6,
            |_, day, hour| office(day, hour) || day == 5 && (8..12).contains(&hour),
            "Mon-Fri 07:00-20:00, Sat 08:00-12:00 UTC; 4+2 weeks, 0 of 198",
        ),
        (
            "weekends are Friday and Saturday",
            6,
            |_, day, hour| (day < 4 || day == 6) && (6..17).contains(&hour),
            "Sun-Thu 06:00-17:00 UTC; 4+2 weeks, 0 of 226",
        ),
        (
            "a night shift",
            6,
            |_, _, hour| !(5..21).contains(&hour),
            "Mon-Sun 00:00-05:00 and 21:00-24:00 UTC; 4+2 weeks, 0 of 224",
        ),
        (
            "weekly job on Wednesday night",
            6,
            |_, day, hour| office(day, hour) || day == 2 && (1..3).contains(&hour),
            "Mon-Fri 01:00-20:00 UTC; 4+2 weeks, 0 of 146",
        ),
        (
            "nightly job",
            6,
            |_, day, hour| office(day, hour) || (1..3).contains(&hour),
            "Mon-Fri 01:00-20:00, Sat-Sun 01:00-03:00 UTC; 4+2 weeks, 0 of 138",
        ),
        ("busy at all hours", 6, |_, _, _| true, "Nothing"),
        ("idle at all hours", 6, |_, _, _| false, "Nothing"),
        ("short rests only", 6, |_, _, hour| hour % 4 == 0, "Nothing"),
        ("one week", 1, |_, day, hour| office(day, hour), "TooShort(1)"),
    ];
    for (about, number, busy, expected) in cases {
        assert_eq!(&found(&weeks(*number, busy), &quiet(*number)), expected, "{about}");
    }
}

#[test]
fn what_the_last_weeks_show_is_counted_and_kept_running() {
    // Two late evenings of 206 stopped hours: 1 %.
    let late = |week, day, hour| office(day, hour) || week >= 4 && day == 3 && hour == 20;
    assert_eq!(found(&weeks(6, late), &quiet(6)), "Mon-Fri 07:00-21:00 UTC; 4+2 weeks, 2 of 206");
    // Five of 206 are 2.4 %.
    let later = |week, day, hour| office(day, hour) || week == 4 && day < 5 && hour == 20;
    assert_eq!(found(&weeks(6, later), &quiet(6)), "Nothing");
}

#[test]
fn work_at_a_months_end_keeps_its_hours_on_every_day() {
    // Days 28 and 58 from 3 August are 31 August and 30 September.
    let batch = |week: usize, day: usize, hour: usize| {
        let day_number = week * 7 + day;
        office(day, hour) || matches!(day_number, 28 | 58) && (22..24).contains(&hour)
    };
    // 31 August is a Monday; 30 September a Wednesday, and the next turn may be on a weekend.
    assert_eq!(found(&weeks(9, batch), &quiet(9)), "Mon-Fri 07:00-24:00, Sat-Sun 22:00-24:00 UTC; 6+3 weeks, 0 of 249");
    let Search::Found(seen) = off_hours(&weeks(9, batch), &quiet(9), &terms(), Tz::UTC) else { panic!() };
    assert!(seen.saw_month_turn);
    let never_seen = off_hours(&weeks(3, |_, day, hour| office(day, hour)), &quiet(3), &terms(), Tz::UTC);
    let Search::Found(never_seen) = never_seen else { panic!("{never_seen:?}") };
    assert!(!never_seen.saw_month_turn);
}

#[test]
fn thresholds_have_two_sides() {
    let level = |cpu: f64, network: f64| {
        let mut one = weeks(2, |_, day, hour| office(day, hour));
        let mut other = quiet(2);
        for week in 0..2 {
            let hour = start() + TimeDelta::hours(week * 168 + 3 * 24 + 2);
            one.set(hour, 0.5, cpu);
            other.set(hour, network, network);
        }
        found(&one, &other)
    };
    let plain = "Mon-Fri 07:00-20:00 UTC; 1+1 weeks, 0 of 103";
    let kept = "Mon-Fri 02:00-20:00 UTC; 1+1 weeks, 0 of 78";
    assert_eq!(level(5.0, 1000.0), plain);
    assert_eq!(level(5.01, 1000.0), kept);
    assert_eq!(level(5.0, 1001.0), kept);

    let cpu = weeks(2, |_, day, hour| office(day, hour));
    let stops = |hours: f64| {
        let terms = Terms { stopped_hours_at_least: hours, ..terms() };
        matches!(off_hours(&cpu, &quiet(2), &terms, Tz::UTC), Search::Found(_))
    };
    assert!(stops(103.0) && !stops(104.0));
}

#[test]
fn hours_without_points_are_not_idle() {
    let mut cpu = HourlyUse::new(Window { start: start(), end: start() + TimeDelta::days(28) });
    let whole = weeks(4, |_, day, hour| office(day, hour));
    for hour in 0..4 * WEEK {
        // The agent was off on every third hour.
        if hour % 3 != 0 {
            cpu.set(whole.moment(hour), 1.0, f64::from(whole.peaks()[hour]));
        }
    }
    assert!(matches!(off_hours(&cpu, &quiet(4), &terms(), Tz::UTC), Search::TooLittleKnown(_)));
    assert!(matches!(off_hours(&whole, &quiet(2), &terms(), Tz::UTC), Search::TooLittleKnown(_)));
}

#[test]
fn hours_are_those_of_the_time_zone() {
    let cpu = weeks(6, |_, day, hour| office(day, hour));
    let zoned = |zone: Tz| match off_hours(&cpu, &quiet(6), &terms(), zone) {
        Search::Found(found) => found.schedule.to_string(),
        other => format!("{other:?}"),
    };
    assert_eq!(zoned(Tz::Europe__Berlin), "Mon-Fri 09:00-22:00 Europe/Berlin");
    // Half an hour off: each UTC hour touches two hours there.
    assert_eq!(zoned(Tz::Asia__Kolkata), "Mon-Fri 00:00-02:00 and 12:00-24:00, Sat 00:00-02:00 Asia/Kolkata");
}

#[test]
fn a_clock_change_widens_the_running_hours() {
    // Berlin leaves summer time on 25 October; people there keep their hours.
    let start: DateTime<Utc> = "2026-10-05T00:00:00Z".parse().unwrap();
    let mut cpu = HourlyUse::new(Window { start, end: start + TimeDelta::days(42) });
    for hour in 0..cpu.len() {
        let moment = cpu.moment(hour);
        let slot = Activity::from_hours(moment, Tz::Europe__Berlin, Vec::new()).slots(0)[0];
        cpu.set(moment, 1.0, if office(slot / DAY, slot % DAY) { 40.0 } else { 1.0 });
    }
    let mut network = cpu.clone();
    for hour in 0..network.len() {
        network.set(cpu.moment(hour), 10.0, 10.0);
    }
    let words = |zone: Tz| match off_hours(&cpu, &network, &terms(), zone) {
        Search::Found(found) => found.schedule.to_string(),
        other => format!("{other:?}"),
    };
    assert_eq!(words(Tz::Europe__Berlin), "Mon-Fri 07:00-20:00 Europe/Berlin");
}

#[test]
fn the_week_is_drawn() {
    let cpu = weeks(3, |week, day, hour| office(day, hour) || (week, day, hour) == (0, 5, 9));
    let Search::Found(found) = off_hours(&cpu, &quiet(3), &terms(), Tz::UTC) else { panic!() };
    let drawn: Vec<String> = found.drawn.iter().map(|(day, line)| format!("{day} {line}")).collect();
    assert_eq!(drawn[0], "Mon .......#############....");
    assert_eq!(drawn[5], "Sat .........+..............");
    assert_eq!(drawn.len(), 7);
}

/// Some active hours of some weeks.
fn any_hours() -> impl Strategy<Value = Vec<Option<bool>>> {
    let weekly = prop::collection::vec(prop::bool::weighted(0.15), WEEK);
    let noise = |weeks: usize| prop::collection::vec(0_usize..weeks * WEEK, 0..6);
    (weekly, 2_usize..7).prop_flat_map(move |(weekly, weeks)| {
        noise(weeks).prop_map(move |noise| {
            let mut hours: Vec<Option<bool>> = (0..weeks).flat_map(|_| weekly.iter().map(|it| Some(*it))).collect();
            for hour in noise {
                hours[hour] = Some(true);
            }
            hours
        })
    })
}

fn zones() -> impl Strategy<Value = Tz> {
    prop::sample::select(vec![Tz::UTC, Tz::Europe__Berlin, Tz::Asia__Kolkata, Tz::America__New_York])
}

proptest! {
    #[test]
    fn no_hour_is_stopped_that_was_active_when_the_plan_was_made(hours in any_hours(), zone in zones()) {
        let activity = Activity::from_hours(start(), zone, hours);
        let (decide, _) = parts(&activity).unwrap();
        let stopped = decided(&activity, decide.clone()).stopped();
        for (hour, active) in activity.known(decide) {
            prop_assert!(!active || activity.slots(hour).iter().all(|slot| !stopped[*slot]));
        }
    }

    #[test]
    fn a_busier_machine_is_never_stopped_for_longer(
        hours in any_hours(), more in prop::collection::vec(any::<prop::sample::Index>(), 0..20), zone in zones()
    ) {
        let mut busier = hours.clone();
        for index in more {
            let at = index.index(busier.len());
            busier[at] = Some(true);
        }
        let stopped = |hours: Vec<Option<bool>>| {
            let activity = Activity::from_hours(start(), zone, hours);
            let (decide, _) = parts(&activity).unwrap();
            decided(&activity, decide).stopped_hours()
        };
        prop_assert!(stopped(busier) <= stopped(hours));
    }

    #[test]
    fn what_is_found_never_stops_an_hour_that_was_ever_active(hours in any_hours(), zone in zones()) {
        let mut cpu = HourlyUse::new(Window { start: start(), end: start() + TimeDelta::hours(i64::try_from(hours.len()).unwrap()) });
        let mut network = cpu.clone();
        for (hour, active) in hours.iter().enumerate() {
            cpu.set(cpu.moment(hour), 1.0, if *active == Some(true) { 50.0 } else { 1.0 });
            network.set(network.moment(hour), 1.0, 1.0);
        }
        let terms = Terms { stopped_hours_at_least: 1.0, false_stops_at_most: Percent::new(100.0), ..terms() };
        if let Search::Found(found) = off_hours(&cpu, &network, &terms, zone) {
            let running = found.schedule.running_hours();
            prop_assert!(running > 0 && running < 168);
            let activity = Activity::from_hours(start(), zone, hours);
            for (hour, _) in activity.known(0..activity.len()).filter(|(_, active)| *active) {
                for slot in activity.slots(hour) {
                    let runs = found.schedule.runs_at(plan::weekday(slot / DAY), u32::try_from(slot % DAY).unwrap());
                    prop_assert!(runs, "hour {hour} of {}", found.schedule);
                }
            }
        }
    }
}
