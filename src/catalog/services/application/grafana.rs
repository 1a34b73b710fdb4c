//! Amazon Managed Grafana workspaces: active users (Amazon Managed Grafana pricing).

use rust_decimal::Decimal;

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Quantity, User};

pub(super) const WORKSPACE: Kind = Kind {
    type_name: "aws_grafana_workspace",
    kind: "grafana-workspace",
    service: "AmazonGrafana",
    attributes: &[],
    usage: &[
        Field::number("editors_administrator_licenses", "users", "Active editors and administrators; at least 1."),
        Field::number("viewer_licenses", "users", "Active viewers."),
    ],
    price,
};

fn price(workspace: &Resource<'_>, sheet: &mut Sheet<'_>) {
    // Every workspace pays for one editor.
    let editors = workspace.usage("editors_administrator_licenses").unwrap_or(Decimal::ONE).max(Decimal::ONE);
    sheet.fixed::<User>("Editors and administrators", Quantity::new(editors), sheet.rate("grafana.user.editor"));
    sheet.usage::<User>("Viewers", workspace.usage("viewer_licenses"), sheet.rate("grafana.user.viewer"));
    let licences = workspace.referring("aws_grafana_license_association");
    if licences.iter().any(|licence| licence.text("license_type").is_some_and(|kind| kind.starts_with("ENTERPRISE"))) {
        sheet.gap("Grafana Enterprise plugins are not priced");
    }
}
