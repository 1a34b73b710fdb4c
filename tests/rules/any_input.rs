//! No text makes the parsers of rules and configuration panic.

use std::fmt::Write as _;
use std::path::Path;

use cloudtrim::config;
use cloudtrim::rules::{EMBEDDED_RULES, RuleSet, parse_rule};
use proptest::prelude::*;

fn read(text: &str) {
    let _ = parse_rule(Path::new("ec2/instance-idle.yml"), text);
    let mut rules = RuleSet::embedded().unwrap();
    let _ = config::read(Path::new("cloudtrim.yml"), text, &mut rules);
}

#[test]
fn deep_nesting_is_a_mistake() {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", "")] {
        for depth in [20, 500, 5_000, 100_000] {
            read(&format!("when: {}1{}", open.repeat(depth), close.repeat(depth)));
            read(&format!("{}1{}", open.repeat(depth), close.repeat(depth)));
        }
    }
    let nested = format!("{}{{ field: state, is: running }}{}", "{ not: ".repeat(12), " }".repeat(12));
    let rule = EMBEDDED_RULES.iter().find(|(path, _)| *path == "ec2/address-unassociated.yml").unwrap().1;
    let (head, _) = rule.split_once("when:").unwrap();
    let (_, tail) = rule.split_once("remediation:").unwrap();
    let mistakes =
        parse_rule(Path::new("ec2/address-unassociated.yml"), &format!("{head}when: {nested}\nremediation:{tail}"));
    assert!(mistakes.unwrap_err().iter().any(|mistake| mistake.message.contains("too deep")));
}

#[test]
fn an_alias_bomb_is_a_mistake() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let previous = format!("*a{}, ", level - 1).repeat(9);
        writeln!(text, "a{level}: &a{level} [{previous}]").unwrap();
    }
    let mistakes = parse_rule(Path::new("ec2/instance-idle.yml"), &text).unwrap_err();
    assert!(!mistakes.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_rule_is_a_rule_or_a_mistake(
        rule in 0..EMBEDDED_RULES.len(),
        at in any::<prop::sample::Index>(),
        cut in 0..40_usize,
        put in "[-a-z0-9 :,$%{}\\[\\]\"'&*!|>#\n]{0,12}",
    ) {
        let characters: Vec<char> = EMBEDDED_RULES[rule].1.chars().collect();
        let start = at.index(characters.len());
        let end = (start + cut).min(characters.len());
        let damaged: String =
            characters[..start].iter().copied().chain(put.chars()).chain(characters[end..].iter().copied()).collect();
        read(&damaged);
    }

    #[test]
    fn any_text_is_a_rule_or_a_mistake(text in any::<String>()) {
        read(&text);
    }
}
