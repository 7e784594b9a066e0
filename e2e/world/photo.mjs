// A photo as a file, made here: a PNG (W3C PNG third edition) with a round mark on a plain ground.
import { crc32, deflateSync } from "node:zlib";

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** @returns {{ name: string, mimeType: string, buffer: Buffer }} as a file input takes it */
export function photo(name = "仙骨部.png", width = 1200, height = 900) {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * (1 + width * 3) + 1 + x * 3;
      const inside = Math.hypot(x - width / 2, y - height / 2) < height / 5;
      rows.set(inside ? [0xc8, 0x50, 0x50] : [0xe8, 0xc8, 0xb0 + ((x >> 5) & 15)], at);
    }
  }
  return png(name, width, height, rows);
}

function png(name, width, height, rows) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = chunk("IDAT", deflateSync(rows));
  const parts = [signature, chunk("IHDR", head), data, chunk("IEND", Buffer.alloc(0))];
  return { name, mimeType: "image/png", buffer: Buffer.concat(parts) };
}

/** A photo of many bytes, always the same: what a camera makes of grass. */
export function noise(name = "草.png", width = 1600, height = 1200) {
  const rows = Buffer.alloc(height * (1 + width * 3));
  let seed = 1;
  for (let at = 0; at < rows.length; at += 1) {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    rows[at] = at % (1 + width * 3) === 0 ? 0 : seed >> 16;
  }
  return png(name, width, height, rows);
}
