// A PDF of two pages as a file, made here (ISO 32000): the left half of the first page is black.
const OBJECTS = [
  "<< /Type /Catalog /Pages 2 0 R >>",
  "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 200 100] >>",
  "<< /Type /Page /Parent 2 0 R /Contents 5 0 R >>",
  "<< /Type /Page /Parent 2 0 R >>",
  "<< /Length 19 >>\nstream\n0 0 100 100 re f   \nendstream",
];

/** @returns {{ name: string, mimeType: string, buffer: Buffer }} as a file input takes it */
export function pdf(name) {
  let file = "%PDF-1.7\n";
  let table = `xref\n0 ${OBJECTS.length + 1}\n0000000000 65535 f \n`;
  OBJECTS.forEach((object, at) => {
    table += `${`${file.length}`.padStart(10, "0")} 00000 n \n`;
    file += `${at + 1} 0 obj\n${object}\nendobj\n`;
  });
  const end = `trailer\n<< /Size ${OBJECTS.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return { name, mimeType: "application/pdf", buffer: Buffer.from(file + table + end, "latin1") };
}
