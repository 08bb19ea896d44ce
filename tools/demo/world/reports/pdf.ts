// A one- or two-page PDF written by hand (ISO 32000-1): standard fonts in WinAnsi, a cross-reference table, nothing else.
import { type DemoExam, type OutsideReport } from '../exams/exam';
import { plain } from '../people/name';
import { headOf, sectionsOf } from './text';

const PAGE = { width: 595, height: 842, left: 64, top: 780, bottom: 72 } as const;

/** Characters of WinAnsi outside Latin-1 that reports use. */
const WIN: Readonly<Record<string, number>> = {
  '’': 0x92,
  '‘': 0x91,
  '“': 0x93,
  '”': 0x94,
  '–': 0x96,
  '—': 0x97,
  '•': 0x95,
  '…': 0x85,
  Š: 0x8a,
  š: 0x9a,
  Ž: 0x8e,
  ž: 0x9e,
  Œ: 0x8c,
  œ: 0x9c,
};

function literal(text: string): string {
  let out = '';
  for (const char of text) {
    const code = WIN[char] ?? char.codePointAt(0)!;
    if (code < 256) out += code === 0x28 || code === 0x29 || code === 0x5c ? `\\${String.fromCharCode(code)}` : String.fromCharCode(code);
    else {
      // Letters the font does not have lose their marks; other writings become question marks.
      const letters = plain(char);
      out += /^[\x20-\x7e]+$/.test(letters) ? (char === char.toLowerCase() ? letters.toLowerCase() : letters) : '?';
    }
  }
  return `(${out})`;
}

interface Line {
  readonly text: string;
  readonly font: 'F1' | 'F2';
  readonly size: number;
  readonly gap: number;
}

const wrap = (text: string, width: number): readonly string[] =>
  text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + word.length + 1 > width) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    return [...lines, line];
  });

function linesOf(exam: DemoExam, report: OutsideReport): readonly Line[] {
  const head = headOf(exam, report);
  const out: Line[] = [
    { text: head.facility, font: 'F2', size: 15, gap: 0 },
    { text: head.title, font: 'F2', size: 12, gap: 26 },
    { text: head.patient, font: 'F1', size: 10, gap: 15 },
    { text: head.identifiers, font: 'F1', size: 10, gap: 13 },
  ];
  for (const section of sectionsOf(report.sections)) {
    out.push({ text: section.heading, font: 'F2', size: 10.5, gap: 24 });
    wrap(section.text, 88).forEach((text, i) => out.push({ text, font: 'F1', size: 10.5, gap: i === 0 ? 15 : 13.5 }));
  }
  out.push({ text: head.signed, font: 'F1', size: 9.5, gap: 30 });
  return out;
}

function pages(lines: readonly Line[]): readonly string[] {
  const out: string[] = [];
  let page = '';
  let y: number = PAGE.top;
  for (const line of lines) {
    y -= line.gap;
    if (y < PAGE.bottom) {
      out.push(page);
      page = '';
      y = PAGE.top;
    }
    page += `BT /${line.font} ${line.size} Tf ${PAGE.left} ${y.toFixed(1)} Td ${literal(line.text)} Tj ET\n`;
  }
  return [...out, page];
}

/** The signed report as PDF 1.4. */
export function pdfOf(exam: DemoExam, report: OutsideReport): Buffer {
  const streams = pages(linesOf(exam, report));
  const first = 5;
  const kids = streams.map((_, i) => `${first + i * 2} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${streams.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>',
    ...streams.flatMap((stream, i) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${first + i * 2 + 1} 0 R >>`,
      `<< /Length ${stream.length} >>\nstream\n${stream}endstream`,
    ]),
  ];
  let text = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n';
  const offsets = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((o) => `${String(o).padStart(10, '0')} 00000 n \n`).join('')}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
