//! Off-hours plans of recorded machines: made of July and August, followed through September.

use std::path::PathBuf;

use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::Tz;
use cloudtrim::rightsize::schedule::{Activity, Bounds, Search, Terms, off_hours};
use cloudtrim::traces;
use cloudtrim::units::{Percent, Window};

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn plans_of_recorded_machines_hold_in_the_month_after() {
    let folder = PathBuf::from(std::env::var("CLOUDTRIM_SHARED_DATA").unwrap()).join("utilization/bitbrains-rnd");
    let recorded = traces::read(&folder, None).unwrap();
    let decide = Window { start: recorded.recorded.start, end: moment("2013-09-01T00:00:00Z") };
    let judge = Window { start: decide.end, end: recorded.recorded.end };
    let terms = Terms {
        bounds: Bounds::default(),
        stopped_hours_at_least: 20.0,
        false_stops_at_most: Percent::new(2.0),
        coverage: Percent::new(90.0),
    };
    let (mut plans, mut refused, mut short, mut stopped_a_week) = (0, 0, 0, 0);
    let (mut stopped, mut active, mut worst) = (0, 0, Vec::new());
    for machine in &recorded.machines {
        let Some(network) = &machine.network else { continue };
        let (cpu, seen) = (machine.cpu.within(decide), network.within(decide));
        let found = match off_hours(&cpu, &seen, &terms, Tz::UTC) {
            Search::Found(found) => found,
            Search::Nothing => {
                refused += 1;
                continue;
            }
            Search::TooShort(_) | Search::TooLittleKnown(_) => {
                short += 1;
                continue;
            }
        };
        plans += 1;
        stopped_a_week += found.schedule.stopped_hours();
        let after = Activity::of(&machine.cpu.within(judge), &network.within(judge), terms.bounds, Tz::UTC);
        let (mut of_machine, mut wrong) = (0, 0);
        for (hour, is_active) in after.known(0..after.len()) {
            let moment = after.moment(hour);
            if !found.schedule.runs_at(moment.weekday(), moment.hour()) {
                of_machine += 1;
                wrong += usize::from(is_active);
            }
        }
        stopped += of_machine;
        active += wrong;
        worst.push((wrong * 1000 / of_machine.max(1), machine.id.clone(), found.schedule.to_string()));
    }
    worst.sort();
    println!(
        "{plans} plans of {stopped_a_week} stopped hours a week, {refused} without, {short} too little known; \
         {active} of {stopped} stopped hours were active ({:.2} %)",
        100.0 * active as f64 / f64::from(u32::try_from(stopped).unwrap().max(1))
    );
    for (per_mille, id, schedule) in worst.iter().rev().take(12) {
        println!("machine {id}: {per_mille} per mille, {schedule}");
    }
    assert!(plans > 0);
    assert!(active * 100 <= stopped * 2, "{active} of {stopped}");
}
