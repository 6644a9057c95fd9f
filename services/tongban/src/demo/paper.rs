//! Small files to hand in: valid, and nobody's.

use std::io::Write as _;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use tongban_catalog::model::Material;

/// A file that a material can be handed in as: its media type and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paper {
    pub(super) content_type: &'static str,
    pub(super) bytes: Vec<u8>,
}

impl Paper {
    /// A file for this material, named after it; none where it takes neither PDF nor PNG.
    pub(super) fn for_material(item: &str, material: &Material) -> Option<Self> {
        let takes = |kind: &str| material.content_types.iter().any(|taken| taken == kind);
        if takes("application/pdf") {
            let bytes = pdf(&format!("Haiyun demo: {item}, {}", material.code));
            Some(Self { content_type: "application/pdf", bytes })
        } else if takes("image/png") {
            png().map(|bytes| Self { content_type: "image/png", bytes })
        } else {
            None
        }
    }
}

/// One page with one line of ASCII (PDF 1.4).
fn pdf(line: &str) -> Vec<u8> {
    let line: String = line.chars().filter(|c| !matches!(c, '(' | ')' | '\\')).collect();
    let content = format!("BT /F1 14 Tf 60 760 Td ({line}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let (mut file, mut table) = (String::from("%PDF-1.4\n"), String::new());
    for (index, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let (n_entries, table_at) = (objects.len() + 1, file.len());
    file.push_str(&format!("xref\n0 {n_entries}\n0000000000 65535 f \n{table}"));
    file.push_str(&format!("trailer\n<< /Size {n_entries} /Root 1 0 R >>\n"));
    file.push_str(&format!("startxref\n{table_at}\n%%EOF\n"));
    file.into_bytes()
}

/// Edge of the square, in pixels.
const PNG_EDGE: u8 = 16;

/// A grey square where a photograph would be (PNG, 8 bits of grey).
fn png() -> Option<Vec<u8>> {
    let header = [0, 0, 0, PNG_EDGE, 0, 0, 0, PNG_EDGE, 8, 0, 0, 0, 0];
    let mut pixels = ZlibEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..PNG_EDGE {
        let mut row = [0xa0; 1 + PNG_EDGE as usize];
        // Each row begins with its filter: none.
        row[0] = 0;
        pixels.write_all(&row).ok()?;
    }
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", &header[..]), (b"IDAT", &pixels.finish().ok()?), (b"IEND", &[])]
    {
        let mut crc = Crc::new();
        crc.update(kind);
        crc.update(data);
        file.extend(u32::try_from(data.len()).ok()?.to_be_bytes());
        file.extend(kind);
        file.extend(data);
        file.extend(crc.sum().to_be_bytes());
    }
    Some(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongban_catalog::sample_city;

    #[test]
    fn every_material_of_the_city_can_be_handed_in() {
        for item in sample_city().unwrap().items() {
            for material in &item.materials {
                let paper = Paper::for_material(item.code.as_str(), material).unwrap();
                assert!(material.content_types.iter().any(|kind| kind == paper.content_type));
                let magic: &[u8] = match paper.content_type {
                    "application/pdf" => b"%PDF-",
                    _ => b"\x89PNG\r\n\x1a\n",
                };
                assert!(paper.bytes.starts_with(magic));
            }
        }
    }

    #[test]
    fn the_table_of_a_pdf_points_at_its_objects() {
        let text = String::from_utf8(pdf("a (bracketed) line")).unwrap();
        let table = text.split("0000000000 65535 f \n").nth(1).unwrap();
        for (index, entry) in table.lines().take(5).enumerate() {
            let at: usize = entry[..10].parse().unwrap();
            assert!(text[at..].starts_with(&format!("{} 0 obj\n", index + 1)), "{entry}");
        }
        let table_at: usize = text.lines().rev().nth(1).unwrap().parse().unwrap();
        assert!(text[table_at..].starts_with("xref\n"));
    }

    #[test]
    fn a_png_ends_with_the_chunk_that_ends_it() {
        // The last chunk is empty, so its checksum is a constant of the format.
        assert!(png().unwrap().ends_with(b"\0\0\0\0IEND\xae\x42\x60\x82"));
    }
}
