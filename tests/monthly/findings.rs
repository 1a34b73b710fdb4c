//! Families, owners, states, what was realized, the trend.

use cloudtrim::model::history::{FindingLife, FindingState, HistoryEntry, RealizedSaving, SavingVerdict};
use cloudtrim::model::ids::ResourceKind;
use cloudtrim::units::Usd;

use super::estate::{EC2, Estate, missing, moment, usd};
use crate::report::analysis::everything;

fn estate() -> Estate {
    let mut estate = Estate::of("2026-11", "2026-11-20");
    estate.analysis = everything();
    estate
}

fn life(id: &str, state: FindingState, savings: Option<&str>) -> FindingLife {
    let found = moment("2026-10-10");
    FindingLife {
        id: id.to_owned(),
        rule: "ec2-instance-idle".to_owned(),
        account: "123456789012".into(),
        region: "eu-west-1".into(),
        resource_kind: ResourceKind::Ec2Instance,
        resource_id: format!("i-{id}"),
        name: None,
        state,
        reason: None,
        first_seen: found,
        last_seen: found,
        open_since: found,
        resolved_at: (state == FindingState::Resolved).then(|| moment("2026-11-10")),
        resolved_by: None,
        regressions: 0,
        age_days: 31,
        monthly_savings_usd: savings.map(usd),
        cost_of_delay_usd: savings.map(usd),
        selected: true,
    }
}

#[test]
fn families_less_their_overlap_are_the_net_total() {
    let report = estate().report();
    let savings = &report.savings_by_family;
    let told: Vec<String> = savings
        .families
        .iter()
        .map(|family| format!("{} {} {}", family.family, family.findings, family.monthly_savings_usd))
        .collect();
    // m5.xlarge: 730 h × $0.214 = $156.22, and $22 of a stopped one's volume; logs: 1,188 GB × $0.03;
    // gp2 → gp3: 500 GB × $0.022 = $11, and $0.40 of a snapshot.
    assert_eq!(told, ["EC2 2 $178.22", "CloudWatch Logs 1 $35.64", "EBS 2 $11.40"]);
    let sum: Usd = savings.families.iter().map(|family| family.monthly_savings_usd).sum();
    assert_eq!(sum - savings.overlap_monthly_usd, report.totals.net_savings_monthly_usd);
}

#[test]
fn waste_belongs_to_the_first_owner_tag() {
    let mut estate = estate();
    estate.settings.owner_tags = ["owner", "team"].map(str::to_owned).to_vec();
    let owners = estate.report().owners;
    let told: Vec<String> = owners
        .iter()
        .map(|owner| {
            format!("{} {} {}", owner.owner.as_deref().unwrap_or("-"), owner.findings, owner.monthly_savings_usd)
        })
        .collect();
    assert_eq!(told, ["shop 1 $156.22", "- 3 $58.04", "data 1 $11.00"]);
    assert_eq!(owners[0].tag_key.as_deref(), Some("team"));
}

#[test]
fn without_a_history_nothing_is_realized_or_new() {
    let report = estate().report();
    assert!(report.lives.is_empty() && report.states.is_empty() && report.waste_trend.is_empty());
    assert_eq!((report.realized_total.as_ref(), report.headline.cost_of_delay_usd), (None, None));
    assert_eq!(report.headline.confirmed_savings_monthly_usd, None);
    assert!(missing(&report).contains("Lives: There is no history to tell it from."));
}

#[test]
fn states_count_what_is_known() {
    let mut estate = estate();
    let alternative = FindingLife { selected: false, ..life("c", FindingState::Open, Some("70")) };
    estate.past().lives = vec![
        life("a", FindingState::Open, Some("10")),
        life("b", FindingState::Open, None),
        alternative,
        life("3f2a91bc00000001", FindingState::New, Some("5")),
        life("d", FindingState::OutOfScope, Some("3")),
        life("e", FindingState::Resolved, Some("8")),
    ];
    let report = estate.report();
    let told: Vec<String> = report
        .states
        .iter()
        .map(|state| format!("{} {} {} {}", state.state, state.findings, state.monthly_savings_usd, state.unknown))
        .collect();
    assert_eq!(told, ["new 1 $5.00 0", "open 3 $10.00 1", "out-of-scope 1 $3.00 0", "resolved 1 $8.00 0"]);
    // One of the open ones is unknown.
    assert_eq!(report.headline.cost_of_delay_usd, None);
    let with_life: Vec<&str> = report
        .recommendations
        .iter()
        .filter(|reported| reported.life.is_some())
        .map(|reported| reported.recommendation.id.as_str())
        .collect();
    assert_eq!(with_life, ["3f2a91bc00000001"]);
}

