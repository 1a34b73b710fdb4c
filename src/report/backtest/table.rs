//! A back-test for a terminal.

use std::collections::BTreeSet;

use super::worth_a_line;
use crate::model::backtest::{Backtest, PolicyFamily, PolicyResult};
use crate::report::grid::{Column, grid};
use crate::report::money::money;
use crate::report::paint::Paint;

pub(super) fn table(backtest: &Backtest, paint: Paint) -> String {
    let day = |moment: chrono::DateTime<chrono::Utc>| moment.format("%Y-%m-%d %H:%M").to_string();
    let mut text = paint.bold(&format!(
        "Back-test of {} machine{} with {} vCPUs",
        backtest.machines_judged,
        if backtest.machines_judged == 1 { "" } else { "s" },
        backtest.vcpus
    ));
    text.push_str(&format!(
        "\nDecided on {} to {} UTC, judged on {} to {} UTC.\nToo small: {}.\n",
        day(backtest.decide.start),
        day(backtest.decide.end),
        day(backtest.judge.start),
        day(backtest.judge.end),
        backtest.judged_by
    ));
    if !backtest.left_out.is_empty() {
        text.push_str(&format!("{} left out: {}.\n", backtest.left_out.len(), reasons(backtest)));
    }
    if let Some(cost) = backtest.list_cost_monthly_usd {
        text.push_str(&format!("They cost {} a month at list", money(cost)));
        text.push_str(&match backtest.machines_without_price {
            0 => ".\n".to_owned(),
            some => format!("; {some}, of which a size has no price, are not in the dollars.\n"),
        });
    }
    for (title, family) in [
        ("cloudtrim's presets", PolicyFamily::Preset),
        ("Rules of other tools", PolicyFamily::Peer),
        ("The frontier of plain policies", PolicyFamily::Plain),
        ("Hindsight", PolicyFamily::Hindsight),
    ] {
        let mut policies: Vec<&PolicyResult> = distinct(backtest, family);
        if policies.is_empty() {
            continue;
        }
        if family == PolicyFamily::Plain {
            policies.sort_by_key(|policy| policy.vcpus_saved);
        }
        text.push('\n');
        text.push_str(&paint.header(&lines(title, &policies, backtest.list_cost_monthly_usd.is_some())));
    }
    text.push('\n');
    text.push_str(if backtest.default_is_outside_the_plain_frontier {
        "No plain policy saves as much as `default` at as little risk.\n"
    } else {
        "A plain policy saves as much as `default` at as little risk.\n"
    });
    text
}

/// Of policies with equal outcomes the first.
fn distinct(backtest: &Backtest, family: PolicyFamily) -> Vec<&PolicyResult> {
    let mut seen = BTreeSet::new();
    let of_family = backtest.policies.iter().filter(|policy| policy.family == family && worth_a_line(policy));
    of_family
        .filter(|policy| family != PolicyFamily::Plain || seen.insert((policy.vcpus_saved, policy.too_small)))
        .collect()
}

fn reasons(backtest: &Backtest) -> String {
    let reasons: BTreeSet<&str> = backtest.left_out.iter().map(|left| left.reason.as_str()).collect();
    reasons.into_iter().collect::<Vec<_>>().join("; ")
}

fn lines(title: &str, policies: &[&PolicyResult], priced: bool) -> String {
    let mut header = vec![title, "vCPUs saved", "Shrunk", "Too small", "Hours above", "Idle", "Woke"];
    let mut columns = vec![
        Column::text(50),
        Column::money(12),
        Column::money(7),
        Column::money(12),
        Column::money(11),
        Column::money(5),
        Column::money(5),
    ];
    if priced {
        header.push("Saves a month");
        columns.push(Column::money(14));
    }
    let mut rows: Vec<Vec<String>> = vec![header.into_iter().map(str::to_owned).collect()];
    for policy in policies {
        let mut row = vec![
            policy.name.clone(),
            format!("{:.1} %", policy.vcpus_saved_percent),
            policy.shrunk.to_string(),
            format!("{} ({:.1} %)", policy.too_small, policy.too_small_percent),
            format!("{:.2} %", policy.hours_above_capacity_percent),
            policy.idle_called.to_string(),
            policy.idle_woke.to_string(),
        ];
        if priced {
            row.push(policy.savings_monthly_usd.map_or_else(|| "not known".to_owned(), money));
        }
        rows.push(row);
    }
    grid(&columns, &rows)
}
