//! Off-hours plans of recorded machines: made of July and August, or of two weeks alone, followed through September.

use std::path::PathBuf;

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use cloudtrim::rightsize::schedule::{Activity, Bounds, Search, Terms, off_hours};
use cloudtrim::tables::HourlyUse;
use cloudtrim::traces;
use cloudtrim::units::{Percent, Window};

/// A machine with a plan, in the weeks after.
struct Followed {
    id: String,
    schedule: String,
    stopped_a_week: u32,
    stopped: usize,
    /// Of the stopped hours.
    active: usize,
}

impl Followed {
    fn false_stops(&self) -> f64 {
        100.0 * self.active as f64 / self.stopped.max(1) as f64
    }
}

const TERMS: fn() -> Terms = || Terms {
    bounds: Bounds::default(),
    stopped_hours_at_least: 20.0,
    false_stops_at_most: Percent::new(2.0),
    coverage: Percent::new(90.0),
};

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn followed(id: &str, cpu: &HourlyUse, network: &HourlyUse, [decide, judge]: [Window; 2]) -> Result<Followed, Search> {
    let terms = TERMS();
    let found = match off_hours(&cpu.within(decide), &network.within(decide), &terms, Tz::UTC) {
        Search::Found(found) => found,
        other => return Err(other),
    };
    let after = Activity::of(&cpu.within(judge), &network.within(judge), terms.bounds, Tz::UTC);
    let is_stopped = |hour: usize| {
        let moment = after.moment(hour);
        !found.schedule.runs_at(moment.weekday(), moment.hour())
    };
    let stopped: Vec<bool> =
        after.known(0..after.len()).filter(|(hour, _)| is_stopped(*hour)).map(|(_, active)| active).collect();
    Ok(Followed {
        id: id.to_owned(),
        schedule: found.schedule.to_string(),
        stopped_a_week: found.schedule.stopped_hours(),
        stopped: stopped.len(),
        active: stopped.into_iter().filter(|active| *active).count(),
    })
}

#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn plans_of_recorded_machines_hold_in_the_month_after() {
    let folder = PathBuf::from(std::env::var("CLOUDTRIM_SHARED_DATA").unwrap()).join("utilization/bitbrains-rnd");
    let recorded = traces::read(&folder, None).unwrap();
    let september = Window { start: moment("2013-09-01T00:00:00Z"), end: recorded.recorded.end };
    // The last day of August was not recorded.
    let end = moment("2013-08-30T22:00:00Z");
    let lookbacks = [("two months", recorded.recorded.start, 2), ("14 days", end - TimeDelta::days(14), 4)];
    for (lookback, start, percent_at_most) in lookbacks {
        let windows = [Window { start, end }, september];
        let (mut plans, mut refused, mut short) = (Vec::new(), 0, 0);
        for machine in &recorded.machines {
            let Some(network) = &machine.network else { continue };
            match followed(&machine.id, &machine.cpu, network, windows) {
                Ok(followed) => plans.push(followed),
                Err(Search::TooShort(_) | Search::TooLittleKnown(_)) => short += 1,
                Err(_) => refused += 1,
            }
        }
        plans.sort_by(|one, other| other.false_stops().total_cmp(&one.false_stops()));
        let stopped: usize = plans.iter().map(|it| it.stopped).sum();
        let active: usize = plans.iter().map(|it| it.active).sum();
        let wrong = plans.iter().filter(|it| it.false_stops() > 2.0).count();
        let a_week: u32 = plans.iter().map(|it| it.stopped_a_week).sum();
        println!(
            "{lookback}: {} plans of {a_week} stopped hours a week, {refused} without, {short} too little known; \
             {active} of {stopped} stopped hours were active ({:.2} %), more than 2 % in {wrong} plans",
            plans.len(),
            100.0 * active as f64 / stopped.max(1) as f64
        );
        for it in plans.iter().take(12) {
            println!("  machine {}: {:.1} %, {}", it.id, it.false_stops(), it.schedule);
        }
        assert!(!plans.is_empty());
        assert!(active * 100 <= stopped * percent_at_most, "{active} of {stopped}");
    }
}
