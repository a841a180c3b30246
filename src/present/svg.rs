//! Draws a timeline as SVG (1.1): bars, an axis of counts, names of periods.
//!
//! Leaves out the counts themselves, which a table beside the picture should have.

use std::fmt::Write as _;

use super::views::TimelineView;

const WIDTH: f64 = 800.0;
const HEIGHT: f64 = 320.0;
/// Room left of, below and above the bars.
const LEFT: f64 = 56.0;
const BELOW: f64 = 40.0;
const ABOVE: f64 = 36.0;

/// Colors that are told apart by most people who do not see some colors (Okabe and Ito 2008), and that have a
/// contrast of 3 : 1 with white and with black.
const COLORS: [&str; 6] = [
    "#0072b2", "#d55e00", "#008060", "#b0539a", "#8a6d00", "#3d85c6",
];

/// The name and the color of the releases with none of the values.
const OTHERS: (&str, &str) = ("others", "#777777");

/// Most names of periods below the bars.
const LABELS: usize = 12;

/// Returns a picture of a timeline.
#[must_use]
pub fn timeline_svg(timeline: &TimelineView<'_>) -> String {
    let periods = &timeline.periods;
    let is_split = !timeline.values.is_empty();
    let longest = periods.iter().map(|period| {
        if is_split {
            period.split.values().sum::<u64>() + period.others
        } else {
            period.count
        }
    });
    let most = longest.max().unwrap_or(0).max(1);
    let (inner, base) = (HEIGHT - BELOW - ABOVE, HEIGHT - BELOW);
    let step = (WIDTH - LEFT - 8.0) / periods.len().max(1) as f64;
    let height = |count: u64| count as f64 / most as f64 * inner;
    let mut svg = String::new();
    let title = match timeline.query {
        "" => "all releases".to_owned(),
        query => escaped(query),
    };
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         font-family=\"sans-serif\" font-size=\"12\" fill=\"currentColor\">\n\
         <title>{title}: {} releases, {} undated</title>\n",
        timeline.total, timeline.undated
    );
    for part in [most, most / 2] {
        let y = base - height(part);
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{part}</text>\
             <path d=\"M{LEFT} {y:.1}H{WIDTH}\" stroke=\"currentColor\" stroke-opacity=\".2\"/>",
            LEFT - 6.0,
            y + 4.0
        );
    }
    for (n, period) in periods.iter().enumerate() {
        let x = LEFT + step * n as f64;
        let width = (step * 0.85).max(0.5);
        let mut bar = |from: f64, height: f64, color: &str, what: &str, count: u64| {
            if count > 0 {
                let _ = writeln!(
                    svg,
                    "<rect x=\"{x:.2}\" y=\"{:.2}\" width=\"{width:.2}\" height=\"{height:.2}\" \
                     fill=\"{color}\"><title>{}{what}: {count}</title></rect>",
                    from - height,
                    period.period
                );
            }
        };
        if !is_split {
            bar(base, height(period.count), COLORS[0], "", period.count);
            continue;
        }
        let mut top = base;
        for (value, color) in timeline.values.iter().zip(COLORS.iter().cycle()) {
            let count = period.split.get(value.as_str()).copied().unwrap_or(0);
            bar(
                top,
                height(count),
                color,
                &format!(", {}", escaped(value)),
                count,
            );
            top -= height(count);
        }
        bar(
            top,
            height(period.others),
            OTHERS.1,
            ", others",
            period.others,
        );
    }
    let every = periods.len().div_ceil(LABELS).max(1);
    for (n, period) in periods.iter().enumerate().step_by(every) {
        let x = LEFT + step * (n as f64 + 0.425);
        let _ = writeln!(
            svg,
            "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            base + 18.0,
            period.period
        );
    }
    let named = timeline.values.iter().map(String::as_str);
    let named = named.zip(COLORS.iter().copied().cycle());
    let named = named.chain(is_split.then_some(OTHERS));
    let room = (WIDTH - LEFT) / (timeline.values.len() + 1) as f64;
    for (n, (value, color)) in named.enumerate() {
        let x = LEFT + room * n as f64;
        let fits = (room / 7.0) as usize;
        let short: String = value.chars().take(fits).collect();
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"8\" width=\"12\" height=\"12\" fill=\"{color}\"/>\
             <text x=\"{:.1}\" y=\"18\">{}</text>",
            x + 18.0,
            escaped(&short)
        );
    }
    svg + "</svg>\n"
}

/// Escapes text for XML.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}
