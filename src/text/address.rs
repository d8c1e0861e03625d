//! Addresses of web pages.

/// Host of an address, in lower case, without `www.`; `None` if it is no address or has no host.
pub fn host(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    let host = url.host_str()?.to_ascii_lowercase();
    Some(host.strip_prefix("www.").map_or(host.clone(), str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_comes_without_www() {
        assert_eq!(host("https://WWW.Example.org/a").as_deref(), Some("example.org"));
        assert_eq!(host("not an address"), None);
    }
}
