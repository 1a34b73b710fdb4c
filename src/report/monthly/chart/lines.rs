//! Lines over time, with the interval of an estimate behind them.

use plotters::prelude::*;

use super::money_axis::{labels_below, money_axis};
use super::{Area, Drawn, Figure, Ink, Shape, axis_range, figure};
use crate::report::RenderError;

/// A line with an amount for each label; it breaks where nothing is known.
#[derive(Clone, Debug)]
pub(in crate::report::monthly) struct Line {
    pub name: String,
    pub ink: Ink,
    pub amounts: Vec<Option<f64>>,
}

/// Low and high of an estimate, for each label that has them.
#[derive(Clone, Debug, Default)]
pub(in crate::report::monthly) struct Band {
    pub name: String,
    pub low_high: Vec<Option<(f64, f64)>>,
}

#[derive(Clone, Debug)]
pub(in crate::report::monthly) struct LineChart {
    pub labels: Vec<String>,
    pub lines: Vec<Line>,
    pub band: Option<Band>,
}

impl LineChart {
    pub(in crate::report::monthly) fn figure(
        &self,
        id: &str,
        title: &str,
        description: String,
    ) -> Result<Figure, RenderError> {
        let shapes = [Shape::wide(250), Shape::narrow(220)];
        let band = self.band.iter().map(|band| (Ink::Band, band.name.clone()));
        let legend: Vec<_> = self.lines.iter().map(|line| (line.ink, line.name.clone())).chain(band).collect();
        Ok(figure(id, title, description, shapes, |area, shape| self.draw(area, shape))?.with_legend(legend))
    }

    fn draw(&self, area: &Area<'_>, shape: Shape) -> Drawn {
        let bands = || self.band.iter().flat_map(|band| band.low_high.iter().flatten());
        let known = self.lines.iter().flat_map(|line| line.amounts.iter().flatten().copied());
        let (low, high) = axis_range(known.chain(bands().flat_map(|(low, high)| [*low, *high])));
        let number = self.labels.len().max(1) as f64;
        let mut chart = money_axis(area, number, low..high, 4)?;
        let center = |position: usize| position as f64 + 0.5;
        if let Some(band) = &self.band {
            let upper =
                band.low_high.iter().enumerate().filter_map(|(at, one)| one.map(|(_, high)| (center(at), high)));
            let lower = band.low_high.iter().enumerate().filter_map(|(at, one)| one.map(|(low, _)| (center(at), low)));
            let mut corners: Vec<_> = upper.collect();
            corners.extend(lower.collect::<Vec<_>>().into_iter().rev());
            if corners.len() == 2 {
                chart.draw_series(std::iter::once(PathElement::new(corners, Ink::Band.color().stroke_width(10))))?;
            } else {
                chart.draw_series(std::iter::once(Polygon::new(corners, Ink::Band.color().filled())))?;
            }
        }
        for line in &self.lines {
            for run in runs(&line.amounts) {
                let points: Vec<_> = run.into_iter().map(|(at, amount)| (center(at), amount)).collect();
                let dots = points.len() < 2 || points.len() <= 24;
                chart
                    .draw_series(std::iter::once(PathElement::new(points.clone(), line.ink.color().stroke_width(2))))?;
                if dots && line.ink != Ink::Plan {
                    chart.draw_series(points.into_iter().map(|at| Circle::new(at, 3, line.ink.color().filled())))?;
                }
            }
        }
        labels_below(&mut chart, &self.labels, low, shape)
    }
}

/// Neighbors that are known, as runs of position and amount.
fn runs(amounts: &[Option<f64>]) -> Vec<Vec<(usize, f64)>> {
    let mut runs: Vec<Vec<(usize, f64)>> = Vec::new();
    let mut broken = true;
    for (position, amount) in amounts.iter().enumerate() {
        match amount.filter(|amount| amount.is_finite()) {
            None => broken = true,
            Some(amount) => {
                if broken {
                    runs.push(Vec::new());
                }
                broken = false;
                if let Some(run) = runs.last_mut() {
                    run.push((position, amount));
                }
            }
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_where_nothing_is_known() {
        let found = runs(&[Some(1.0), Some(2.0), None, Some(f64::NAN), Some(3.0)]);
        assert_eq!(found, [vec![(0, 1.0), (1, 2.0)], vec![(4, 3.0)]]);
    }
}
