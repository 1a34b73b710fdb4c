//! The examples of `docs/rules.md` are rules.

use std::path::Path;

use cloudtrim::rules::{RuleSet, parse_rule};

#[test]
fn every_example_is_a_rule() {
    let text = std::fs::read_to_string(super::root().join("docs/rules.md")).unwrap();
    let mut examples = 0;
    for block in text.split("```yaml\n").skip(1) {
        let yaml = block.split("```").next().unwrap();
        let id = yaml.lines().next().unwrap().strip_prefix("id: ").expect("an example starts with its id");
        let (service, rest) = id.split_once('-').unwrap();
        let file = Path::new("rules").join(service).join(format!("{rest}.yml"));
        if let Err(mistakes) = parse_rule(&file, yaml) {
            panic!("{}", mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
        }
        examples += 1;
    }
    assert!(examples >= 2);
}

#[test]
fn the_words_of_every_rule_are_documented() {
    let text = std::fs::read_to_string(super::root().join("docs/rules.md")).unwrap();
    for rule in RuleSet::embedded().unwrap().rules {
        for word in [rule.kind.name(), rule.remediation.name()] {
            assert!(text.contains(&format!("`{word}`")), "{}: {word}", rule.id);
        }
    }
}
