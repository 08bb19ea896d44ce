import { writeOru, type ReportOut } from '@causeway/hl7v2';
import { lockCase } from '../cases/case.row';
import { writeEntry } from '../exchange/entries';
import { partnerLine } from '../messages/partner-line';
import { queueMessage } from '../messages/queue';
import type { Act } from '../platform/acts/act';
import type { Settings } from '../platform/settings/settings';
import { patientTold } from '../requests/out.send';
import type { ReportRow } from './report-words';

/**
 * A primary report answers the case that ordered it: its impression is the answer on record, and the whole goes to who asked as ORU^R01 (HL7 2.5.1 7.3.1), under their
 * patient and accession number as they told us. Where they have no line for texts, the ledger says that somebody reads it to them.
 */
export async function answerCase(act: Act, r: ReportRow, out: Omit<ReportOut, 'patient' | 'accession'>, settings: Settings): Promise<void> {
  const row = r.case_id === null ? null : await lockCase(act, r.case_id);
  if (!row) return;
  const over = out.status === 'W';
  const answer = [r.text.impression.trim(), ...(r.addendum ? [`Addendum: ${r.addendum.trim()}`] : [])].join('\n');
  const { answer: _, ...rest } = row.outcome;
  await act.query('update exchange_case set outcome = $2, version = version + 1 where id = $1', [row.id, JSON.stringify(over ? rest : { ...rest, answer })]);
  await writeEntry(act, 'case', row.id, over ? 'report-taken-back' : r.kind === 'addendum' ? 'report-added' : 'report', over ? {} : { text: answer });
  act.audit({ action: over ? 'case.report-taken-back' : 'case.reported', object: { kind: 'case', id: row.id }, from: row.state, to: row.state, details: { read: r.overread_id, report: r.id } });
  act.emit({ event: over ? 'case.report-taken-back' : 'case.reported', kind: 'case', id: row.id, data: { version: row.version + 1 } });
  const partner = row.partner_id ? await partnerLine(act, row.partner_id) : null;
  if (!partner || partner.host) return;
  const theirs: ReportOut = { ...out, patient: patientTold(row.subject), accession: r.their_accession, placerOrder: { value: `C-${row.number}`, authority: null } };
  const message = partner.line ? await queueMessage(act, { purpose: 'reports', endpointId: partner.line, subject: { kind: 'overread', id: r.overread_id }, write: (envelope) => writeOru(envelope, theirs) }, settings) : null;
  await writeEntry(act, 'case', row.id, message ? 'report-sent' : 'report-to-read', message ? { to: partner.label ?? '', message } : { to: partner.name });
}

/** What the line of who asked said to the report. What our own records system says stands with the read itself. */
export async function partnerAnswered(act: Act, messageId: string, accepted: boolean, code: string): Promise<void> {
  const [told] = await act.query<{ case_id: string; name: string }>(
    `select o.case_id, f.name from out_message m join overread o on o.id = m.subject_id join exchange_case c on c.id = o.case_id join endpoint e on e.id = m.endpoint_id and e.facility_id = c.partner_id join facility f on f.id = c.partner_id
     where m.id = $1 and m.subject_kind = 'overread'`, [messageId]);
  if (!told) return;
  await writeEntry(act, 'case', told.case_id, accepted ? 'report-arrived' : 'report-refused', accepted ? {} : { code, to: told.name });
  act.audit({ action: `case.report-${accepted ? 'arrived' : 'refused'}`, object: { kind: 'case', id: told.case_id }, outcome: accepted ? 'done' : 'refused', reason: accepted ? null : code });
  act.emit({ event: `case.report-${accepted ? 'arrived' : 'refused'}`, kind: 'case', id: told.case_id });
}
