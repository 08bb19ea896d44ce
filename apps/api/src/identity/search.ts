import { datesNear, knownBirthDate, nameKey, type NameForm } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Issuers } from './issuers';
import type { LocalPatient } from './local-patients';
import type { SentIdentity } from './sent';

/** Most people weighed for one exam; a search that finds more keeps the nearest in name. */
const MOST_WEIGHED = 200;
const MOST_NAMESAKES = 40;
const ENOUGH_NAMESAKES = 5;

/**
 * Ids of local patients who may be the person as sent: by number, by earlier pairs of the same number, by date of birth and its usual errors with a name that comes near,
 * by telephone and address; by name alone only when no date of birth can help.
 */
export async function findPatients(act: Act, sent: SentIdentity, issuers: Issuers): Promise<string[]> {
  const { person } = sent;
  const born = knownBirthDate(person.birthDate);
  const keys = keysOf(person.names);
  const numbers = [...person.identifiers, ...person.recordNumbers.map((value) => ({ value, issuer: issuers.host ?? '' }))];
  const near = born ? datesNear(born).filter((d) => d !== born) : [];
  const rows = await act.query<{ id: string }>(
    `with by_number as (
       select i.patient_id as id from unnest($1::text[], $2::text[]) as n(value, issuer) join patient_identifier i on i.value = n.value and i.issuer = n.issuer and i.ended_at is null),
     by_pair as (
       select m.patient_id as id from exam e join match m on m.exam_id = e.id and m.state in ('matched', 'overridden') where e.head->>'patientId' = any($1) and e.id <> $8 limit 20),
     by_birth as (select id from patient where merged_into is null and birth_date = $3 limit 100),
     by_near_birth as (
       select p.id from patient p join patient_name n on n.patient_id = p.id
       where p.merged_into is null and p.birth_date = any($4) and (n.folded = any($5) or similarity(n.folded, $5[1]) > 0.4) limit 100),
     by_contact as (
       select id from patient where merged_into is null and (phone_key = any($6) or address_key = any($7)) limit 50)
     select id from by_number union select id from by_pair union select id from by_birth union select id from by_near_birth union select id from by_contact`,
    [numbers.map((n) => n.value), numbers.map((n) => n.issuer), born, near, keys, person.phones.map(phoneKey).filter(Boolean), person.addresses.map(addressKey), sent.examId]);
  const byName = born && /^\d{4}-\d\d-\d\d$/.test(born) ? [] : await findByName(act, keys);
  return [...new Set([...rows.map((r) => r.id), ...byName])].slice(0, MOST_WEIGHED);
}

/** By the whole name, and by names that come near it when few have it. */
async function findByName(act: Act, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const same = await act.query<{ patient_id: string }>('select distinct patient_id from patient_name where folded = any($1) limit $2', [keys, MOST_NAMESAKES]);
  if (same.length >= ENOUGH_NAMESAKES) return same.map((r) => r.patient_id);
  await act.query(`select set_config('pg_trgm.similarity_threshold', '0.6', true)`);
  const near = await act.query<{ patient_id: string }>('select patient_id from patient_name where folded % $1 order by similarity(folded, $1) desc limit $2', [keys[0], MOST_NAMESAKES]);
  return [...same, ...near].map((r) => r.patient_id);
}

/**
 * Other local people the patients may be taken for: born the same day, of one house, and those of one name whose house or generation does not
 * tell them apart.
 */
export async function findRelatives(act: Act, patients: readonly LocalPatient[]): Promise<string[]> {
  const homeless = patients.filter((p) => !p.phone && !p.address);
  const rows = await act.query<{ id: string }>(
    `(select id from patient where merged_into is null and birth_date = any($1) limit 200)
     union (select id from patient where merged_into is null and (phone_key = any($2) or address_key = any($3)) limit 100)
     union (select p.id from patient_name n join patient p on p.id = n.patient_id where n.folded = any($4) and (n.suffix is not null or (p.phone_key is null and p.address_key is null) or n.folded = any($5)) limit 100)`,
    [
      patients.map((p) => p.birth_date).filter(Boolean), patients.map((p) => phoneKey(p.phone ?? '')).filter(Boolean), patients.map((p) => addressKey(p.address ?? '')).filter(Boolean),
      patients.flatMap((p) => keysOf(p.names)), homeless.flatMap((p) => keysOf(p.names)),
    ]);
  const own = new Set(patients.map((p) => p.id));
  return rows.map((r) => r.id).filter((id) => !own.has(id));
}

/** Whether one of them may be taken for the other at all: what `lookalikesOf` then judges. */
export function mayBeTaken(a: LocalPatient, b: LocalPatient): boolean {
  if (a.birth_date === b.birth_date) return true;
  if (a.phone && b.phone && phoneKey(a.phone) === phoneKey(b.phone)) return true;
  if (a.address && b.address && addressKey(a.address) === addressKey(b.address)) return true;
  const keys = keysOf(a.names);
  return keysOf(b.names).some((key) => keys.includes(key));
}

/** Also with the parts exchanged: that is how some systems fill them. */
function keysOf(names: readonly NameForm[]): string[] {
  return [...new Set(names.flatMap((n) => [nameKey(n.family, n.given), nameKey(n.given, n.family)]))].filter((key) => key !== '').slice(0, 12);
}

/** As the generated columns of `patient` have them. */
const phoneKey = (phone: string): string => phone.replace(/[^0-9]/g, '').slice(-7);
const addressKey = (address: string): string => address.replace(/[^\p{L}\p{N}]+/gu, ' ').toLowerCase();
