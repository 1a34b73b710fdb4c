//! Addresses of servers: `scheme://user@host:port/path`, read strictly.

/// The parts of a URL; nothing is decoded.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Address<'t> {
    /// In lower case.
    pub(super) scheme: String,
    /// What stands before `@`.
    pub(super) user: Option<&'t str>,
    /// Without the brackets of an IPv6 address.
    pub(super) host: &'t str,
    pub(super) port: Option<u16>,
    /// With its leading slash, and the query.
    pub(super) path: &'t str,
}

impl<'t> Address<'t> {
    /// What is wrong is said without repeating the text, which may be a secret.
    pub(super) fn parse(text: &'t str) -> Result<Self, &'static str> {
        if text.chars().any(|letter| letter.is_control() || letter.is_whitespace() || !letter.is_ascii()) {
            return Err("a URL has no white space and only ASCII letters");
        }
        let (scheme, rest) = text.split_once("://").ok_or("it is no URL: `://` is missing")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let (user, server) = match authority.rsplit_once('@') {
            Some((user, server)) => (Some(user), server),
            None => (None, authority),
        };
        let (host, port) = host_and_port(server)?;
        if host.is_empty() {
            return Err("it names no host");
        }
        Ok(Self { scheme: scheme.to_ascii_lowercase(), user, host, port, path })
    }

    /// This very machine, to which nothing travels over a network.
    pub(super) fn is_loopback(&self) -> bool {
        is_loopback(self.host)
    }
}

pub(super) fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn host_and_port(server: &str) -> Result<(&str, Option<u16>), &'static str> {
    let (host, port) = if let Some(rest) = server.strip_prefix('[') {
        let (host, rest) = rest.split_once(']').ok_or("the IPv6 address is not closed by `]`")?;
        if host.parse::<std::net::Ipv6Addr>().is_err() {
            return Err("what stands in brackets is no IPv6 address");
        }
        match rest.strip_prefix(':') {
            None if rest.is_empty() => (host, None),
            None => return Err("after the host comes `:` and a port"),
            Some(port) => (host, Some(port)),
        }
    } else {
        match server.split_once(':') {
            None => (server, None),
            Some((host, port)) => (host, Some(port)),
        }
    };
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_' | ':');
    if !host.chars().all(plain) {
        return Err("the host is no name of a host");
    }
    let port =
        port.map(|port| port.parse::<u16>().ok().filter(|port| *port > 0).ok_or("the port is no number up to 65535"));
    Ok((host, port.transpose()?))
}
