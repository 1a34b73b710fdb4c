//! Addresses of Terraform: `module.web["eu"].aws_instance.app[0]`.

/// The parts of a resource instance's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address<'a> {
    /// `module.web["eu"]`; empty in the root module.
    pub(super) module: &'a str,
    /// `aws_instance.app` or `data.aws_ami.linux`: within the module, without index.
    pub(super) resource: &'a str,
    /// `[0]`, `["eu"]`; empty where there is none.
    pub(super) index: &'a str,
}

impl<'a> Address<'a> {
    pub(super) fn of(address: &'a str) -> Self {
        let mut rest = address;
        while let Some(after) = rest.strip_prefix("module.") {
            let name = segment(after).len();
            match after.get(name..).and_then(|tail| tail.strip_prefix('.')) {
                Some(tail) => rest = tail,
                None => break,
            }
        }
        let module = address.get(..address.len() - rest.len()).unwrap_or_default().trim_end_matches('.');
        let (resource, index) = split_index(rest);
        Self { module, resource, index }
    }

    /// The address without its own index; modules keep theirs.
    pub(super) fn base(&self) -> String {
        join(self.module, self.resource)
    }

    /// As the configuration writes it: no index anywhere.
    pub(super) fn declared(&self) -> String {
        join(&without_indices(self.module), self.resource)
    }
}

/// `module.web` and `aws_instance.app` → `module.web.aws_instance.app`.
pub(super) fn join(module: &str, rest: &str) -> String {
    if module.is_empty() { rest.to_owned() } else { format!("{module}.{rest}") }
}

/// `module.a[0].module.b` → (`module.a[0]`, `module.b`); `None` for the root.
pub(super) fn parent(module: &str) -> Option<(&str, &str)> {
    let mut start = 0;
    let mut rest = module.strip_prefix("module.")?;
    let mut offset = "module.".len();
    loop {
        let name = segment(rest).len();
        let Some(tail) = rest.get(name..).and_then(|tail| tail.strip_prefix(".module.")) else { break };
        start = offset + name + 1;
        offset = start + "module.".len();
        rest = tail;
    }
    Some((module.get(..start)?.trim_end_matches('.'), module.get(start..)?))
}

/// The parts between dots; dots in brackets do not count.
pub(super) fn segments(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        let part = segment(rest);
        found.push(part);
        match rest.get(part.len()..).and_then(|tail| tail.strip_prefix('.')) {
            Some(tail) => rest = tail,
            None => return found,
        }
    }
}

/// Up to the first dot that is not within brackets.
fn segment(text: &str) -> &str {
    let mut brackets = Brackets::default();
    let end = text.bytes().position(|byte| brackets.outside(byte) && byte == b'.');
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}

/// `this[0]` → (`this`, `[0]`); an index elsewhere than at the end is none.
pub(super) fn split_index(text: &str) -> (&str, &str) {
    if !text.ends_with(']') {
        return (text, "");
    }
    let mut brackets = Brackets::default();
    let start = text.bytes().position(|byte| brackets.outside(byte) && byte == b'[');
    match start.and_then(|start| text.split_at_checked(start)) {
        Some((name, index)) if closes_at_end(index) => (name, index),
        _ => (text, ""),
    }
}

fn closes_at_end(index: &str) -> bool {
    let mut brackets = Brackets::default();
    let mut opened = 0;
    for byte in index.bytes() {
        let outside = brackets.outside(byte);
        opened += usize::from(outside && byte == b'[');
        if outside && byte != b'[' {
            return false;
        }
    }
    opened == 1
}

/// What follows the index that the text begins with; `None` where it begins with none.
pub(super) fn after_index(text: &str) -> Option<&str> {
    let mut brackets = Brackets::default();
    let end = text.strip_prefix('[').and(text.bytes().position(|byte| !brackets.outside(byte) && !brackets.within))?;
    text.get(end + 1..)
}

/// Every index out: `module.a["x"].aws_b.c[1]` → `module.a.aws_b.c`.
pub(super) fn without_indices(text: &str) -> String {
    replace_indices(text, "")
}

/// Every index as `[*]`.
pub(super) fn with_wildcards(text: &str) -> String {
    replace_indices(text, "[*]")
}

fn replace_indices(text: &str, with: &str) -> String {
    if !text.contains('[') {
        return text.to_owned();
    }
    let mut brackets = Brackets::default();
    let mut replaced = String::with_capacity(text.len());
    for letter in text.chars() {
        let outside = brackets.outside(u8::try_from(letter).unwrap_or(b'_'));
        if outside && letter == '[' {
            replaced.push_str(with);
        } else if outside {
            replaced.push(letter);
        }
    }
    replaced
}

/// Follows brackets and the quotes in them.
#[derive(Default)]
struct Brackets {
    within: bool,
    quoted: bool,
    escaped: bool,
}

impl Brackets {
    /// Whether this byte stands outside; an opening bracket does, a closing one does not.
    fn outside(&mut self, byte: u8) -> bool {
        if !self.within {
            self.within = byte == b'[';
            return true;
        }
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.quoted => self.escaped = true,
            b'"' => self.quoted = !self.quoted,
            b']' if !self.quoted => self.within = false,
            _ => {}
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_module_resource_and_index() {
        let cases = [
            ("aws_a.b", ("", "aws_a.b", "")),
            ("aws_a.b[0]", ("", "aws_a.b", "[0]")),
            ("data.aws_a.b", ("", "data.aws_a.b", "")),
            (r#"module.m["x.y"].aws_a.b["]."]"#, (r#"module.m["x.y"]"#, "aws_a.b", r#"["]."]"#)),
            ("module.a[1].module.b.aws_a.b", ("module.a[1].module.b", "aws_a.b", "")),
            ("module.a", ("", "module.a", "")),
            ("", ("", "", "")),
        ];
        for (text, (module, resource, index)) in cases {
            assert_eq!(Address::of(text), Address { module, resource, index }, "{text}");
        }
    }

    #[test]
    fn a_module_has_a_parent() {
        assert_eq!(parent(""), None);
        assert_eq!(parent("module.a"), Some(("", "module.a")));
        assert_eq!(parent("module.a[0].module.b[\".module.\"]"), Some(("module.a[0]", "module.b[\".module.\"]")));
        assert_eq!(parent("module.a.module.b.module.c"), Some(("module.a.module.b", "module.c")));
    }

    #[test]
    fn indices_are_told_from_names() {
        assert_eq!(without_indices(r#"module.a["x"].aws_b.c[1]"#), "module.a.aws_b.c");
        assert_eq!(with_wildcards(r#"module.a["x"].aws_b.c[1]"#), "module.a[*].aws_b.c[*]");
        assert_eq!(split_index("a[0]"), ("a", "[0]"));
        assert_eq!(split_index("a[0][1]"), ("a[0][1]", ""));
        assert_eq!(after_index(r#"["a]"].b[0]"#), Some(".b[0]"));
        assert_eq!(after_index("[0"), None);
        assert_eq!(after_index("a[0]"), None);
        assert_eq!(segments(r#"aws_a.b["x.y"].id"#), ["aws_a", r#"b["x.y"]"#, "id"]);
    }
}
