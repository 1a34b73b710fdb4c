//! `CloudTrail` trails: events beyond the first, free copy of management events (AWS `CloudTrail` pricing).

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::Event;

pub(super) const TRAIL: Kind = Kind {
    type_name: "aws_cloudtrail",
    kind: "cloudtrail-trail",
    service: "AWSCloudTrail",
    attributes: &[Field::any("insight_selector", "Insights that the trail records; none without it.")],
    usage: &[
        Field::number(
            "monthly_additional_management_events",
            "events a month",
            "Management events beyond the first copy.",
        ),
        Field::number("monthly_data_events", "events a month", "Data events."),
        Field::number("monthly_insight_events", "events a month", "Events analyzed for insights."),
    ],
    price,
};

fn price(trail: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let mut write = |name: &str, usage, item| sheet.usage::<Event>(name, trail.usage(usage), sheet.rate(item));
    write("Management events (further copies)", "monthly_additional_management_events", "cloudtrail.event.management");
    write("Data events", "monthly_data_events", "cloudtrail.event.data");
    if trail.is_given("insight_selector") {
        write("Insights events", "monthly_insight_events", "cloudtrail.event.insights");
    }
}
