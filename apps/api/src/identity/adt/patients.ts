import { compareBirthDates, compareNames, type NameForm } from '@causeway/domain';
import type { Act } from '../../platform/acts/act';
import { newId } from '../../platform/ids';
import type { Issuers } from '../issuers';
import { loadPatients, type LocalPatient, type StoredName } from '../local-patients';
import { foldedName, type Told, type ToldIdentifier } from './told';

/** Former names kept of one person. */
const MOST_FORMER = 6;

export interface FoundPatient {
  readonly id: string;
  /** The number belongs to a record that was merged away: this is the survivor. */
  readonly merged: boolean;
}

/** What one message did to one patient. */
export interface PatientChange {
  readonly id: string;
  readonly added: boolean;
  /** Elements that say something else than before. */
  readonly changed: readonly string[];
  readonly before: LocalPatient | null;
  /** Patients who lost an identifier to this one. */
  readonly robbed: readonly string[];
}

/** Messages about one number wait for each other, also before there is a row to lock. */
export async function lockNumbers(act: Act, numbers: readonly string[]): Promise<void> {
  for (const number of [...new Set(numbers)].sort()) await act.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`patient ${number}`]);
}

/** Whom a record number of ours means today; a merged record answers with its survivor. The row is locked. */
export async function findByNumber(act: Act, mrn: string, issuers: Issuers): Promise<FoundPatient | null> {
  const [gone] = await act.query<{ id: string; survivor: string }>('select id, merged_into as survivor from patient where mrn = $1 and merged_into is not null order by made_at desc limit 1', [mrn]);
  const [own] = await act.query<{ id: string }>(
    `select p.id from patient_identifier i join patient p on p.id = i.patient_id
     where i.value = $1 and i.issuer = $2 and i.ended_at is null and p.merged_into is null order by (p.mrn = $1) desc limit 1`, [mrn, issuers.host]);
  const id = own?.id ?? gone?.survivor;
  if (!id) return null;
  await act.query('select 1 as locked from patient where id = $1 for update', [id]);
  return { id, merged: gone !== undefined };
}

/** Adds the patient, or brings the one there is up to what the message tells. */
export async function writePatient(act: Act, found: FoundPatient | null, told: Told): Promise<PatientChange> {
  const before = found ? await patientOf(act, found.id) : null;
  const id = found?.id ?? newId(act.now.getTime());
  if (!found) await act.query('insert into patient (id, mrn) values ($1, $2)', [id, told.mrn]);
  const changed = [...(await writeColumns(act, id, told, before)), ...(await writeNames(act, id, told, before))];
  const { fresh, robbed } = await writeIdentifiers(act, id, told.identifiers, before);
  if (fresh) changed.push('identifier');
  await act.query('update patient set seen_at = clock_timestamp(), version = version + $2 where id = $1', [id, changed.length > 0 ? 1 : 0]);
  return { id, added: !found, changed, before, robbed };
}

export async function patientOf(act: Act, id: string): Promise<LocalPatient | null> {
  const [patient] = await loadPatients((sql, p) => act.query(sql, p), [id]);
  return patient ?? null;
}

async function writeColumns(act: Act, id: string, told: Told, before: LocalPatient | null): Promise<string[]> {
  const news: [string, string, string | null | undefined, string | null][] = [
    ['birth-date', 'birth_date', told.birthDate, before?.birth_date ?? null],
    ['sex', 'sex', told.sex, before?.sex ?? null],
    ['phone', 'phone', told.phone, before?.phone ?? null],
    ['address', 'address', told.address, before?.address ?? null],
  ];
  const changed: string[] = [];
  for (const [element, column, value, old] of news) {
    if (value === undefined || value === old) continue;
    await act.query(`update patient set ${column} = $2 where id = $1`, [id, value]);
    changed.push(element);
  }
  if (told.deceased !== undefined) await act.query('update patient set deceased = $2 where id = $1', [id, told.deceased]);
  if (told.alias !== undefined) {
    await act.query(`update patient set flags = case when $2 then array(select distinct unnest(flags || 'trauma-alias'::text)) else array_remove(flags, 'trauma-alias') end where id = $1`, [id, told.alias]);
  }
  return changed;
}

/** The names told take the place of those told before. A name that is no longer used is kept as a former one, unless it was another person's record. */
async function writeNames(act: Act, id: string, told: Told, before: LocalPatient | null): Promise<string[]> {
  if (told.names === undefined) return [];
  const old = (before?.names ?? []).filter((n) => !n.former);
  const key = (names: readonly StoredName[]): string => names.map((n) => [n.use, n.representation, n.family, n.given, n.suffix ?? ''].join('^')).sort().join('~');
  if (key(old) === key(told.names)) return [];
  const compared = compareNames(old, told.names);
  await act.query('delete from patient_name where patient_id = $1 and not former', [id]);
  for (const name of told.names) await insertName(act, id, name);
  const left = old.filter((n) => !(told.names ?? []).some((m) => foldedName(m) === foldedName(n)));
  const samePerson = compareBirthDates(before?.birth_date ?? null, told.birthDate === undefined ? (before?.birth_date ?? null) : told.birthDate).answer !== 'differs';
  if (samePerson && told.names.length > 0) await keepFormer(act, id, left);
  return (['family', 'given'] as const).filter((part) => old.length === 0 || compared[part].answer !== 'agrees');
}

async function insertName(act: Act, id: string, name: StoredName): Promise<void> {
  await act.query('insert into patient_name (patient_id, use, representation, family, given, suffix, former, folded) values ($1, $2, $3, $4, $5, $6, $7, $8)', [
    id, name.use, name.representation, name.family, name.given, name.suffix ?? null, name.former ?? false, foldedName(name),
  ]);
}

export async function keepFormer(act: Act, id: string, names: readonly (NameForm & { readonly representation: string })[]): Promise<void> {
  for (const name of names) {
    await act.query(
      `insert into patient_name (patient_id, use, representation, family, given, suffix, former, folded)
       select $1, 'A', $2, $3, $4, $5, true, $6 where not exists (select 1 from patient_name where patient_id = $1 and folded = $6)`,
      [id, name.representation, name.family, name.given, name.suffix ?? null, foldedName(name)]);
  }
  await act.query('delete from patient_name where id in (select id from patient_name where patient_id = $1 and former order by id desc offset $2)', [id, MOST_FORMER]);
}

/** A number has one owner at a time: told of this patient, it is taken from whoever had it. */
async function writeIdentifiers(act: Act, id: string, identifiers: readonly ToldIdentifier[], before: LocalPatient | null): Promise<{ fresh: boolean; robbed: string[] }> {
  const robbed: string[] = [];
  let fresh = false;
  for (const i of identifiers) {
    if (before?.identifiers.some((known) => known.issuer === i.issuer && known.type === i.type && known.value === i.value)) continue;
    const ended = await act.query<{ patient_id: string }>(
      'update patient_identifier set ended_at = clock_timestamp() where issuer = $1 and type = $2 and value = $3 and ended_at is null and patient_id <> $4 returning patient_id', [i.issuer, i.type, i.value, id]);
    robbed.push(...ended.map((row) => row.patient_id));
    await act.query('insert into patient_identifier (patient_id, value, issuer, issuer_oid, type) values ($1, $2, $3, $4, $5) on conflict do nothing', [id, i.value, i.issuer, i.oid, i.type]);
    fresh = true;
  }
  return { fresh, robbed: [...new Set(robbed)] };
}
