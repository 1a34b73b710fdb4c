//! WAF: web ACLs, their rules and rule groups, and requests (AWS WAF pricing).

use rust_decimal::Decimal;

use crate::catalog::resource::Block;
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Month, Quantity, Request, Rule, RuleGroup};

/// Managed rule groups that are billed beyond a rule group, by subscription and requests.
const DEARER: &[&str] = &[
    "AWSManagedRulesBotControlRuleSet",
    "AWSManagedRulesATPRuleSet",
    "AWSManagedRulesACFPRuleSet",
    "AWSManagedRulesAntiDDoSRuleSet",
];

const RULE_GROUP_RULES: Field =
    Field::number("rule_group_rules", "rules", "Rules within the rule groups of this account.");
const REQUESTS: Field = Field::number("monthly_requests", "requests a month", "Web requests inspected.");

pub(super) const WEB_ACL: Kind = Kind {
    type_name: "aws_wafv2_web_acl",
    kind: "waf-web-acl",
    service: "awswaf",
    attributes: &[Field::block(
        "rule",
        &[Field::block(
            "statement",
            &[
                Field::any("rule_group_reference_statement", "A rule group of this account."),
                Field::block(
                    "managed_rule_group_statement",
                    &[Field::text("name", "Bot control and fraud control are billed beyond a rule group.")],
                    "A managed rule group.",
                ),
            ],
            "What the rule matches.",
        )],
        "A rule; each is billed as a rule, a rule group or a managed rule group.",
    )],
    usage: &[
        RULE_GROUP_RULES,
        Field::number(
            "managed_rule_group_rules",
            "rules",
            "Rules within managed rule groups that are billed as rules.",
        ),
        REQUESTS,
    ],
    price,
};

pub(super) const CLASSIC_WEB_ACL: Kind = Kind {
    type_name: "aws_waf_web_acl",
    kind: "waf-classic-web-acl",
    service: "awswaf",
    attributes: &[Field::block(
        "rules",
        &[Field::text("type", "`REGULAR`, `RATE_BASED` or `GROUP`; REGULAR without it.")],
        "A rule or rule group.",
    )],
    usage: &[RULE_GROUP_RULES, REQUESTS],
    price: price_classic,
};

fn price(acl: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let rules = acl.blocks("rule");
    if rules.is_empty() && acl.is_unknown("rule") {
        sheet.gap("the rules are known only after apply");
    }
    let of_own_group = |rule: &&Block<'_>| !rule.blocks("statement.rule_group_reference_statement").is_empty();
    let managed: Vec<Block<'_>> =
        rules.iter().flat_map(|rule| rule.blocks("statement.managed_rule_group_statement")).collect();
    let groups = rules.iter().filter(of_own_group).count();
    let inside = [acl.usage("rule_group_rules"), acl.usage("managed_rule_group_rules")];
    let inside = inside.into_iter().flatten().fold(Decimal::ZERO, Decimal::saturating_add);
    let own = rules.len().saturating_sub(groups).saturating_sub(managed.len());
    sheet.fixed("Web ACL", Quantity::<Month>::of(1_u32), sheet.rate("waf.v2.web_acl"));
    rule_lines("waf.v2", Decimal::from(own).saturating_add(inside), groups, sheet);
    if acl.usage("rule_group_rules").is_none() {
        price_declared_groups(acl, sheet);
    }
    if !managed.is_empty() {
        let groups = Quantity::<RuleGroup>::of(Decimal::from(managed.len()));
        sheet.fixed("Managed rule groups", groups, sheet.rate("waf.v2.managed_rule_group"));
    }
    for name in managed.iter().filter_map(|group| group.text("name")).filter(|name| DEARER.contains(name)) {
        sheet.gap(format!("the subscription and requests of the managed rule group {name} are not priced"));
    }
    sheet.usage::<Request>("Requests", acl.usage("monthly_requests"), sheet.rate("waf.v2.request"));
}

fn rule_lines(items: &str, rules: Decimal, groups: usize, sheet: &mut Sheet<'_>) {
    if rules > Decimal::ZERO {
        sheet.fixed("Rules", Quantity::<Rule>::new(rules), sheet.rate(&format!("{items}.rule")));
    }
    if groups > 0 {
        let groups = Quantity::<RuleGroup>::of(Decimal::from(groups));
        sheet.fixed("Rule groups", groups, sheet.rate(&format!("{items}.rule_group")));
    }
}

/// AWS bills the rules within rule groups of the account by every web ACL that uses them.
fn price_declared_groups(acl: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let inside: usize = acl
        .all_referred("rule")
        .iter()
        .filter(|target| target.blueprint.type_name == "aws_wafv2_rule_group")
        .map(|group| group.blocks("rule").len())
        .sum();
    if inside > 0 {
        let rules = Quantity::<Rule>::of(Decimal::from(inside));
        sheet.fixed("Rules of rule groups", rules, sheet.rate("waf.v2.rule"));
    }
}

fn price_classic(acl: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let rules = acl.blocks("rules");
    if rules.is_empty() && acl.is_unknown("rules") {
        sheet.gap("the rules are known only after apply");
    }
    let groups = rules.iter().filter(|rule| rule.text("type") == Some("GROUP")).count();
    let own = Decimal::from(rules.len().saturating_sub(groups));
    let own = own.saturating_add(acl.usage("rule_group_rules").unwrap_or_default());
    sheet.fixed("Web ACL", Quantity::<Month>::of(1_u32), sheet.rate("waf.classic.web_acl"));
    rule_lines("waf.classic", own, groups, sheet);
    sheet.usage::<Request>("Requests", acl.usage("monthly_requests"), sheet.rate("waf.classic.request"));
}
