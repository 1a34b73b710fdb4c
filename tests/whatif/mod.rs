//! What-if models.

mod scaling;
