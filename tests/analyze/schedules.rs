//! Off-hours: the schedule beside a smaller size in the honest total, and who gets none.

use cloudtrim::analyze::analyze;
use cloudtrim::estimate::estimate;
use cloudtrim::model::action::Action;
use cloudtrim::model::analysis::{Analysis, Recommendation};
use cloudtrim::model::configuration::{Configuration, Placed};
use cloudtrim::model::edit::Edit;
use cloudtrim::model::ids::ResourceKind;
use cloudtrim::model::schedule::{DailyRun, WeeklySchedule};
use cloudtrim::pricing::PriceBook;
use cloudtrim::report::{Format, Layout, explain_recommendation, render};
use cloudtrim::rules::RuleSet;
use cloudtrim::units::{Days, Usd};
use serde_json::{Value, json};

use super::estate_builder::{EstateBuilder, REGION, recommendation};

const RULE: &str = "ec2-instance-off-hours";
const WEEK: i64 = 168;

/// Weekdays from 7 to 20; the window begins on a Sunday.
fn office(hour: i64) -> bool {
    (1..=5).contains(&(hour % WEEK / 24)) && (7..20).contains(&(hour % 24))
}

/// `cpu` percent in each hour; hardly any traffic; a fifth of the memory in use.
fn used(estate: &mut EstateBuilder, id: &str, days: i64, cpu: impl Fn(i64) -> f64) {
    let kind = ResourceKind::Ec2Instance;
    for statistic in ["Average", "Maximum"] {
        estate.metric(kind, id, "CPUUtilization", statistic, (3600, days), &cpu);
        estate.metric(kind, id, "mem_used_percent", statistic, (3600, days), |_| 20.0);
    }
    for metric in ["NetworkIn", "NetworkOut"] {
        estate.metric(kind, id, metric, "Sum", (3600, days), |_| 50_000.0);
    }
}

/// 20 % where `busy`, else 2 %.
fn level(busy: impl Fn(i64) -> bool) -> impl Fn(i64) -> f64 {
    move |hour| if busy(hour) { 20.0 } else { 2.0 }
}

fn off_hours(more: Value, busy: impl Fn(i64) -> bool) -> Analysis {
    let mut estate = EstateBuilder::new();
    estate.instance("i-1", "m5.2xlarge", more);
    used(&mut estate, "i-1", 14, level(busy));
    estate.analysis()
}

fn schedule_of(it: &Recommendation) -> &WeeklySchedule {
    match it.after.as_ref().map(|after| &after.configuration) {
        Some(Configuration::Ec2Instance(after)) => after.schedule.as_ref().unwrap(),
        other => panic!("{other:?}"),
    }
}

fn list_cost(configuration: Configuration) -> Usd {
    estimate(&Placed { region: REGION.into(), configuration }, PriceBook::embedded()).known()
}

/// Used in office hours at `percent` of its CPU, with sizes of one family to choose from.
fn beside_sizes_of(family: &str, percent: f64) -> Analysis {
    let mut estate = EstateBuilder::new();
    estate.instance("i-1", "m5.2xlarge", json!({ "auto_assigned_public_ipv4": true })).only_family(family);
    used(&mut estate, "i-1", 14, |hour| if office(hour) { percent } else { 2.0 });
    estate.analysis()
}

/// The schedule and the other size.
fn both(analysis: &Analysis) -> (&Recommendation, &Recommendation) {
    let size = analysis.recommendations.iter().find(|it| it.rule != RULE).unwrap();
    (recommendation(analysis, RULE, "i-1").unwrap(), size)
}

#[test]
fn a_schedule_and_a_smaller_size_save_together_what_the_estimator_says_and_less_than_the_sum() {
    // A burstable type stacks where it sustains what the running hours use: 15 % of 8 vCPUs, of 1.6 that it may use for ever.
    for (family, percent, target) in [("m5", 20.0, "m5.xlarge"), ("t3", 15.0, "t3.xlarge"), ("t4g", 15.0, "t4g.xlarge")]
    {
        let analysis = beside_sizes_of(family, percent);
        let (schedule, size) = both(&analysis);
        assert_eq!((schedule.action, schedule.selected, size.selected), (Action::Schedule, true, true), "{family}");
        assert_eq!(schedule_of(schedule).to_string(), "Mon-Fri 07:00-20:00 UTC");
        // m5.2xlarge $0.384, address $0.005: 730 − 282.44 hours.
        assert_eq!(schedule.monthly_savings_usd, Some("174.10084".parse().unwrap()));

        let before = schedule.before.configuration.clone();
        let hours = Edit::schedule(schedule_of(schedule).clone(), 0.0);
        let resized = size.after.as_ref().unwrap().configuration.clone();
        let Configuration::Ec2Instance(instance) = &resized else { panic!("{resized:?}") };
        assert_eq!(instance.instance_type, target);
        let net = analysis.totals.net_savings_monthly_usd;
        assert_eq!(net, list_cost(before) - list_cost(hours.apply(&resized)), "{family}");
        let sum: Usd = [schedule, size].iter().filter_map(|it| it.monthly_savings_usd).sum();
        assert!(net < sum && sum <= analysis.totals.gross_savings_monthly_usd, "{net} {sum}");
        assert!(net <= analysis.totals.list_cost_monthly_usd);
        assert_eq!(analysis.totals.overlap_monthly_usd, analysis.totals.gross_savings_monthly_usd - net);
    }
}

