//! Subtotals and trimmed lists never move the total.

use cloudtrim::report::{Format, GroupBy, Groups, Layout, Standing, Standings, render};
use cloudtrim::units::Usd;

use super::analysis::{everything, usd};

#[test]
fn subtotals_add_up_to_the_net_total() {
    for name in ["service", "region", "account", "rule", "tag:team", "tag:absent"] {
        let mut analysis = everything();
        let group_by: GroupBy = name.parse().unwrap();
        for net in [analysis.totals.net_savings_monthly_usd, usd("7.25")] {
            analysis.totals.net_savings_monthly_usd = net;
            let groups = Groups::new(&analysis, &group_by);
            let sum: Usd = groups.subtotals.iter().map(|one| one.net_savings_monthly_usd).sum();
            assert_eq!(sum + groups.together_monthly_usd, net, "{name}");
            assert_eq!(groups.group_by, name);
        }
    }
}

#[test]
fn alternatives_and_unknown_savings_are_in_no_subtotal() {
    let groups = Groups::new(&everything(), &GroupBy::Rule);
    let named: Vec<_> = groups.subtotals.iter().map(|one| one.group.as_str()).collect();
    assert!(named.contains(&"ec2-instance-idle"));
    assert!(!named.contains(&"ec2-instance-underutilized"));
    assert!(!named.contains(&"s3-bucket-noncurrent-versions"));
}

#[test]
fn a_wrong_key_says_what_is_right() {
    for (key, message) in [
        ("team", "`team` is none of `service`, `region`, `account`, `rule`, `tag:KEY`"),
        ("tag:", "`tag:` needs a key, as in `tag:team`"),
    ] {
        assert_eq!(key.parse::<GroupBy>().unwrap_err().to_string(), message);
    }
}

#[test]
fn top_trims_the_list_and_says_so() {
    let top = |top, format| {
        let layout = Layout { top, ..Layout::default() };
        render(&everything(), format, &layout).unwrap()
    };
    let head = |text: String| text.lines().take(4).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(head(top(Some(1), Format::Table)), head(top(None, Format::Table)));
    assert!(top(Some(1), Format::Table).contains("4 recommendations hidden by `--top`"));
    assert!(top(Some(1), Format::Markdown).contains("6 recommendations hidden by `--top`"));
    assert!(!top(Some(7), Format::Table).contains("hidden"));
    let json: serde_json::Value = serde_json::from_str(&top(Some(2), Format::Json)).unwrap();
    assert_eq!(json["recommendations"].as_array().unwrap().len(), 2);
    assert_eq!(json["warnings"][1], "2 of 7 recommendations are listed (`--top 2`), the totals count all of them");
    let whole: serde_json::Value = serde_json::from_str(&top(None, Format::Json)).unwrap();
    assert_eq!(json["totals"], whole["totals"]);
}

#[test]
fn what_is_not_selected_counts_nothing() {
    for selected in [false, true] {
        let mut analysis = everything();
        let log_group = &mut analysis.recommendations[2];
        assert!(log_group.hygiene);
        log_group.selected = selected;
        let groups = Groups::new(&analysis, &GroupBy::Rule);
        let found = groups.subtotals.iter().any(|one| one.group == "logs-group-without-retention");
        assert_eq!(found, selected);
    }
}

#[test]
fn a_change_that_another_includes_is_summed_once() {
    let mut analysis = everything();
    let stopped = analysis.recommendations.iter().find(|one| one.rule == "ec2-instance-stopped").unwrap().clone();
    let volume = &stopped.before.attached[0];
    let mut part = stopped.clone();
    part.id = "ee55ff6600000009".to_owned();
    part.rule = "ebs-volume-on-stopped-instance".to_owned();
    part.resource_kind = volume.resource_kind;
    part.resource_id.clone_from(&volume.resource_id);
    part.before.configuration = volume.configuration.clone();
    part.before.attached.clear();
    part.after.as_mut().unwrap().attached.clear();
    part.selected = false;
    analysis.recommendations.push(part.clone());
    let standings = Standings::new(&analysis);
    assert!(matches!(standings.of(&part), Standing::IncludedIn(larger) if larger.id == stopped.id));
    assert_eq!(standings.of(&stopped), Standing::Counted);
    let groups = Groups::new(&analysis, &GroupBy::Service);
    assert_eq!(groups.together_monthly_usd, Usd::ZERO, "the net total has the volume once");
    let text = render(&analysis, Format::Table, &Layout::default()).unwrap();
    assert!(text.contains("included in"), "{text}");
}
