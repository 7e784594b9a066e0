// @ts-check
// Photos and files of an entry: photos are made smaller on the device, so that they are quicker to
// send and where they were taken stays behind; each is sent ahead while the words are written.
import { Upload } from "./uploads.js";

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

/** @typedef {{ name: string, upload: Upload, caption: () => string, item: HTMLElement }} Photo */

/** Words with numbers in them: {n}, {rest}. @param {string} words @param {Record<string, number>} numbers */
const filled = (words, numbers) => words.replace(/\{(\w+)\}/g, (_, name) => `${numbers[name]}`);

/** The files of one form, with their previews. They live in memory only. */
export class Photos {
  /** @type {Photo[]} */
  list = [];
  /** Chosen over the limit of one entry: kept for the next. @type {File[]} */
  rest = [];

  /**
   * @param {HTMLFormElement} form
   * @param {() => void} changed
   */
  constructor(form, changed) {
    this.form = form;
    this.changed = changed;
    this.words = form.dataset;
    this.most = Number(form.dataset.maxPhotos ?? 20);
    this.at = `/api/v1${new URL(form.action).pathname.replace(/entries$/, "uploads")}`;
    this.previews = /** @type {HTMLElement} */ (form.querySelector(".previews"));
    this.said = document.createElement("div");
    this.said.className = "photos-said";
    this.said.setAttribute("role", "status");
    this.previews.after(this.said);
    for (const input of form.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", () => this.choose(/** @type {HTMLInputElement} */ (input)));
    }
    // The page was loaded anew while files were on their way.
    const lost = Number(history.state?.files ?? 0);
    if (lost) this.say(filled(this.words.uploadsLost ?? "", { n: lost }));
  }

  /** @param {HTMLInputElement} input */
  choose(input) {
    const files = [...(input.files ?? [])];
    input.value = "";
    return this.take(files);
  }

  /** Takes what fits into this entry and keeps the rest for the next. @param {File[]} files */
  async take(files) {
    const room = Math.max(0, this.most - this.list.length);
    this.rest.push(...files.slice(room));
    if (this.rest.length) {
      const words = this.words.overLimit ?? "";
      this.say(filled(words, { n: this.most, rest: this.rest.length }));
    } else {
      this.say("");
    }
    for (const file of files.slice(0, room)) this.add(await shrink(file), file.name);
  }

  /** After one entry was sent: the next one with what was left over. True when there was any. */
  next() {
    const files = this.rest;
    this.rest = [];
    if (files.length) this.take(files);
    return files.length > 0;
  }

  /** @param {string} words */
  say(words) {
    this.said.textContent = words;
  }

  /** @param {Blob} blob @param {string} name */
  add(blob, name) {
    const words = this.words;
    const item = document.createElement("li");
    const state = document.createElement("p");
    const caption = document.createElement("input");
    caption.placeholder = words.caption ?? "";
    caption.maxLength = 60;
    const away = this.button("✕", () => this.remove(photo));
    const forward = this.button("←", () => this.forward(photo));
    forward.className = "forward";
    const again = this.button(words.uploadAgain ?? "", () => upload.again());
    again.className = "again second";
    const upload = new Upload(this.at, blob, () => this.tell(photo, state, again));
    const photo = { name, upload, caption: () => caption.value, item };
    item.append(this.picture(blob, name), away, forward, state, again, caption);
    this.previews.append(item);
    this.list.push(photo);
    this.show();
    upload.run();
  }

  /** @param {string} words @param {() => void} pressed */
  button(words, pressed) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", pressed);
    return button;
  }

  /** @param {Blob} blob @param {string} name */
  picture(blob, name) {
    if (!blob.type.startsWith("image/")) {
      const file = document.createElement("span");
      file.className = "file-name";
      file.textContent = name;
      return file;
    }
    const picture = document.createElement("img");
    picture.src = URL.createObjectURL(blob);
    return picture;
  }

  /** How far one file is, in words. @param {Photo} photo @param {HTMLElement} state @param {HTMLElement} again */
  tell(photo, state, again) {
    const { upload } = photo;
    const words = this.words;
    const said = {
      going: filled(words.uploadGoing ?? "", { n: upload.percent }),
      waiting: words.uploadWaiting ?? "",
      arrived: words.uploadArrived ?? "",
      refused: upload.reason || words.failed || "",
      "signed-out": words.uploadSignedOut ?? "",
    }[upload.state];
    if (state.textContent !== said) state.textContent = said;
    state.className = `state-${upload.state}`;
    again.hidden = upload.state !== "waiting" && upload.state !== "signed-out";
    this.changed();
  }

  /** @param {Photo} photo */
  remove(photo) {
    const at = this.list.indexOf(photo);
    if (at < 0) return;
    this.list.splice(at, 1);
    const same = this.list.some((it) => it.upload.id && it.upload.id === photo.upload.id);
    if (!same) photo.upload.stop();
    this.drop(photo);
    this.show();
    if (this.rest.length) this.take(this.rest.splice(0));
  }

  /** @param {Photo} photo */
  drop(photo) {
    const picture = photo.item.querySelector("img");
    if (picture) URL.revokeObjectURL(picture.src);
    photo.item.remove();
  }

  /** One place forward. @param {Photo} photo */
  forward(photo) {
    const at = this.list.indexOf(photo);
    if (at < 1) return;
    this.list.splice(at - 1, 2, photo, this.list[at - 1]);
    photo.item.previousElementSibling?.before(photo.item);
    this.show();
    /** @type {HTMLElement | null} */ (photo.item.querySelector(".forward:not([hidden])"))?.focus();
  }

  show() {
    const words = this.words;
    this.previews.hidden = this.list.length === 0;
    this.list.forEach(({ item, name }, index) => {
      const number = index + 1;
      const picture = item.querySelector("img");
      if (picture) picture.alt = `${number}`;
      item.querySelector("input")?.setAttribute("aria-label", `${words.caption} ${number}`);
      const [away, forward] = item.querySelectorAll("button");
      away.setAttribute("aria-label", `${words.remove} ${number}`);
      forward.setAttribute("aria-label", `${words.forward} ${number}`);
      forward.hidden = index === 0;
      item.title = name;
    });
    history.replaceState({ ...history.state, files: this.list.length || undefined }, "");
    this.changed();
  }

  /** Waits until everything has arrived or needs somebody. True when all has arrived. */
  async arrived() {
    for (const { upload } of this.list) {
      if (upload.state === "signed-out") upload.again();
      while (upload.running) await new Promise((done) => setTimeout(done, 100));
    }
    return this.list.every(({ upload }) => upload.state === "arrived");
  }

  /** Whether the server will not take one of them. */
  refused() {
    return this.list.some(({ upload }) => upload.state === "refused");
  }

  /** The server has forgotten them: from the beginning, or from where it is. */
  again() {
    for (const { upload } of this.list) upload.again();
  }

  /** @param {FormData} data */
  putInto(data) {
    data.delete("photo");
    for (const { name, upload, caption } of this.list) {
      data.append("upload", upload.id);
      data.append("upload_name", name);
      data.append("upload_caption", caption());
    }
  }

  clear() {
    for (const photo of this.list) this.drop(photo);
    this.list = [];
    this.say("");
    this.show();
  }
}
