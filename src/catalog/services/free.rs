pub fn is_free(_: &str) -> bool {
    false
}
