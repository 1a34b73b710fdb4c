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

/// CPU at 20 % where `busy`, else at 2 %; hardly any traffic; a fifth of the memory in use.
fn used(estate: &mut EstateBuilder, id: &str, days: i64, busy: impl Fn(i64) -> bool) {
    let kind = ResourceKind::Ec2Instance;
    let cpu = |hour: i64| if busy(hour) { 20.0 } else { 2.0 };
    for statistic in ["Average", "Maximum"] {
        estate.metric(kind, id, "CPUUtilization", statistic, (3600, days), cpu);
        estate.metric(kind, id, "mem_used_percent", statistic, (3600, days), |_| 20.0);
    }
    for metric in ["NetworkIn", "NetworkOut"] {
        estate.metric(kind, id, metric, "Sum", (3600, days), |_| 50_000.0);
    }
}

fn off_hours(more: Value, busy: impl Fn(i64) -> bool) -> Analysis {
    let mut estate = EstateBuilder::new();
    estate.instance("i-1", "m5.2xlarge", more);
    used(&mut estate, "i-1", 14, busy);
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

#[test]
fn a_schedule_and_a_smaller_size_save_together_what_the_estimator_says_and_less_than_the_sum() {
    let analysis = off_hours(json!({ "auto_assigned_public_ipv4": true }), office);
    let schedule = recommendation(&analysis, RULE, "i-1").unwrap();
    let smaller = analysis.recommendations.iter().find(|it| it.action == Action::Rightsize && it.selected).unwrap();
    assert_eq!((schedule.action, schedule.selected), (Action::Schedule, true));
    assert_eq!(schedule_of(schedule).to_string(), "Mon-Fri 07:00-20:00 UTC");
    // m5.2xlarge $0.384, address $0.005: 730 − 282.44 hours.
    assert_eq!(schedule.monthly_savings_usd, Some("174.10084".parse().unwrap()));

    let before = schedule.before.configuration.clone();
    let hours = Edit::schedule(schedule_of(schedule).clone());
    let Some(Configuration::Ec2Instance(smaller_type)) = smaller.after.as_ref().map(|it| &it.configuration) else {
        panic!("{smaller:?}");
    };
    let size = Edit::InstanceType {
        instance_type: smaller_type.instance_type.clone(),
        surplus_vcpu_hours_per_month: smaller_type.surplus_vcpu_hours_per_month,
    };
    let both = size.apply(&hours.apply(&before));
    assert_eq!(both, hours.apply(&size.apply(&before)), "the order is nothing");
    let net = analysis.totals.net_savings_monthly_usd;
    assert_eq!(net, list_cost(before) - list_cost(both));
    let sum: Usd = [schedule, smaller].iter().filter_map(|it| it.monthly_savings_usd).sum();
    assert!(net < sum && sum <= analysis.totals.gross_savings_monthly_usd, "{net} {sum}");
    assert!(net <= analysis.totals.list_cost_monthly_usd);
    assert_eq!(analysis.totals.overlap_monthly_usd, analysis.totals.gross_savings_monthly_usd - net);
}

#[test]
fn a_schedule_stacks_with_settings_and_not_with_the_end_of_the_instance() {
    let run =
        DailyRun { first_day: chrono::Weekday::Mon, last_day: chrono::Weekday::Fri, from_hour: 7, until_hour: 20 };
    let hours = Edit::schedule(WeeklySchedule { time_zone: "UTC".to_owned(), runs: vec![run] });
    let size = Edit::InstanceType { instance_type: "m5.large".to_owned(), surplus_vcpu_hours_per_month: None };
    assert!(hours.stacks_with(&size) && hours.stacks_with(&Edit::DetailedMonitoring { enabled: false }));
    assert!(!hours.stacks_with(&Edit::Stop) && !hours.stacks_with(&Edit::Delete));
    assert!(!hours.stacks_with(&Edit::Schedule { running_hours_per_month: 100.0, schedule: None }));
}

#[test]
fn who_gets_no_schedule() {
    let none = |about: &str, analysis: &Analysis| {
        assert!(recommendation(analysis, RULE, "i-1").is_none(), "{about}");
    };
    none("spot", &off_hours(json!({ "lifecycle": "spot" }), office));
    none("in a group", &off_hours(json!({ "auto_scaling_group": "web" }), office));
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
    used(&mut estate, "i-1", 63, |hour| office(hour) || matches!(hour / 24, 17 | 48) && hour % 24 >= 22);
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
    used(&mut estate, "i-1", 14, office);
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
