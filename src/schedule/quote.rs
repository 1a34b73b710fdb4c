//! One word in the words of each scheduler.

/// For a POSIX shell: as it is where nothing in it is special, else in single quotes.
pub(super) fn shell(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:=@,+".contains(letter);
    // A word such as `a=b` in front of a command would be an assignment.
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// For the command of a crontab: `%` would end it and begin its standard input (crontab(5)).
pub(super) fn crontab(command: &str) -> String {
    command.replace('%', r"\%")
}

/// For a command line of systemd: in double quotes where needed, `%` and `$` twice (systemd.service(5), systemd.unit(5)).
pub(super) fn systemd(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:=@,+".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    let doubled = word.replace('\\', r"\\").replace('"', "\\\"").replace('%', "%%").replace('$', "$$");
    format!("\"{doubled}\"")
}

/// For YAML and JSON: a double-quoted scalar, which both read alike.
pub(super) fn double(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Kubernetes expands `$(NAME)` in a container's arguments; `$$(` is a plain `$(`.
pub(super) fn kubernetes(word: &str) -> String {
    double(&word.replace("$(", "$$("))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_each_scheduler() {
        let cases = [
            ("plain-word_1.html", "plain-word_1.html", "plain-word_1.html", "\"plain-word_1.html\""),
            ("", "''", "\"\"", "\"\""),
            ("it's 5 %", r"'it'\''s 5 %'", "\"it's 5 %%\"", "\"it's 5 %\""),
            ("$HOME $(x)", "'$HOME $(x)'", "\"$$HOME $$(x)\"", "\"$HOME $$(x)\""),
            (r#"a\"b"#, r#"'a\"b'"#, r#""a\\\"b""#, r#""a\\\"b""#),
        ];
        for (word, in_shell, in_systemd, in_kubernetes) in cases {
            assert_eq!(shell(word), in_shell, "{word}");
            assert_eq!(systemd(word), in_systemd, "{word}");
            assert_eq!(kubernetes(word), in_kubernetes, "{word}");
        }
        assert_eq!(crontab("date +%Y"), r"date +\%Y");
    }
}
