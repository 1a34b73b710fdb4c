//! Savings against risk: one point a policy.

use plotters::coord::Shift;
use plotters::prelude::*;

use crate::model::backtest::{Backtest, PolicyFamily, PolicyResult};
use crate::report::RenderError;

const SIZE: (u32, u32) = (900, 560);

/// Colors that differ in lightness too, so that they can be told apart in print (Okabe and Ito's palette).
const PRESET: RGBColor = RGBColor(0, 114, 178);
const PEER: RGBColor = RGBColor(213, 94, 0);
const FRONTIER: RGBColor = RGBColor(90, 90, 90);
const PLAIN: RGBColor = RGBColor(200, 200, 200);
const HINDSIGHT: RGBColor = RGBColor(0, 158, 115);

/// An SVG document.
pub(super) fn chart(backtest: &Backtest) -> Result<String, RenderError> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        draw(backtest, &area).map_err(|error| RenderError::Chart(error.to_string()))?;
        area.present().map_err(|error| RenderError::Chart(error.to_string()))?;
    }
    if !svg.ends_with('\n') {
        svg.push('\n');
    }
    Ok(svg)
}

fn draw(backtest: &Backtest, area: &DrawingArea<SVGBackend<'_>, Shift>) -> Result<(), Box<dyn std::error::Error>> {
    area.fill(&WHITE)?;
    let most = |value: fn(&PolicyResult) -> f64| backtest.policies.iter().map(value).fold(1.0, f64::max) * 1.1;
    let (widest, highest) = (most(|policy| policy.too_small_percent), most(|policy| policy.vcpus_saved_percent));
    let mut chart = ChartBuilder::on(area)
        .caption(
            format!("{} machines: what each policy saves, and what it risks", backtest.machines_judged),
            ("sans-serif", 20),
        )
        .margin(16)
        .x_label_area_size(44)
        .y_label_area_size(56)
        .build_cartesian_2d(-0.02 * widest..widest, 0.0..highest)?;
    chart
        .configure_mesh()
        .light_line_style(WHITE)
        .x_desc("shrunk machines that were too small afterwards, percent")
        .y_desc("vCPUs saved, percent")
        .x_label_formatter(&|value| format!("{value:.0}"))
        .y_label_formatter(&|value| format!("{value:.0}"))
        .label_style(("sans-serif", 13))
        .draw()?;
    let place = |policy: &PolicyResult| (policy.too_small_percent, policy.vcpus_saved_percent);
    let of = |family: PolicyFamily| backtest.policies.iter().filter(move |policy| policy.family == family);

    chart
        .draw_series(of(PolicyFamily::Plain).map(|policy| Circle::new(place(policy), 2, PLAIN.filled())))?
        .label("plain policies")
        .legend(|(x, y)| Circle::new((x, y), 3, PLAIN.filled()));
    let frontier = staircase(of(PolicyFamily::Plain).filter(|policy| policy.on_plain_frontier).map(place).collect());
    chart
        .draw_series(LineSeries::new(frontier, FRONTIER.stroke_width(2)))?
        .label("frontier of plain policies")
        .legend(|(x, y)| PathElement::new([(x - 6, y), (x + 6, y)], FRONTIER.stroke_width(2)));
    chart
        .draw_series(of(PolicyFamily::Peer).map(|policy| TriangleMarker::new(place(policy), 6, PEER.filled())))?
        .label("other tools")
        .legend(|(x, y)| TriangleMarker::new((x, y), 5, PEER.filled()));
    chart
        .draw_series(of(PolicyFamily::Hindsight).map(|policy| Cross::new(place(policy), 6, HINDSIGHT.stroke_width(3))))?
        .label("hindsight")
        .legend(|(x, y)| Cross::new((x, y), 5, HINDSIGHT.stroke_width(3)));
    chart
        .draw_series(of(PolicyFamily::Preset).map(|policy| Circle::new(place(policy), 6, PRESET.filled())))?
        .label("cloudtrim's presets")
        .legend(|(x, y)| Circle::new((x, y), 5, PRESET.filled()));
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::LowerRight)
        .background_style(WHITE)
        .border_style(PLAIN)
        .label_font(("sans-serif", 13))
        .draw()?;
    let named = [(PolicyFamily::Preset, PRESET), (PolicyFamily::Peer, PEER)];
    let labels = named.into_iter().flat_map(|(family, color)| {
        of(family)
            .map(|policy| Label { text: short(&policy.name), at: chart.backend_coord(&place(policy)), color })
            .collect::<Vec<_>>()
    });
    for label in apart(labels.collect()) {
        let (x, y) = label.at;
        area.draw(&Text::new(label.text, (x + 10, y - 7), ("sans-serif", 14).into_font().color(&label.color)))?;
    }
    Ok(())
}

/// A name beside a point, in pixels from the upper left corner.
struct Label {
    text: String,
    at: (i32, i32),
    color: RGBColor,
}

/// Labels from the top down, each moved below those it would lie on.
fn apart(mut labels: Vec<Label>) -> Vec<Label> {
    const WIDTH: i32 = 130;
    const HEIGHT: i32 = 15;
    labels.sort_by_key(|label| (label.at.1, label.at.0));
    let mut placed: Vec<Label> = Vec::with_capacity(labels.len());
    for mut label in labels {
        for other in &placed {
            let (x, y) = (label.at.0.saturating_sub(other.at.0), label.at.1.saturating_sub(other.at.1));
            if x.abs() < WIDTH && y.abs() < HEIGHT {
                label.at.1 = other.at.1 + HEIGHT;
            }
        }
        placed.push(label);
    }
    placed
}

/// What stands before the colon: a tool's name.
fn short(name: &str) -> String {
    name.split(':').next().unwrap_or(name).to_owned()
}

/// The corners of a frontier: between two policies nobody saves more than the first at less than the risk of the second.
fn staircase(mut points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    points.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
    let mut corners: Vec<(f64, f64)> = Vec::with_capacity(2 * points.len());
    for (risk, saved) in points {
        if let Some((_, before)) = corners.last().copied() {
            corners.push((risk, before));
        }
        corners.push((risk, saved));
    }
    corners
}
