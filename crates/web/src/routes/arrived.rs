//! Files of a form that have arrived before it: `upload` (repeated), and with each its
//! `upload_name` and `upload_caption`.

use tasuki_app::upload::Arrived;
use tasuki_kernel::Problem;

/// What a form says of them, before anything of it is believed.
#[derive(Debug, Default, Clone)]
pub(crate) struct ArrivedFiles {
    ids: Vec<String>,
    names: Vec<String>,
    captions: Vec<String>,
}

impl ArrivedFiles {
    /// Takes a field, if it is one of these.
    pub(crate) fn take(&mut self, name: &str, text: &str) {
        let list = match name {
            "upload" => &mut self.ids,
            "upload_name" => &mut self.names,
            "upload_caption" => &mut self.captions,
            _ => return,
        };
        list.push(text.to_owned());
    }

    /// The files in their order.
    ///
    /// # Errors
    /// `Invalid` for what is no id.
    pub(crate) fn files(&self) -> Result<Vec<Arrived>, Problem> {
        let said = |list: &[String], at: usize| list.get(at).cloned().unwrap_or_default();
        let file = |(at, id): (usize, &String)| {
            let upload = id.parse().map_err(|_| Problem::invalid("photos", "not an id"))?;
            let (file_name, caption) = (said(&self.names, at), said(&self.captions, at));
            Ok(Arrived { upload, file_name, caption })
        };
        self.ids.iter().enumerate().map(file).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_captions_belong_to_the_upload_of_their_place() {
        let mut form = ArrivedFiles::default();
        let id = "019aa4b6-1c80-7c3e-a7f1-5d2b9e6c4a11";
        for (name, text) in
            [("upload", id), ("upload_name", "a.jpg"), ("upload_caption", "右"), ("upload", id)]
        {
            form.take(name, text);
        }
        form.take("text", "x");
        let files = form.files().unwrap();
        assert_eq!((files[0].file_name.as_str(), files[0].caption.as_str()), ("a.jpg", "右"));
        assert_eq!((files[1].file_name.as_str(), files.len()), ("", 2));
        form.take("upload", "1");
        assert!(form.files().is_err());
    }
}
