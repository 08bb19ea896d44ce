import { Hl7Problem, type AdtPatient } from '@causeway/hl7v2';
import type { Act } from '../../platform/acts/act';
import { newId } from '../../platform/ids';
import type { Issuers } from '../issuers';
import { signalMatch, type MatchColumns } from '../match.row';
import { findByNumber, keepFormer, lockNumbers, patientOf, writePatient, type PatientChange } from './patients';
import { recordNumber, toldBy } from './told';

const REFUSED = { segment: 'MRG', field: 1 } as const;

export interface Merged {
  readonly change: PatientChange;
  readonly old: string;
}

/**
 * A40: the record in MRG is the same person as the one in PID, who survives. Numbers and names of the old record go to the survivor, confirmed matches are
 * re-pointed in the same act. Either side may be unknown: a merge may come before the messages that add them.
 * @throws Hl7Problem for a merge with oneself, a loop, or a second merge of the same record into somebody else
 */
export async function mergePatients(act: Act, { patient, prior }: AdtPatient, issuers: Issuers, assumedIssuer: string | null): Promise<Merged | null> {
  const told = toldBy(patient, issuers, assumedIssuer);
  const oldNumber = recordNumber(prior?.identifiers ?? [], issuers, assumedIssuer, 'MRG', 1);
  if (oldNumber === told.mrn) throw new Hl7Problem('bad-value', 'MRG-1 and PID-3 name the same record: there is nothing to merge.', REFUSED);
  await lockNumbers(act, [told.mrn, oldNumber]);
  const old = await findByNumber(act, oldNumber, issuers);
  const survivor = await findByNumber(act, told.mrn, issuers);
  if (old?.merged) {
    if (survivor && old.id === survivor.id) return null;
    throw new Hl7Problem('bad-value', 'The record in MRG-1 was merged into another one before. Undo that merge first.', REFUSED);
  }
  if (old && survivor && old.id === survivor.id) throw new Hl7Problem('bad-value', 'The record in PID-3 was merged into the one in MRG-1 before: this would be a loop.', REFUSED);
  const change = await writePatient(act, survivor, told);
  const oldId = old?.id ?? (await strangerAlreadyMerged(act, oldNumber));
  await rehome(act, oldId, change.id, oldNumber, issuers);
  await repoint(act, oldId, change.id);
  act.audit({ action: 'patient.merged', object: { kind: 'patient', id: oldId }, details: { into: change.id, known: old !== null, survivorKnown: survivor !== null } });
  act.emit({ event: 'patient.merged', kind: 'patient', id: oldId, data: { into: change.id } });
  return { change, old: oldId };
}

/** A record we never heard of is kept as merged, so that messages that still name it are understood. */
async function strangerAlreadyMerged(act: Act, mrn: string): Promise<string> {
  const id = newId(act.now.getTime());
  await act.query('insert into patient (id, mrn) values ($1, $2)', [id, mrn]);
  return id;
}

async function rehome(act: Act, old: string, survivor: string, oldNumber: string, issuers: Issuers): Promise<void> {
  const before = await patientOf(act, old);
  await act.query('update patient_identifier set patient_id = $2 where patient_id = $1 and ended_at is null', [old, survivor]);
  await act.query(
    `insert into patient_identifier (patient_id, value, issuer, issuer_oid, type) select $1, $2, $3, $4, 'MR' on conflict (issuer, type, value) where ended_at is null do nothing`,
    [survivor, oldNumber, issuers.host, issuers.hostOid]);
  await keepFormer(act, survivor, before?.names ?? []);
  await act.query('delete from patient_name where patient_id = $1', [old]);
  await act.query(
    `update patient s set encounter = coalesce(s.encounter, o.encounter), encounter_class = case when s.encounter is null then o.encounter_class else s.encounter_class end,
       last_visit = greatest(s.last_visit, o.last_visit), payer_kind = coalesce(s.payer_kind, o.payer_kind), flags = array(select distinct unnest(s.flags || o.flags)) from patient o where s.id = $2 and o.id = $1`, [old, survivor]);
  await act.query('update patient set merged_into = $2, version = version + 1 where id = $1 or merged_into = $1', [old, survivor]);
}

/** Confirmed matches of the old record are of the survivor; open ones are looked at again by their own job. */
async function repoint(act: Act, old: string, survivor: string): Promise<void> {
  const matches = await act.query<MatchColumns>(`select * from match where patient_id = $1 and state in ('matched', 'overridden') for no key update`, [old]);
  for (const match of matches) {
    await signalMatch(act, match, { move: 'repoint', set: { patient_id: survivor }, details: { from: old, to: survivor } });
  }
}