#[test]
fn a_burstable_type_that_earns_at_night_what_it_spends_by_day_excludes_a_schedule() {
    // By day 25 % of 8 vCPUs are two; a t3.xlarge may use 1.6 for ever, and earns the rest at night: 0.9 are used on average.
    let analysis = beside_sizes_of("t3", 25.0);
    let (schedule, size) = both(&analysis);
    let Some(Configuration::Ec2Instance(instance)) = size.after.as_ref().map(|it| &it.configuration) else {
        panic!("{size:?}");
    };
    assert_eq!(instance.instance_type, "t3.xlarge");
    assert!(schedule.selected != size.selected, "{} {}", schedule.selected, size.selected);
    let larger = schedule.monthly_savings_usd.max(size.monthly_savings_usd);
    assert_eq!(Some(analysis.totals.net_savings_monthly_usd), larger);
}

#[test]
fn a_schedule_stacks_with_settings_and_not_with_the_end_of_the_instance() {
    let run =
        DailyRun { first_day: chrono::Weekday::Mon, last_day: chrono::Weekday::Fri, from_hour: 7, until_hour: 20 };
    let hours = Edit::schedule(WeeklySchedule { time_zone: "UTC".to_owned(), runs: vec![run] }, 1.5);
    let size = |baseline_vcpus| Edit::InstanceType {
        instance_type: "m5.large".to_owned(),
        surplus_vcpu_hours_per_month: None,
        baseline_vcpus,
    };
    assert!(hours.stacks_with(&Edit::DetailedMonitoring { enabled: false }));
    assert!(hours.stacks_with(&size(None)) && size(None).stacks_with(&hours));
    assert!(hours.stacks_with(&size(Some(1.5))) && size(Some(1.5)).stacks_with(&hours));
    assert!(!hours.stacks_with(&size(Some(1.4))) && !size(Some(1.4)).stacks_with(&hours));
    assert!(!hours.stacks_with(&Edit::Stop) && !hours.stacks_with(&Edit::Delete));
    let other = Edit::Schedule { running_hours_per_month: 100.0, schedule: None, vcpus_while_running: None };
    assert!(!hours.stacks_with(&other));
    // What a user asks for is priced as asked.
    assert!(other.stacks_with(&size(Some(0.1))));
}

#[test]
fn who_gets_no_schedule() {
    let none = |about: &str, analysis: &Analysis| {
        assert!(recommendation(analysis, RULE, "i-1").is_none(), "{about}");
    };
    none("spot", &off_hours(json!({ "lifecycle": "spot" }), office));
    none("in a group", &off_hours(json!({ "auto_scaling_group": "web" }), office));
    none("on a Dedicated Host", &off_hours(json!({ "tenancy": "host" }), office));
    none("managed", &off_hours(json!({ "managed_by": "Elastic Beanstalk" }), office));
    none("exempt", &off_hours(json!({ "tags": { "cloudtrim": "ignore" } }), office));
    none("instance store", &off_hours(json!({ "instance_type": "m5d.2xlarge" }), office));
    none("always busy", &off_hours(json!({}), |_| true));
}

#[test]
fn jobs_at_night_keep_running() {
    // Three hours on each Wednesday night, beside nothing else.
    let weekly = off_hours(json!({}), |hour| (72 + 1..72 + 4).contains(&(hour % WEEK)));
    assert_eq!(schedule_of(recommendation(&weekly, RULE, "i-1").unwrap()).to_string(), "Mon-Fri 01:00-04:00 UTC");
    // Nine weeks that begin on Sunday, 13 September; on 30 September and 31 October from 22 to 24.
    let mut estate = EstateBuilder::new();
    estate.instance("i-1", "m5.2xlarge", json!({}));
    used(&mut estate, "i-1", 63, level(|hour| office(hour) || matches!(hour / 24, 17 | 48) && hour % 24 >= 22));
    let mut dataset = estate.dataset();
    dataset.manifest.lookback_days = Days::new(63);
    let analysis = analyze(&dataset, &RuleSet::embedded().unwrap(), PriceBook::embedded(), &estate.options).unwrap();
    let it = recommendation(&analysis, RULE, "i-1").unwrap();
    assert_eq!(schedule_of(it).to_string(), "Mon-Fri 07:00-24:00, Sat-Sun 22:00-24:00 UTC");
    assert!(!it.caveats.iter().any(|caveat| caveat.contains("turn of a month")));
}

#[test]
fn the_time_zone_is_the_users() {
    let mut estate = EstateBuilder::new();
    estate.instance("i-1", "m5.2xlarge", json!({}));
    used(&mut estate, "i-1", 14, level(office));
    estate.options.time_zone = chrono_tz::Tz::Europe__Berlin;
    let analysis = estate.analysis();
    let it = recommendation(&analysis, RULE, "i-1").unwrap();
    assert_eq!(schedule_of(it).to_string(), "Mon-Fri 08:00-21:00 Europe/Berlin");
}

#[test]
fn it_is_explained_hour_by_hour_and_written_as_the_schema_says() {
    let analysis = off_hours(json!({ "tags": { "Name": "reports" } }), office);
    let it = recommendation(&analysis, RULE, "i-1").unwrap();
    insta::assert_snapshot!("explain-off-hours", explain_recommendation(&analysis, it, &Layout::default()));
    let schema: Value = serde_json::from_str(include_str!("../../docs/cloudtrim.analysis-1.schema.json")).unwrap();
    let document: Value = serde_json::from_str(&render(&analysis, Format::Json, &Layout::default()).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}