#[test]
fn what_was_resolved_long_ago_is_not_told_again() {
    let mut estate = estate();
    let mut long_ago = life("a", FindingState::Resolved, Some("10"));
    long_ago.resolved_at = Some(moment("2026-08-10"));
    estate.past().lives = vec![long_ago, life("b", FindingState::Resolved, Some("8"))];
    let told: Vec<String> = estate.report().lives.into_iter().map(|life| life.id).collect();
    assert_eq!(told, ["b"]);
}

fn realized(at: &str, claimed: Option<&str>, confirmed: Option<&str>) -> RealizedSaving {
    let found = life("a", FindingState::Resolved, claimed);
    RealizedSaving {
        id: found.id,
        rule: found.rule,
        account: found.account,
        region: found.region,
        resource_kind: found.resource_kind,
        resource_id: found.resource_id,
        name: None,
        last_seen: found.last_seen,
        resolved_at: moment(at),
        claimed_monthly_usd: claimed.map(usd),
        confirmed_monthly_usd: confirmed.map(usd),
        verdict: if confirmed.is_some() { SavingVerdict::Confirmed } else { SavingVerdict::Claimed },
        reason: String::new(),
    }
}

#[test]
fn claimed_is_confirmed_and_what_is_not() {
    let mut estate = estate();
    estate.past().realized = vec![
        realized("2026-11-10", Some("100"), Some("80")),
        realized("2026-11-11", Some("50"), None),
        realized("2026-11-12", None, None),
        realized("2026-09-12", Some("999"), Some("999")),
    ];
    let report = estate.report();
    let total = report.realized_total.unwrap();
    assert_eq!((total.findings, total.unknown), (3, 1));
    assert_eq!((total.claimed_monthly_usd, total.confirmed_monthly_usd), (usd("150"), usd("80")));
    assert_eq!(total.unconfirmed_monthly_usd, usd("70"));
    assert_eq!(report.headline.confirmed_savings_monthly_usd, Some(usd("80")));
}

#[test]
fn waste_goes_from_analysis_to_analysis() {
    let mut estate = estate();
    let entry = |at: &str, findings: usize| HistoryEntry {
        name: at.to_owned(),
        id: String::new(),
        as_of: moment(at),
        tool_version: String::new(),
        accounts: everything().accounts,
        regions: Vec::new(),
        prices_as_of: None,
        totals: everything().totals,
        recommendations: findings,
        suppressed: 0,
        exempted: 0,
        gaps: 2,
        resources: 9,
    };
    let mut strange = entry("2026-10-21", 8);
    strange.accounts = vec!["999999999999".into()];
    estate.past().entries =
        vec![entry("2026-09-20", 4), entry("2026-10-20", 6), strange, entry("2026-11-20", 5), entry("2026-12-20", 7)];
    let told: Vec<usize> = estate.report().waste_trend.iter().map(|point| point.findings).collect();
    assert_eq!(told, [4, 6, 5]);
}

#[test]
fn a_mover_names_what_was_resolved() {
    let mut estate =
        Estate::of("2026-11", "2026-12-05").billed("2026-11", &[(EC2, "80")]).billed("2026-10", &[(EC2, "100")]);
    estate.past().lives = vec![life("a", FindingState::Resolved, Some("18"))];
    let sentence = &estate.report().movers[0].sentence;
    assert!(sentence.ends_with("1 finding of it was resolved in the month, by estimate $18.00 a month."), "{sentence}");
}
