//! Text in lines of at most so many columns.

use tabled::grid::util::string::get_string_width;

/// Break between words; a word that is too long breaks after `-`, `/`, `.` or `,`, and else wherever it must.
/// Line feeds stay.
pub(super) fn wrap(text: &str, width: usize) -> String {
    let width = width.max(1);
    let lines: Vec<_> = text.split('\n').map(|line| wrap_line(line, width)).collect();
    lines.join("\n")
}

fn wrap_line(text: &str, width: usize) -> String {
    let mut lines = Lines { done: String::new(), line: String::new(), width };
    for word in text.split(' ') {
        if get_string_width(word) <= width {
            lines.push(word, true);
            continue;
        }
        for (position, part) in parts(word).into_iter().enumerate() {
            lines.push(part, position == 0);
        }
    }
    lines.done.push_str(lines.line.trim_end());
    lines.done
}

/// Where a long word may break; prefixes such as `i-` and `vol-` stay with what follows.
fn parts(word: &str) -> Vec<&str> {
    const SHORTEST: usize = 5;
    let mut parts = Vec::new();
    let mut start = 0;
    for (position, mark) in word.match_indices(['-', '/', '.', ',']) {
        let end = position + mark.len();
        if end - start >= SHORTEST {
            parts.extend(word.get(start..end));
            start = end;
        }
    }
    parts.extend(word.get(start..).filter(|rest| !rest.is_empty()));
    parts
}

struct Lines {
    done: String,
    line: String,
    width: usize,
}

impl Lines {
    /// Append to the line, or to a new one where it does not fit.
    fn push(&mut self, part: &str, is_word: bool) {
        let space = is_word && !self.line.is_empty();
        let taken = get_string_width(&self.line) + usize::from(space);
        if taken + get_string_width(part) <= self.width {
            if space {
                self.line.push(' ');
            }
            self.line.push_str(part);
            return;
        }
        self.end_line();
        for character in part.chars() {
            let mut bytes = [0; 4];
            let wider = get_string_width(&self.line) + get_string_width(character.encode_utf8(&mut bytes));
            if wider > self.width {
                self.end_line();
            }
            self.line.push(character);
        }
    }

    fn end_line(&mut self) {
        if !self.line.trim_end().is_empty() {
            self.done.push_str(self.line.trim_end());
            self.done.push('\n');
        }
        self.line.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_where_a_reader_would() {
        let cases = [
            ("one two three", 7, "one two\nthree"),
            ("ec2-instance-underutilized", 15, "ec2-instance-\nunderutilized"),
            ("a\nb c", 9, "a\nb c"),
            ("i-0f3a9c1d2e4b5a678", 8, "i-0f3a9c\n1d2e4b5a\n678"),
            ("名前名前", 4, "名前\n名前"),
            ("", 5, ""),
            ("exactly", 7, "exactly"),
        ];
        for (text, width, wrapped) in cases {
            assert_eq!(wrap(text, width), wrapped, "{text}");
        }
    }
}
