use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The types of file that are taken. Absent on purpose: whatever can carry a program (HTML, SVG,
/// old Office files with macros) or needs one to be unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum ContentType {
    /// PDF.
    #[serde(rename = "application/pdf")]
    Pdf,
    /// OFD (GB/T 33190): the fixed-layout format of Chinese offices.
    #[serde(rename = "application/ofd")]
    Ofd,
    /// PNG.
    #[serde(rename = "image/png")]
    Png,
    /// JPEG.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// Word without macros.
    #[serde(rename = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    Docx,
    /// Excel without macros.
    #[serde(rename = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    Xlsx,
    /// Text without control characters, in UTF-8 or GB 18030.
    #[serde(rename = "text/plain")]
    Text,
}

/// How much of the beginning is needed to tell types apart, in bytes.
pub(super) const HEAD_LEN: usize = 8;
/// How much of the end is needed, in bytes: the list of contents of a ZIP file stands there.
pub(super) const TAIL_LEN: usize = 64 << 10;

impl ContentType {
    const ALL: [Self; 7] =
        [Self::Pdf, Self::Ofd, Self::Png, Self::Jpeg, Self::Docx, Self::Xlsx, Self::Text];

    /// Reads a media type; parameters such as `charset` are passed over.
    pub fn parse(media_type: &str) -> Option<Self> {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        Self::ALL.into_iter().find(|known| known.as_str().eq_ignore_ascii_case(essence))
    }

    /// The media type.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Ofd => "application/ofd",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Text => "text/plain",
        }
    }

    /// Whether content that begins and ends so is of this type. Of text every byte is looked at
    /// where it comes in.
    pub(super) fn fits(self, head: &[u8], tail: &[u8]) -> bool {
        let zip_with = |name: &[u8]| {
            head.starts_with(b"PK\x03\x04") && tail.windows(name.len()).any(|part| part == name)
        };
        match self {
            Self::Pdf => head.starts_with(b"%PDF-"),
            Self::Ofd => zip_with(b"OFD.xml"),
            Self::Png => head.starts_with(b"\x89PNG\r\n\x1a\n"),
            Self::Jpeg => head.starts_with(b"\xff\xd8\xff"),
            Self::Docx => zip_with(b"word/document.xml") && !zip_with(b"vbaProject.bin"),
            Self::Xlsx => zip_with(b"xl/workbook.xml") && !zip_with(b"vbaProject.bin"),
            Self::Text => true,
        }
    }

    /// Whether these bytes may stand in a file of this type.
    pub(super) fn may_hold(self, bytes: &[u8]) -> bool {
        let of_text = |c: &u8| *c >= b' ' || matches!(c, b'\t' | b'\n' | b'\r' | b'\x0c');
        self != Self::Text || bytes.iter().all(of_text)
    }
}

/// The size of a file, if its ends are those of the type.
pub(super) fn look(path: &Path, content_type: ContentType) -> io::Result<Option<u64>> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut head = Vec::with_capacity(HEAD_LEN);
    file.by_ref().take(HEAD_LEN as u64).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL_LEN as u64)))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    Ok(ends_fit(content_type, &head, &tail).then_some(size))
}

/// Whether a file that begins and ends so may be of this type.
pub(super) fn ends_fit(content_type: ContentType, head: &[u8], tail: &[u8]) -> bool {
    content_type.fits(head, tail) && content_type.may_hold(head) && content_type.may_hold(tail)
}

impl fmt::Display for ContentType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_media_type_and_the_wire_name_are_one() {
        for kind in ContentType::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
            assert_eq!(ContentType::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(ContentType::parse("Text/Plain; charset=utf-8"), Some(ContentType::Text));
        assert_eq!(ContentType::parse("text/html"), None);
        assert_eq!(ContentType::parse(""), None);
    }

    #[test]
    fn an_archive_is_known_by_what_it_lists() {
        let (zip, docx) = (b"PK\x03\x04\x14\0\0\0", b"[Content_Types].xml..word/document.xml..");
        assert!(ContentType::Docx.fits(zip, docx));
        assert!(!ContentType::Xlsx.fits(zip, docx));
        assert!(!ContentType::Ofd.fits(zip, docx));
        assert!(ContentType::Ofd.fits(zip, b"..OFD.xml.."));
        assert!(!ContentType::Docx.fits(zip, b"word/document.xml word/vbaProject.bin"));
        assert!(!ContentType::Docx.fits(b"%PDF-1.7", docx));
    }

    #[test]
    fn text_holds_no_control_characters() {
        assert!(ContentType::Text.may_hold("第一行\r\n\t第二行".as_bytes()));
        assert!(!ContentType::Text.may_hold(b"MZ\x90\x00"));
        assert!(ContentType::Pdf.may_hold(b"\x00"));
    }
}
