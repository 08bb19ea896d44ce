import { encodeMessage, Hl7Problem, instantOf, parseMessage, readOru, salvageHeader, writeAck, type AckCode, type Header, type OruMessage, type Report } from '@causeway/hl7v2';
import { DateTime } from 'luxon';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { sha256 } from '../platform/acts/acts';
import { sender } from '../platform/acts/actor';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { momentIn } from '../messages/hl7-words';
import { knownSender, senderName, type KnownSender } from '../messages/senders';

const STATUS = { preliminary: 'P', final: 'F', corrected: 'C', wrong: 'W', cancelled: 'W', other: 'P' } as const;
/** Headings a report text is usually cut at; a text without them is one section. */
const HEADING = /^(clinical (?:question|history|information)|indication|history|technique|comparison|findings|impression|conclusion|recommendation|beurteilung|befund|conclusi[oó]n)\s*:?\s*$/i;
const INLINE = /^(clinical (?:question|history|information)|indication|history|technique|comparison|findings|impression|conclusion|recommendation)\s*:\s*(\S.*)$/i;

/** Takes outside reports as ORU^R01 from known senders and files them with their exam, also when the images come later. Acknowledged only after the commit. */
export class ReportIntake {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  /** Answers with the acknowledgement; throws when nothing could be decided, and the sender tries again. */
  async handle(bytes: Uint8Array, address: string): Promise<Uint8Array> {
    let header: Header | null = null;
    try {
      const message = parseMessage(bytes);
      const oru = readOru(message);
      header = oru.header;
      const from = await knownSender(this.acts, header, address, ['reports']);
      if (!from) {
        await this.acts.run(sender(senderName(header), address), async (act) => act.audit({ action: 'report.refused', object: { kind: 'message', id: header?.controlId ?? '' }, outcome: 'refused', reason: 'unknown-sender' }));
        return this.ack(header, 'AR', new Hl7Problem('unsupported-message', 'This sender is not known here. Ask for an endpoint.'));
      }
      await this.store(oru, from, address);
      return this.ack(header, 'AA');
    } catch (error) {
      if (!(error instanceof Hl7Problem)) throw error;
      return this.ack(header ?? salvageHeader(bytes), error.answer, error);
    }
  }

  private store(oru: OruMessage, from: KnownSender, address: string): Promise<void> {
    return this.acts.run(sender(senderName(oru.header), address), async (act) => {
      for (const report of oru.reports) await this.file(act, report, from, oru.header.controlId);
    });
  }

  private async file(act: Act, report: Report, from: KnownSender, controlId: string): Promise<void> {
    const number = report.fillerOrder?.value ?? report.placerOrder?.value ?? controlId;
    const accession = report.accessionCandidates[0]?.value ?? null;
    const exam = await this.examOf(act, report, from, accession);
    const who = report.interpreters[0];
    const id = newId(act.now.getTime());
    const [row] = await act.query<{ id: string }>(
      `insert into report (id, exam_id, kind, source_key, source, author, status, title, sections, study_uid, accession, sha256, signed_at)
       values ($1, $2, 'outside', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       on conflict (source_key) do update set exam_id = coalesce(report.exam_id, excluded.exam_id), status = excluded.status, sections = excluded.sections, author = excluded.author,
         sha256 = excluded.sha256, signed_at = excluded.signed_at returning id`,
      [id, exam, `${from.issuer ?? from.facilityId} ${number}`, from.facility, who ? [who.prefix, who.given, who.family].filter(Boolean).join(' ') : null, STATUS[report.status], report.procedure?.text ?? 'Report',
        JSON.stringify(sectionsOf(report.text)), report.studyUids[0] ?? null, accession, sha256(report.text), instantIn(report, this.settings.SITE_ZONE)]);
    act.audit({ action: 'report.received', object: { kind: exam ? 'inbound' : 'report', id: exam ?? row?.id ?? id }, details: { report: row?.id, status: report.status, linked: exam !== null } });
    if (exam) act.emit({ event: 'report.received', kind: 'inbound', id: exam, data: { report: row?.id, status: report.status } });
  }

  /** By study UID, else by the accession number of the same source. An accession alone, from anybody, names nothing. */
  private async examOf(act: Act, report: Report, from: KnownSender, accession: string | null): Promise<string | null> {
    const [byUid] = await act.query<{ id: string }>('select id from exam where study_uid = any($1) and split_of is null limit 1', [report.studyUids]);
    if (byUid) return byUid.id;
    if (!accession) return null;
    const found = await act.query<{ id: string }>(`select id from exam where head->>'accessionNumber' = $1 and source_facility_id = $2 limit 2`, [accession, from.facilityId]);
    return found.length === 1 ? (found[0]?.id ?? null) : null;
  }

  private ack(header: Header | null, code: AckCode, problem: Hl7Problem | null = null): Uint8Array {
    return encodeMessage(writeAck(header, { code, controlId: `CWA${Date.now().toString(36)}`, at: momentIn(new Date(), this.settings.SITE_ZONE), problem }));
  }
}

/** Reports that came before their images: filed with the exam as soon as it is there. */
export async function claimWaitingReports(act: Act, examId: string): Promise<void> {
  const rows = await act.query<{ id: string }>(
    `update report r set exam_id = e.id from exam e where e.id = $1 and r.exam_id is null and r.kind = 'outside' and r.study_uid = e.study_uid and e.split_of is null returning r.id`, [examId]);
  for (const row of rows) act.audit({ action: 'report.linked', object: { kind: 'inbound', id: examId }, details: { report: row.id } });
}

export function sectionsOf(text: string): { heading: string | null; text: string }[] {
  const sections: { heading: string | null; lines: string[] }[] = [{ heading: null, lines: [] }];
  for (const line of text.split(/\r\n|\r|\n/)) {
    const heading = HEADING.exec(line.trim())?.[1];
    const inline = INLINE.exec(line.trim());
    if (heading) sections.push({ heading: titled(heading), lines: [] });
    else if (inline) sections.push({ heading: titled(inline[1] ?? ''), lines: [inline[2] ?? ''] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections.map((s) => ({ heading: s.heading, text: s.lines.join('\n').trim() })).filter((s) => s.text !== '');
}

/** When the report was signed; a time without offset is the site's. Null when not even the day is known. */
function instantIn(report: Report, zone: string): Date | null {
  if (!report.reportedAt) return null;
  const exact = instantOf(report.reportedAt);
  if (exact !== null) return new Date(exact);
  const local = DateTime.fromISO(report.reportedAt.iso, { zone });
  return local.isValid ? local.toJSDate() : null;
}

const titled = (heading: string): string => heading.charAt(0).toUpperCase() + heading.slice(1).toLowerCase();
