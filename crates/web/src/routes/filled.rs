//! Forms with many fields, with or without a picture, as lists of names and values.

use axum::extract::multipart::Multipart;
use tasuki_app::attachment::Upload;
use tasuki_kernel::{Code, Problem};

use super::compose::refused;

/// What a form says.
#[derive(Debug, Clone, Default)]
pub struct Filled(pub Vec<(String, String)>);

impl Filled {
    /// A field; empty when it is not there.
    pub fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(it, _)| it == name).map_or("", |(_, value)| value.as_str())
    }

    /// A field, to be kept.
    pub fn own(&self, name: &str) -> String {
        self.one(name).to_owned()
    }

    /// A field that may be there more than once.
    pub fn all(&self, name: &str) -> Vec<String> {
        let of_it = self.0.iter().filter(|(it, _)| it == name);
        of_it.map(|(_, value)| value.clone()).collect()
    }

    /// A form with pictures, under the name `paper`.
    pub async fn with_papers(mut form: Multipart) -> Result<(Self, Vec<Upload>), Problem> {
        let (mut fields, mut papers) = (Vec::new(), Vec::new());
        while let Some(field) = form.next_field().await.map_err(|e| refused(&e))? {
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(|e| refused(&e))?.to_vec();
            if name != "paper" {
                let text = String::from_utf8(bytes);
                let broken = |_| Problem::new(Code::Malformed, "the form is not in UTF-8");
                fields.push((name, text.map_err(broken)?));
            } else if !bytes.is_empty() {
                // A file input without a choice sends one empty part.
                papers.push(Upload { file_name, caption: String::new(), bytes });
            }
        }
        Ok((Self(fields), papers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_by_name() {
        let pairs = [("a", "1"), ("b", "2"), ("b", "3")];
        let it = Filled(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec());
        assert_eq!((it.one("a"), it.one("c"), it.own("b")), ("1", "", "2".to_owned()));
        assert_eq!(it.all("b"), ["2", "3"]);
    }
}
