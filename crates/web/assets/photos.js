// @ts-check
// Photos are made smaller on the device: quicker to send, and where they were taken stays behind.

const LONGEST = 2048;
const QUALITY = 0.85;

/**
 * The photo as a JPEG of at most 2048 pixels a side, upright, without any other data. What the
 * browser cannot draw is sent as it is; the server decides.
 * @param {File} file
 * @returns {Promise<Blob>}
 */
export async function shrink(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return small ?? file;
  } catch {
    return file;
  }
}

/**
 * @typedef {{ blob: Blob, caption: () => string }} Photo
 */

/** The photos of one form, with their previews. They live in memory only. */
export class Photos {
  /** @type {Photo[]} */
  list = [];

  /**
   * @param {HTMLFormElement} form
   * @param {() => void} changed
   */
  constructor(form, changed) {
    this.form = form;
    this.changed = changed;
    this.previews = /** @type {HTMLElement} */ (form.querySelector(".previews"));
    for (const input of form.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", () => this.take(/** @type {HTMLInputElement} */ (input)));
    }
  }

  /** @param {HTMLInputElement} input */
  async take(input) {
    const files = [...(input.files ?? [])];
    input.value = "";
    const most = Number(this.form.dataset.maxPhotos ?? 10);
    for (const file of files.slice(0, Math.max(0, most - this.list.length))) this.add(await shrink(file));
  }

  /** @param {Blob} blob */
  add(blob) {
    const number = this.list.length + 1;
    const words = this.form.dataset;
    const item = document.createElement("li");
    const picture = document.createElement("img");
    picture.src = URL.createObjectURL(blob);
    picture.alt = `${number}`;
    const caption = document.createElement("input");
    caption.setAttribute("aria-label", `${words.caption} ${number}`);
    caption.placeholder = words.caption ?? "";
    caption.maxLength = 60;
    const away = document.createElement("button");
    away.type = "button";
    away.setAttribute("aria-label", `${words.remove} ${number}`);
    away.textContent = "✕";
    const photo = { blob, caption: () => caption.value };
    away.addEventListener("click", () => {
      URL.revokeObjectURL(picture.src);
      this.list.splice(this.list.indexOf(photo), 1);
      item.remove();
      this.show();
    });
    item.append(picture, away, caption);
    this.previews.append(item);
    this.list.push(photo);
    this.show();
  }

  show() {
    this.previews.hidden = this.list.length === 0;
    this.changed();
  }

  /** @param {FormData} data */
  putInto(data) {
    data.delete("photo");
    this.list.forEach((photo, index) => {
      const kind = photo.blob.type.split("/")[1] ?? "jpeg";
      data.append("photo", photo.blob, `photo-${index + 1}.${kind}`);
      data.append("caption", photo.caption());
    });
  }

  clear() {
    for (const picture of this.previews.querySelectorAll("img")) URL.revokeObjectURL(picture.src);
    this.previews.replaceChildren();
    this.list = [];
    this.show();
  }
}
