//! Directory Service: domain controllers and accounts a directory is shared with (AWS Directory Service pricing).

use rust_decimal::Decimal;

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{ControllerHour, Quantity, SharedAccountHour};

/// A directory has two domain controllers at least.
const CONTROLLERS: Decimal = Decimal::TWO;

pub(super) const DIRECTORY: Kind = Kind {
    type_name: "aws_directory_service_directory",
    kind: "directory-service-directory",
    service: "AWSDirectoryService",
    attributes: &[
        Field::text("type", "`SimpleAD`, `ADConnector` or `MicrosoftAD`; SimpleAD without it."),
        Field::text("size", "`Small` or `Large`, of SimpleAD and ADConnector."),
        Field::text("edition", "`Standard` or `Enterprise`, of MicrosoftAD; Enterprise without it."),
        Field::number("desired_number_of_domain_controllers", "controllers", "Of MicrosoftAD; two without it."),
    ],
    usage: &[
        Field::number("additional_domain_controllers", "controllers", "Beyond two; replaces the attribute."),
        Field::number("shared_accounts", "accounts", "Accounts that a MicrosoftAD directory is shared with."),
    ],
    price,
};

fn price(directory: &Resource<'_>, sheet: &mut Sheet<'_>) {
    if ["type", "size", "edition"].iter().any(|path| directory.is_unknown(path)) {
        return sheet.gap("the type or size of the directory is known only after apply");
    }
    let (name, item) = match directory.text("type").unwrap_or("SimpleAD") {
        "MicrosoftAD" => ("Microsoft AD", "microsoft_ad"),
        "SimpleAD" => ("Simple AD", "simple_ad"),
        "ADConnector" => ("AD Connector", "ad_connector"),
        other => return sheet.gap(format!("directories of the type `{other}` are not known")),
    };
    let microsoft = item == "microsoft_ad";
    let size = if microsoft { directory.text("edition").or(Some("Enterprise")) } else { directory.text("size") };
    let Some(size) = size else { return sheet.gap("the size of the directory is not given") };
    let item = format!("directoryservice.{item}.{}", size.to_ascii_lowercase());
    let rate =
        |sheet: &Sheet<'_>| sheet.rate::<ControllerHour>(&format!("{item}.controller")).map(|rate| rate.by_the_month());
    sheet.fixed(&format!("Domain controllers ({name}, {size})"), Quantity::new(CONTROLLERS), rate(sheet));
    if let Some(more) = further_controllers(directory, microsoft) {
        sheet.usage("Further domain controllers", Some(more), rate(sheet));
    }
    if let Some(accounts) = directory.usage("shared_accounts").filter(|_| microsoft) {
        let rate = sheet.rate::<SharedAccountHour>(&format!("{item}.sharing")).map(|rate| rate.by_the_month());
        sheet.usage("Directory sharing", Some(accounts), rate);
    }
}

fn further_controllers(directory: &Resource<'_>, microsoft: bool) -> Option<Decimal> {
    let desired = directory.number("desired_number_of_domain_controllers").filter(|_| microsoft);
    let beyond = desired.map(|count| count.saturating_sub(CONTROLLERS)).filter(|count| *count > Decimal::ZERO);
    directory.usage("additional_domain_controllers").or(beyond)
}
