import type { SignedPacket } from '@causeway/contracts';
import { createHash } from 'node:crypto';
import PDFDocument from 'pdfkit';
import type { Packet } from './packet';

const MARGIN = 48;
const SMALL = 9;
const TEXT = 10;
/** The fonts every reader of PDF has know Western letters only: others are written as their numbers, never left out. */
const plain = (text: string): string => [...text].map((c) => ((c.codePointAt(0) ?? 0) < 0x100 ? c : `[U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`)).join('');
const word = (value: unknown): string => (value === null || value === undefined ? 'not known' : typeof value === 'object' ? JSON.stringify(value) : String(value));

/** A packet to read on paper. The signed text itself is attached to the file, so that the signature can be checked from the PDF alone. */
export async function packetPdf(packet: Packet, signed: SignedPacket): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margin: MARGIN, info: { Title: `Decision ${packet.decision.id}`, Author: packet.house } });
  const parts: Buffer[] = [];
  pdf.on('data', (part: Buffer) => parts.push(part));
  const done = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject));
  const head = (text: string): void => void pdf.moveDown(0.7).font('Helvetica-Bold').fontSize(12).text(plain(text)).font('Helvetica').fontSize(TEXT);
  const line = (name: string, value: unknown): void => void pdf.font('Helvetica-Bold').text(`${plain(name)}: `, { continued: true }).font('Helvetica').text(plain(word(value)));
  const { decision, facts, versions, earlier } = packet;

  pdf.font('Helvetica-Bold').fontSize(16).text(plain(`${packet.house}: decision of ${decision.at.slice(0, 10)}`)).font('Helvetica').fontSize(TEXT).moveDown(0.5);
  line('Decision', decision.id);
  line('Kind', decision.kind);
  line('Exam (Study Instance UID)', decision.exam.studyInstanceUid);
  line('Decided at', `${decision.at}, calendar day ${decision.today}`);
  line('Outcome', decision.outcome);
  line('By rule', decision.decidedBy.join(', '));
  line('Because', decision.because.join(', '));
  line('Decided again for this packet', `${packet.decidedAgain.at}, with the same outcome`);
  head('Rules looked at');
  for (const c of decision.considered as readonly { rule: string; answer: string }[]) line(c.rule, c.answer);
  head('Facts of that day');
  for (const name of Object.keys(facts.meaning)) line(name, facts.values[name]);
  for (const v of versions) {
    head(`Policy version ${v.number} (${v.scope}), in force ${v.inForceFrom ?? ''} to ${v.inForceUntil ?? 'now'}`);
    line('sha256', v.sha256);
    for (const ballot of v.ballots) line('Ballot', ballot);
    pdf.font('Courier').fontSize(SMALL);
    for (const rule of v.text.rules) pdf.text(plain(JSON.stringify(rule)), { paragraphGap: 3 });
    pdf.text(plain(`otherwise ${JSON.stringify(v.text.default)}`)).font('Helvetica').fontSize(TEXT);
  }
  if (earlier.length > 0) head('Earlier decisions it took the place of');
  for (const e of earlier) line(e.at, `${word(e.outcome)}, version ${e.version}`);
  head('Signature');
  pdf.text('Ed25519 (RFC 8032) over the attached file decision.json, byte for byte.');
  line('sha256 of decision.json', createHash('sha256').update(signed.text).digest('hex'));
  line('Signature (base64)', signed.signature);
  line('Key', signed.keyId);
  pdf.font('Courier').fontSize(SMALL).text(signed.publicKey);
  pdf.file(Buffer.from(signed.text, 'utf8'), { name: 'decision.json', type: 'application/json', description: 'What is signed' });
  pdf.end();
  await done;
  return Buffer.concat(parts);
}
