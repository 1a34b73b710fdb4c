//! What plotters wrote → what stands in a page: no size, no fonts, classes instead of colors.

/// The elements inside `<svg>`, one after the other.
pub(super) fn finished(document: &str) -> String {
    let mut body = String::with_capacity(document.len() / 2);
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("<svg") || line.starts_with("</svg") || line.is_empty() {
            continue;
        }
        if line.starts_with("<text") {
            let words = lines.next().unwrap_or_default().trim();
            // Its closing tag.
            lines.next();
            if !words.is_empty() {
                body.push_str(&element(line));
                body.push_str(words);
                body.push_str("</text>");
            }
        } else {
            body.push_str(&element(line));
        }
    }
    body
}

/// One opening tag with what the style sheet does not know.
fn element(tag: &str) -> String {
    let shut = if tag.ends_with("/>") { "/>" } else { ">" };
    let inner = tag.trim_start_matches('<').trim_end_matches(shut);
    let (name, mut rest) = inner.split_once(' ').unwrap_or((inner, ""));
    let mut shown = format!("<{name}");
    while let Some((key, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"').unwrap_or((after, ""));
        attribute(&mut shown, name, key.trim(), value.trim());
        rest = after;
    }
    shown.push_str(shut);
    shown
}

fn attribute(shown: &mut String, name: &str, key: &str, value: &str) {
    match (key, value) {
        ("opacity" | "stroke-width", "1") | ("stroke", "none") | ("text-anchor", "start") | ("font-family", _) => {}
        ("stroke-width", _) if name == "circle" => {}
        ("font-size", size) => {
            let size = size.parse::<f64>().unwrap_or(12.0).round();
            shown.push_str(&format!(" font-size=\"{size}\""));
        }
        ("fill" | "stroke", color) => match ink(color) {
            Some(code) => shown.push_str(&format!(" class=\"{}{code}\"", if key == "fill" { 'f' } else { 'k' })),
            None => shown.push_str(&format!(" {key}=\"{color}\"")),
        },
        _ => shown.push_str(&format!(" {key}=\"{value}\"")),
    }
}

/// `#0102NN` stands for ink `NN`.
fn ink(color: &str) -> Option<u8> {
    u8::from_str_radix(color.strip_prefix("#0102")?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_become_classes() {
        let document = "<svg width=\"9\" height=\"9\" viewBox=\"0 0 9 9\" xmlns=\"http://www.w3.org/2000/svg\">\n\
            <rect x=\"1\" y=\"2\" width=\"3\" height=\"4\" opacity=\"1\" fill=\"#010203\" stroke=\"none\"/>\n\
            <text x=\"1\" y=\"2\" dy=\"0.76em\" text-anchor=\"start\" font-family=\"sans-serif\" \
            font-size=\"11.6\" opacity=\"1\" fill=\"#010215\">\na &lt; b\n</text>\n</svg>\n";
        let shown = "<rect x=\"1\" y=\"2\" width=\"3\" height=\"4\" class=\"f3\"/>\
            <text x=\"1\" y=\"2\" dy=\"0.76em\" font-size=\"12\" class=\"f21\">a &lt; b</text>";
        assert_eq!(finished(document), shown);
    }
}
