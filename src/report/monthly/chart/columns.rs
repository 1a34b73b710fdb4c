//! Columns, one a month, stacked by series.

use plotters::prelude::*;

use super::money_axis::{labels_below, money_axis};
use super::{Area, Drawn, Figure, Ink, Shape, axis_range, figure};
use crate::report::RenderError;

/// One color of the stack, with an amount for each column; `None` where nothing is known.
#[derive(Clone, Debug)]
pub(in crate::report::monthly) struct Series {
    pub name: String,
    pub ink: Ink,
    pub amounts: Vec<Option<f64>>,
}

#[derive(Clone, Debug)]
pub(in crate::report::monthly) struct Columns {
    pub labels: Vec<String>,
    pub series: Vec<Series>,
    /// Columns that are not final; drawn paler.
    pub provisional: Vec<bool>,
}

/// Share of a column's place that it fills.
const FILLED: f64 = 0.72;

impl Columns {
    pub(in crate::report::monthly) fn figure(
        &self,
        id: &str,
        title: &str,
        description: String,
    ) -> Result<Figure, RenderError> {
        let shapes = [Shape::wide(270), Shape::narrow(230)];
        let legend = self.series.iter().map(|one| (one.ink, one.name.clone()));
        Ok(figure(id, title, description, shapes, |area, shape| self.draw(area, shape))?.with_legend(legend))
    }

    /// Amounts above and below zero stack apart.
    fn stacks(&self) -> Vec<Vec<(Ink, f64, f64)>> {
        (0..self.labels.len())
            .map(|column| {
                let (mut above, mut below) = (0.0, 0.0);
                let amounts = self.series.iter().filter_map(|series| {
                    let amount = series.amounts.get(column).copied().flatten()?;
                    (amount.is_finite() && amount != 0.0).then_some((series.ink, amount))
                });
                amounts
                    .map(|(ink, amount)| {
                        let base = if amount < 0.0 { &mut below } else { &mut above };
                        let from = *base;
                        *base += amount;
                        (ink, from, *base)
                    })
                    .collect()
            })
            .collect()
    }

    fn draw(&self, area: &Area<'_>, shape: Shape) -> Drawn {
        let stacks = self.stacks();
        let (low, high) = axis_range(stacks.iter().flatten().map(|(_, _, to)| *to));
        let number = stacks.len().max(1) as f64;
        let mut chart = money_axis(area, number, low..high, 2)?;
        for (position, stack) in stacks.iter().enumerate() {
            let left = position as f64 + (1.0 - FILLED) / 2.0;
            let strength = if self.provisional.get(position).copied().unwrap_or(false) { 0.55 } else { 1.0 };
            chart.draw_series(stack.iter().map(|(ink, from, to)| {
                Rectangle::new([(left, *from), (left + FILLED, *to)], ink.color().mix(strength).filled())
            }))?;
        }
        labels_below(&mut chart, &self.labels, low, shape)
    }
}
