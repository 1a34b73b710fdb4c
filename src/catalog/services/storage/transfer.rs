//! Transfer Family servers: each protocol by the hour, and data (AWS Transfer Family pricing).

use std::collections::BTreeSet;

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::Gb;

pub(super) const SERVER: Kind = Kind {
    type_name: "aws_transfer_server",
    kind: "transfer-server",
    service: "AWSTransfer",
    attributes: &[Field::any("protocols", "`SFTP` (also without it), `FTPS`, `FTP`, `AS2`.")],
    usage: &[
        Field::number("monthly_data_downloaded_gb", "GiB a month", "Data downloaded."),
        Field::number("monthly_data_uploaded_gb", "GiB a month", "Data uploaded."),
    ],
    price,
};

fn price(server: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let mut protocols: BTreeSet<&str> = server.attributes().texts("protocols").into_iter().collect();
    if protocols.is_empty() {
        protocols.insert("SFTP");
    }
    if server.is_unknown("protocols") {
        sheet.gap("`protocols` is known only after apply");
        protocols.clear();
    }
    for protocol in protocols {
        let item = format!("transfer.protocol.{}", protocol.to_ascii_lowercase());
        sheet.all_month(&format!("Protocol ({protocol})"), sheet.rate(&item));
    }
    let (downloaded, uploaded) = (server.usage("monthly_data_downloaded_gb"), server.usage("monthly_data_uploaded_gb"));
    sheet.usage::<Gb>("Data downloaded", downloaded, sheet.rate("transfer.data.downloaded"));
    sheet.usage::<Gb>("Data uploaded", uploaded, sheet.rate("transfer.data.uploaded"));
}
