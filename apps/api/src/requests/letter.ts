import type { Authorisation, Wanted } from '@causeway/contracts';
import { DateTime } from 'luxon';
import type { RequestOutColumns } from './out.row';

type Asked = Pick<RequestOutColumns, 'subject' | 'wanted' | 'with_reports' | 'needed_by' | 'stat' | 'message' | 'legal_basis'> & { readonly authorisation?: Authorisation | null };

const BASES: Readonly<Record<string, string>> = {
  treatment: 'treatment', 'patient-authorisation': 'the patient’s authorisation', emergency: 'emergency treatment', operations: 'health care operations', 'public-health': 'public health', 'legal-order': 'a legal order',
};

export const wantedLine = (w: Wanted): string => [w.what, w.modality && !w.what.toUpperCase().includes(w.modality) ? `(${w.modality})` : '', dates(w)].filter(Boolean).join(' ');
const dates = (w: Wanted): string => (w.from && w.to && w.from === w.to ? `of ${w.from}` : w.from && w.to ? `of ${w.from} to ${w.to}` : w.from ? `since ${w.from}` : w.to ? `until ${w.to}` : '');

/** What the partner reads, line by line: on paper, on the telephone and in the notes of a message. */
export function letterLines(r: Asked, house: string, forWhom: string, zone: string, number: string | null): string[] {
  const id = r.subject.identifier ? `, your number ${r.subject.identifier.value}` : '';
  const by = DateTime.fromJSDate(r.needed_by, { zone }).toFormat('d LLL yyyy HH:mm');
  return [
    `${house} asks for ${r.wanted.length === 1 ? 'one exam' : `${r.wanted.length} exams`}${r.stat ? ', STAT' : ''}.${number ? ` Our number ${number}.` : ''}`,
    `Patient: ${r.subject.family}${r.subject.given ? `, ${r.subject.given}` : ''}${r.subject.birthDate ? `, born ${r.subject.birthDate}` : ''}${id}.`,
    ...r.wanted.map((w) => `Exam: ${wantedLine(w)}${r.with_reports ? ', with report' : ''}.`),
    `For: ${forWhom}. Basis: ${BASES[r.legal_basis] ?? r.legal_basis}.${r.authorisation ? ` Authorised by ${r.authorisation.by === 'patient' ? 'the patient' : 'the patient’s representative'} on ${r.authorisation.signedOn}${r.authorisation.form === 'spoken' ? '' : '; we hold the form'}.` : ''}`,
    `Needed by ${by}.`,
    ...(r.message ? [r.message] : []),
    'Send, promise a time, or decline with a reason.',
  ];
}
