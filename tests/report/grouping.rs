//! Subtotals and trimmed lists never move the total.

use cloudtrim::report::{Format, GroupBy, Groups, Layout, render};
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
