//! Scenarios with mistakes: every one is told, at its place, with what to do.

use std::fmt::Write as _;
use std::path::Path;

use cloudtrim::whatif::scenario::read;

const MISTAKES: &[(&str, &str)] = &[
    ("empty", ""),
    ("a list", "- a\n"),
    ("not YAML", "region: [us-east-1\n"),
    ("nothing to compare", "name: x\nregion: us-east-1\n"),
    ("unknown fields", "regoin: us-east-1\nconfigurations: { before: { resource: [] } }\n"),
    (
        "unknown kinds and inputs",
        "region: us-east-1\nconfigurations:\n  before:\n    resources:\n      - { name: a, kind: sqs-queu }\n      \
         - { name: b, type: aws_sqs_queue, attributes: { fifo_que: true }, usage: { monthly_request: 5 } }\n",
    ),
    (
        "wrong units and negative counts",
        "region: us-east-1\nconfigurations:\n  before:\n    resources:\n      - { name: a, kind: sqs-queue, count: -3 }\n      \
         - { name: b, kind: sqs-queue, usage: { monthly_requests: 5 million } }\n      \
         - { name: c, kind: sqs-queue, usage: { monthly_requests: .inf } }\n      \
         - { name: d, kind: sqs-queue, attributes: { fifo_queue: 7 } }\n",
    ),
    (
        "ranges out of order",
        "region: us-east-1\nconfigurations:\n  before:\n    resources:\n      \
         - { name: a, kind: sqs-queue, usage: { monthly_requests: { low: 9, expected: 5, high: 7 } } }\n      \
         - { name: b, kind: sqs-queue, usage: { monthly_requests: { low: 9 } } }\n      \
         - { name: c, kind: sqs-queue, usage: { monthly_requests: { expected: 9, growth_per_month: fast } } }\n",
    ),
    ("no region, no name, no kind", "configurations:\n  before:\n    resources:\n      - { count: 2 }\n"),
    (
        "declared twice",
        "region: us-east-1\nconfigurations:\n  before:\n    resources:\n      - { name: a, kind: sqs-queue }\n      \
         - { name: a, type: aws_sqs_queue }\n",
    ),
    (
        "declared lines of what is not there",
        "region: us-east-1\nconfigurations:\n  before:\n    declared:\n      - { name: x, monthly_usd: 5, of: queue }\n      \
         - { name: y, monthly_usd: -5 }\n      - { monthly_usd: much }\n",
    ),
    (
        "one-off costs in two ways",
        "region: us-east-1\nconfigurations:\n  before:\n    one_off:\n      - { name: x, usd: 5, hours: 2, usd_per_hour: 3 }\n      \
         - { name: y }\n",
    ),
    (
        "prices and discounts",
        "region: us-east-1\nprices: [{ item: x }, { usd_per_unit: cheap, item: y }]\ndiscounts: [{ percent: 120 % }, { }]\n\
         configurations: { before: {} }\n",
    ),
    ("a day that is none", "region: us-east-1\nas_of: yesterday\nconfigurations: { before: {} }\n"),
    (
        "both vocabularies",
        "region: us-east-1\nconfigurations:\n  before:\n    resources:\n      - { name: a, kind: sqs-queue, type: aws_sqs_queue }\n",
    ),
];

#[test]
fn every_mistake_is_told_with_its_place() {
    let mut told = String::new();
    for (name, text) in MISTAKES {
        let mistakes = read(Path::new("scenario.yml"), text).expect_err(name);
        assert!(!mistakes.is_empty(), "{name}");
        writeln!(told, "## {name}").unwrap();
        for mistake in mistakes {
            assert!(mistake.line > 0 || text.is_empty(), "{name}: {mistake}");
            writeln!(told, "{mistake}").unwrap();
        }
        told.push('\n');
    }
    insta::assert_snapshot!(told);
}
