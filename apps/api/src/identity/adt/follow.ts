import { compareBirthDates, compareNames, datesNear, fold, knownBirthDate } from '@causeway/domain';
import type { Act } from '../../platform/acts/act';
import { signalMatch, type MatchColumns } from '../match.row';
import type { LocalPatient } from '../local-patients';
import { completeByPatient } from '../registration';
import { patientOf, type PatientChange } from './patients';

/** What a change of local patients means for exams: requests answered, open attempts looked at again, confirmed ones questioned. */
export async function followChange(act: Act, change: PatientChange, alsoOld: string | null = null): Promise<void> {
  const after = await patientOf(act, change.id);
  if (!after) return;
  const telling = change.added || change.changed.length > 0 || alsoOld !== null;
  const settled = telling ? await completeByPatient(act, after) : [];
  if (telling) await refreshTouched(act, after, [change.id, ...(alsoOld ? [alsoOld] : [])], settled);
  const doubt = change.before ? doubtIn(change.before, after) : null;
  if (doubt) await questionMatches(act, change.id, doubt);
  for (const robbed of change.robbed) await questionMatches(act, robbed, 'identifier-moved');
}

/** Other name, date of birth or sex: perhaps another person now has this record. A spelling or an accent is not. */
function doubtIn(before: LocalPatient, after: LocalPatient): string | null {
  const names = compareNames(before.names.filter((n) => !n.former), after.names.filter((n) => !n.former));
  const differs = [
    ...(names.family.answer === 'differs' || names.given.answer === 'differs' ? ['name'] : []),
    ...(compareBirthDates(before.birth_date, after.birth_date).answer === 'differs' ? ['birth-date'] : []),
    ...(before.sex && after.sex && before.sex !== after.sex ? ['sex'] : []),
  ];
  return differs.length > 0 ? `${differs.join('-and-')}-changed` : null;
}

export async function questionMatches(act: Act, patientId: string, doubt: string): Promise<void> {
  const matches = await act.query<MatchColumns>(`select * from match where patient_id = $1 and state in ('matched', 'overridden') for no key update`, [patientId]);
  for (const match of matches) await signalMatch(act, match, { move: 'question', details: { doubt, patient: patientId } });
}

/** Open attempts for which these patients are candidates, or may have become one. Few are open at a time, so all of them are asked. */
async function refreshTouched(act: Act, patient: LocalPatient, ids: readonly string[], settled: readonly string[]): Promise<void> {
  const born = knownBirthDate(patient.birth_date);
  const dates = born ? datesNear(born).map((d) => d.replaceAll('-', '')) : [];
  const rows = await act.query<{ id: string; exam_id: string }>(
    `select m.id, m.exam_id from match m join exam e on e.id = m.exam_id join inbound x on x.id = m.exam_id
     where m.state in ('proposed', 'second-look', 'registering')
       and (m.candidates @> any(select jsonb_build_array(jsonb_build_object('patientId', i)) from unnest($1::text[]) i)
         or e.head->>'patientBirthDate' = any($2) or e.head->>'patientId' = any($3) or (coalesce(e.head->>'patientBirthDate', '') = '' and position($4 in x.patient_text) > 0))`,
    [ids, dates, patient.identifiers.map((i) => i.value), fold(patient.names[0]?.family ?? '')]);
  for (const row of rows.filter((r) => !settled.includes(r.id))) act.wish({ kind: 'match.refresh', key: `match.refresh ${row.exam_id}`, data: { id: row.exam_id } });
}
