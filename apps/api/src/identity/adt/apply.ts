import type { AdtAction, AdtMessage } from '@causeway/hl7v2';
import { Hl7Problem } from '@causeway/hl7v2';
import type { KnownSender } from '../../messages/senders';
import type { Act } from '../../platform/acts/act';
import { issuersOf, type Issuers } from '../issuers';
import { writeCoverage } from './coverage';
import { followChange, questionMatches } from './follow';
import { mergePatients } from './merge';
import { findByNumber, lockNumbers, writePatient } from './patients';
import { recordNumber, toldBy } from './told';
import { writeVisit } from './visits';

/** Events that only tell of a visit: an unknown patient is not added by them, and what they say of the person is not taken. */
const VISIT_ONLY: ReadonlySet<AdtAction> = new Set(['discharge', 'cancel-admit', 'cancel-transfer', 'cancel-discharge', 'delete-visit']);

interface Feed { readonly issuers: Issuers; readonly assumedIssuer: string | null }

/** What each event does to our patients, and what follows from it for exams. */
export async function applyAdt(act: Act, adt: AdtMessage, from: KnownSender): Promise<void> {
  const feed: Feed = { issuers: await issuersOf(act), assumedIssuer: await assumedIssuer(act, from) };
  switch (adt.action) {
    case 'merge':
      for (const pair of adt.patients) {
        const merged = await mergePatients(act, pair, feed.issuers, feed.assumedIssuer);
        if (merged) await followChange(act, merged.change, merged.old);
      }
      return;
    case 'change-identifiers':
      return changeNumbers(act, adt, feed);
    case 'link':
    case 'unlink':
      return linked(act, adt, feed);
    default:
      return tell(act, adt, feed);
  }
}

/** Issuer a sender means when it names none, as its endpoint says. */
async function assumedIssuer(act: Act, from: KnownSender): Promise<string | null> {
  const [row] = await act.query<{ issuer: string | null }>(`select settings->>'assumedIssuer' as issuer from endpoint where id = $1`, [from.endpointId]);
  return row?.issuer ?? null;
}

/** Adds or updates. A number that was merged away tells news of the survivor's visit only: its demographics are those of before the merge. */
async function tell(act: Act, adt: AdtMessage, { issuers, assumedIssuer: assumed }: Feed): Promise<void> {
  const patient = adt.patients[0]?.patient;
  if (!patient) return;
  const told = toldBy(patient, issuers, assumed);
  await lockNumbers(act, [told.mrn, ...told.identifiers.map((i) => i.value)]);
  const found = await findByNumber(act, told.mrn, issuers);
  if (VISIT_ONLY.has(adt.action) || found?.merged) {
    if (found) await writeVisit(act, found.id, adt);
    act.audit({
      action: `adt.${adt.action}`, object: { kind: 'patient', id: found?.id ?? 'unknown' }, outcome: found && !found.merged ? 'done' : 'ignored', reason: found?.merged ? 'merged-before' : found ? null : 'unknown-patient',
      details: { event: adt.event },
    });
    return;
  }
  const change = await writePatient(act, found, told);
  await writeVisit(act, change.id, adt);
  await writeCoverage(act, change.id, adt);
  act.audit({ action: change.added ? 'patient.added' : 'patient.updated', object: { kind: 'patient', id: change.id }, details: { event: adt.event, changed: change.changed } });
  if (change.added || change.changed.length > 0) act.emit({ event: change.added ? 'patient.added' : 'patient.updated', kind: 'patient', id: change.id });
  await followChange(act, change);
}

/** A47: the number in MRG is no longer this patient's, the one in PID is. */
async function changeNumbers(act: Act, adt: AdtMessage, { issuers, assumedIssuer: assumed }: Feed): Promise<void> {
  for (const { patient, prior } of adt.patients) {
    const told = toldBy(patient, issuers, assumed);
    const before = recordNumber(prior?.identifiers ?? [], issuers, assumed, 'MRG', 1);
    await lockNumbers(act, [told.mrn, before]);
    const found = await findByNumber(act, before, issuers);
    const taken = await findByNumber(act, told.mrn, issuers);
    if (!found && !taken) throw new Hl7Problem('bad-value', 'Neither number is known here: add the patient first.', { segment: 'MRG', field: 1 });
    if (found && taken && found.id !== taken.id) throw new Hl7Problem('bad-value', 'The new number belongs to another patient: send a merge.', { segment: 'PID', field: 3 });
    const change = await writePatient(act, found ?? taken, told);
    await act.query(`update patient_identifier set ended_at = clock_timestamp() where patient_id = $1 and issuer = $2 and value = $3 and value <> $4 and ended_at is null`, [change.id, issuers.host, before, told.mrn]);
    await act.query('update patient set mrn = $2 where id = $1', [change.id, told.mrn]);
    act.audit({ action: 'patient.number-changed', object: { kind: 'patient', id: change.id }, details: { event: adt.event } });
    act.emit({ event: 'patient.updated', kind: 'patient', id: change.id });
    await followChange(act, { ...change, changed: [...change.changed, 'mrn'] });
  }
}

/** A24, A37: somebody says that two records are, or are not, one person. Records stay as they are; confirmed associations of both are to be looked at. */
async function linked(act: Act, adt: AdtMessage, { issuers, assumedIssuer: assumed }: Feed): Promise<void> {
  const numbers = adt.patients.map(({ patient }) => recordNumber(patient.identifiers, issuers, assumed, 'PID', 3));
  await lockNumbers(act, numbers);
  for (const number of [...numbers].sort()) {
    const found = await findByNumber(act, number, issuers);
    act.audit({ action: `adt.${adt.action}`, object: { kind: 'patient', id: found?.id ?? 'unknown' }, outcome: found ? 'done' : 'ignored', reason: found ? null : 'unknown-patient', details: { event: adt.event } });
    if (found) await questionMatches(act, found.id, adt.action === 'link' ? 'records-linked' : 'records-unlinked');
  }
}
