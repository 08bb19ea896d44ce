import { writeOru, type ReportOut } from '@causeway/hl7v2';
import { writeEntry } from '../exchange/entries';
import type { Act } from '../platform/acts/act';
import { momentIn } from '../messages/hl7-words';
import { partnerLine } from '../messages/partner-line';
import { queueMessage } from '../messages/queue';
import { patientTold } from '../requests/out.send';
import type { Settings } from '../platform/settings/settings';
import type { CaseColumns } from './case.row';

export interface Advice { readonly kind: 'advice' | 'transport' | 'plan'; readonly text: string; readonly urgent: boolean }

const TITLES: Readonly<Record<Advice['kind'], string>> = { advice: 'Advice of the consultant', transport: 'Guidance for transport', plan: 'Plan of care' };

/**
 * What is advised goes to where the patient is: as ORU^R01 under the patient as they told us (HL7 2.5.1 7.3.1) where the partner has a line that takes
 * texts, else somebody reads it to them. The ledger of the case says which of the two, and later whether it arrived.
 */
export async function returnAdvice(act: Act, row: CaseColumns, advice: Advice, by: string, settings: Settings): Promise<void> {
  if (!row.partner_id) return;
  const partner = await partnerLine(act, row.partner_id);
  if (!partner || partner.host) return;
  const number = `C-${row.number}`;
  const text = [TITLES[advice.kind].toUpperCase(), ...(advice.urgent ? ['URGENT'] : []), '', advice.text, '', `Asked: ${row.question || 'no question was written down'}`, `Case ${number}, advised by ${by}`].join('\n');
  const out: ReportOut = {
    patient: patientTold(row.subject), fillerOrder: { value: number, authority: null }, procedure: { code: 'CONSULT', text: TITLES[advice.kind], system: 'L' }, reportedAt: momentIn(act.now, settings.SITE_ZONE), status: 'F',
    textCode: { code: '11488-4', text: 'Consult note', system: 'LN' }, text, interpreter: { id: row.consultant_id ?? by, family: by, given: null, middle: null, suffix: null, prefix: null, authority: null },
  };
  const message = partner.line ? await queueMessage(act, { purpose: 'reports', endpointId: partner.line, subject: { kind: 'case', id: row.id }, write: (envelope) => writeOru(envelope, out) }, settings) : null;
  await writeEntry(act, 'case', row.id, message ? 'plan-sent' : 'plan-to-read', message ? { to: partner.label ?? '', message } : { to: partner.name });
}

/** Their system took it, or refused it: then somebody has to read it to them, and that is written down. */
export async function adviceAnswered(act: Act, row: CaseColumns, accepted: boolean, code: string): Promise<void> {
  const [partner] = row.partner_id ? await act.query<{ name: string }>('select name from facility where id = $1', [row.partner_id]) : [];
  await writeEntry(act, 'case', row.id, accepted ? 'plan-arrived' : 'plan-refused', accepted ? {} : { code, to: partner?.name ?? '' });
  act.audit({ action: `case.plan-${accepted ? 'arrived' : 'refused'}`, object: { kind: 'case', id: row.id }, outcome: accepted ? 'done' : 'refused', reason: accepted ? null : code });
  act.emit({ event: `case.plan-${accepted ? 'arrived' : 'refused'}`, kind: 'case', id: row.id });
}
