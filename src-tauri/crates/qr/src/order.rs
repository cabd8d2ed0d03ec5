//! Reading order: row by row, each from the left. A batch of codes on one page is meant in that order.

use zeroize::Zeroizing;

use crate::reader::Found;

/// The texts in reading order, each once.
pub(crate) fn in_reading_order(mut found: Vec<Found>) -> Vec<Zeroizing<String>> {
    found.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut row = 0;
    let mut start: Option<(f32, f32)> = None;
    let mut placed = Vec::with_capacity(found.len());
    for code in found {
        // A row goes on while centres stay within half of its first code's height.
        match start {
            Some((y, height)) if code.y - y < height / 2.0 => {}
            _ => {
                row += 1;
                start = Some((code.y, code.height));
            }
        }
        placed.push((row, code));
    }
    placed.sort_by(|(row, a), (other, b)| row.cmp(other).then(a.x.total_cmp(&b.x)));
    let mut texts: Vec<Zeroizing<String>> = Vec::with_capacity(placed.len());
    for (_, code) in placed {
        if !texts.contains(&code.text) {
            texts.push(code.text);
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn order(codes: &[(&str, f32, f32)]) -> String {
        let found = codes.iter().map(|(text, x, y)| Found {
            text: (*text).to_owned().into(),
            x: *x,
            y: *y,
            height: 10.0,
        });
        in_reading_order(found.collect())
            .iter()
            .map(|text| text.as_str())
            .collect()
    }

    #[test]
    fn rows_from_the_top_and_each_from_the_left() {
        assert_eq!(
            order(&[("d", 30.0, 21.0), ("b", 30.0, 1.0), ("c", 5.0, 23.0), ("a", 5.0, 4.0)]),
            "abcd"
        );
        assert_eq!(order(&[("b", 9.0, 9.0), ("a", 50.0, 0.0)]), "ab");
        assert_eq!(order(&[]), "");
    }

    #[test]
    fn a_text_comes_once_where_it_is_first() {
        assert_eq!(
            order(&[("b", 30.0, 0.0), ("a", 5.0, 0.0), ("a", 60.0, 0.0), ("b", 5.0, 40.0)]),
            "ab"
        );
    }
}
