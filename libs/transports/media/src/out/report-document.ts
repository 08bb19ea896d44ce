/** A report as a document that opens anywhere: a PDF, or text where the standard fonts of PDF do not have its letters. */
import PDFDocument from 'pdfkit';
import type { EnclosedDocument } from './write-disc';

export interface ReportText {
  readonly title: string;
  /** `Name: value` lines above the text. */
  readonly about: readonly (readonly [label: string, value: string])[];
  readonly sections: readonly { readonly heading: string | null; readonly text: string }[];
}

/** Letters of the standard fonts (WinAnsi). */
const WIN_ANSI = /^[\s\x20-\x7e\u00a0-\u00ff\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc]*$/;

export async function reportDocument(report: ReportText): Promise<EnclosedDocument> {
  const plain = textOf(report);
  if (!WIN_ANSI.test(plain)) return { title: report.title, type: 'text/plain', bytes: Buffer.from(`\ufeff${plain}`, 'utf8') };
  const pdf = new PDFDocument({ size: 'A4', margin: 56, info: { Title: report.title, Producer: 'Causeway' } });
  const parts: Buffer[] = [];
  pdf.on('data', (part: Buffer) => parts.push(part));
  const done = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject));
  pdf.font('Helvetica-Bold').fontSize(15).text(report.title).moveDown(0.6);
  for (const [label, value] of report.about) pdf.fontSize(10).font('Helvetica-Bold').text(`${label}: `, { continued: true }).font('Helvetica').text(value);
  pdf.moveDown();
  for (const section of report.sections) {
    if (section.heading) pdf.font('Helvetica-Bold').fontSize(11).text(section.heading);
    pdf.font('Helvetica').fontSize(10.5).text(section.text, { lineGap: 2 }).moveDown(0.7);
  }
  pdf.end();
  await done;
  return { title: report.title, type: 'application/pdf', bytes: Buffer.concat(parts) };
}

function textOf(report: ReportText): string {
  const about = report.about.map(([label, value]) => `${label}: ${value}`);
  const sections = report.sections.flatMap(({ heading, text }) => ['', ...(heading ? [heading] : []), text]);
  return [report.title, '', ...about, ...sections, ''].join('\r\n');
}
