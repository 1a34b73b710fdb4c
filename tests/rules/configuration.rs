//! `cloudtrim.yml`: the sample is read, and mistakes are told all at once.

use std::path::Path;

use cloudtrim::config;
use cloudtrim::rules::RuleSet;

use super::root;

fn mistakes(text: &str) -> String {
    let mut rules = RuleSet::embedded().unwrap();
    match config::read(Path::new("cloudtrim.yml"), text, &mut rules) {
        Ok(_) => String::from("no mistake"),
        Err(mistakes) => mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

#[test]
fn the_sample_is_what_it_says() {
    let mut rules = RuleSet::embedded().unwrap();
    let options = config::load(&root().join("fixtures/cloudtrim.yml"), &mut rules).unwrap();
    assert_eq!(options.min_savings.to_string(), "$5.00");
    assert_eq!(options.exempt_tag, ("cost-review".to_owned(), "skip".to_owned()));
    assert_eq!(rules.rules.len(), RuleSet::embedded().unwrap().rules.len() - 1);
    assert_eq!(options.time_zone, chrono_tz::Tz::Europe__Berlin);
    assert!(rules.get("logs-group-long-retention").is_none());
    let idle = rules.get("ec2-instance-idle").unwrap();
    assert_eq!(idle.parameter("window"), Some(30.0));
    assert_eq!(idle.parameter("cpu_below"), Some(3.0));
    // Sizes are GiB to remediations, and shown as they were written.
    let network = idle.parameters.iter().find(|parameter| parameter.name == "daily_network_below").unwrap();
    assert!((network.value * 1_073_741_824.0 - 20e6).abs() < 1e-6 && network.overridden);
    assert_eq!(network.shown, "20 MB");
    assert_eq!(options.suppressions.len(), 3);
    let first = &options.suppressions[0];
    assert_eq!(first.rule.as_deref(), Some("ebs-volume-unattached"));
    assert_eq!(first.expires.unwrap().to_string(), "2027-06-30");
    assert_eq!(options.suppressions[1].tag.as_ref().unwrap().1, "disaster-recovery");
    assert_eq!(options.suppressions[2].account.as_deref(), Some("111122223333"));
    assert!(first.at.starts_with("cloudtrim.yml:"), "{}", first.at);
}

#[test]
fn without_a_file_the_defaults_hold() {
    let options = config::defaults();
    assert_eq!(options.min_savings.to_string(), "$1.00");
    assert_eq!(options.exempt_tag, ("cloudtrim".to_owned(), "ignore".to_owned()));
    assert_eq!(options.time_zone, chrono_tz::Tz::UTC);
    assert_eq!(mistakes(""), "no mistake");
}

#[test]
fn a_mistake_changes_no_rule() {
    let text = "rules:\n  ec2-instance-idle:\n    enabled: false\n  ec2-instance-stopped:\n    enabled: 5\n";
    let mut rules = RuleSet::embedded().unwrap();
    assert!(config::read(Path::new("cloudtrim.yml"), text, &mut rules).is_err());
    assert_eq!(rules.rules.len(), RuleSet::embedded().unwrap().rules.len());
}

#[test]
fn each_mistake_is_told_where_it_is() {
    let text = r"min_saving: 3
min_savings: -1
exempt_tag: { key: a }
time_zone: Europe/Berlni
rules:
  ec2-instance-idel: { enabled: false }
  ec2-instance-idle:
    parameters:
      window: 14 %
      cpu_below: 200 %
      cpu_above: 3 %
      daily_network_below: 5MB
suppressions:
  - rule: ebs-volume-unatached
    reason: x
    owner: y
    expires: 31.01.2027
  - account: 111122223333
    owner: y
  - reason: x
    owner: y
";
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("configuration-mistakes", mistakes(text));
    });
}
