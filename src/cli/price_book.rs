use super::Failure;
use crate::pricing::PriceBook;
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct PriceBookArguments {}
impl PriceBookArguments {
    pub(super) fn load(&self) -> Result<&'static PriceBook, Failure> {
        Ok(PriceBook::embedded())
    }
}
