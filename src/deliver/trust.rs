//! Certificate authorities of one's own, in the place of the built-in ones.

use std::path::Path;

/// The certificates of a PEM file, each as DER.
pub(super) fn authorities(file: &Path) -> Result<Vec<Vec<u8>>, String> {
    let shown = file.display();
    let text = std::fs::read(file).map_err(|error| format!("cannot read the certificates of `{shown}`: {error}"))?;
    let mut found = Vec::new();
    for item in ureq::tls::parse_pem(&text) {
        match item {
            Ok(ureq::tls::PemItem::Certificate(certificate)) => found.push(certificate.der().to_vec()),
            Ok(_) => {}
            Err(error) => return Err(format!("`{shown}` is not valid PEM: {error}")),
        }
    }
    if found.is_empty() { Err(format!("`{shown}` holds no certificate")) } else { Ok(found) }
}
