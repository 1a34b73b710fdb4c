//! What charts of amounts over time have in common: dollars on the left, names of days or months below.

use std::ops::Range;

use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::{Area, Drawn, Ink, Shape, axis_money, label, label_stride};

pub(super) type MoneyChart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// A chart of `number` places from left to right, with faint lines at round amounts.
pub(super) fn money_axis<'a, 'b>(
    area: &'a Area<'b>,
    number: f64,
    amounts: Range<f64>,
    margin_right: u32,
) -> Result<MoneyChart<'a, 'b>, Box<dyn std::error::Error>>
where
    'b: 'a,
{
    let mut chart = ChartBuilder::on(area)
        .margin_top(8)
        .margin_right(margin_right)
        .x_label_area_size(22)
        .y_label_area_size(46)
        .build_cartesian_2d(0.0..number, amounts)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .disable_x_axis()
        .light_line_style(TRANSPARENT)
        .bold_line_style(Ink::Axis.color())
        .axis_style(TRANSPARENT)
        .y_labels(5)
        .y_label_formatter(&|amount| axis_money(*amount))
        .y_label_style(label(Ink::Text, 12))
        .draw()
        .map_err(|error| error.to_string())?;
    Ok(chart)
}

/// As many as there is room for, counted from the newest, which always has its own.
pub(super) fn labels_below(chart: &mut MoneyChart<'_, '_>, labels: &[String], low: f64, shape: Shape) -> Drawn {
    let style = label(Ink::Text, 12).pos(Pos::new(HPos::Center, VPos::Top));
    for (position, words) in labels.iter().enumerate().rev().step_by(label_stride(labels.len(), shape)) {
        let at = (position as f64 + 0.5, low);
        let text = EmptyElement::at(at) + Text::new(words.clone(), (0, 6), style.clone());
        chart.draw_series(std::iter::once(text)).map_err(|error| error.to_string())?;
    }
    Ok(())
}
