import type { OpenEmergency } from '@causeway/contracts';
import { nameWords } from '@causeway/domain';
import type * as z from 'zod/mini';
import { nameView } from '../exams/names';
import type { Acts } from '../platform/acts/acts';

export interface KnownPatient {
  readonly patientId: string | null;
  /** Exams that nobody has given to a patient yet and that say the same of theirs. */
  readonly examIds: readonly string[];
  readonly label: string;
}

/** The one patient with this date of birth and this number or family name: of ours, or of exams that nobody has matched yet. */
export async function patientKnownAs(acts: Acts, { birthDate, number = '', family = '' }: z.output<typeof OpenEmergency>): Promise<KnownPatient | 'nobody' | 'several'> {
  const name = nameWords(family).join(' ');
  const patients = await acts.read<{ id: string; mrn: string; name: string | null }>(
    `select p.id, p.mrn, (select n.family || ', ' || n.given from patient_name n where n.patient_id = p.id and not n.former order by (n.use = 'L') desc, n.id limit 1) as name
     from patient p where p.merged_into is null and p.birth_date = $1
       and ($2 = '' or p.mrn = $2 or exists (select 1 from patient_identifier i where i.patient_id = p.id and i.ended_at is null and i.value = $2))
       and ($3 = '' or exists (select 1 from patient_name n where n.patient_id = p.id and ' ' || n.folded || ' ' like '% ' || $3 || ' %')) limit 2`, [birthDate, number, name]);
  if (patients.length > 1) return 'several';
  const exams = await acts.read<{ id: string; name: string | null; number: string | null }>(
    `select x.id, e.head->>'patientName' as name, e.head->>'patientId' as number from inbound x join exam e on e.id = x.id
     where e.head->>'patientBirthDate' = $1 and x.state <> 'purged' and ($2 = '' or e.head->>'patientId' = $2) and ($3 = '' or ' ' || x.patient_text || ' ' like '% ' || $3 || ' %')
       and not exists (select 1 from match m where m.exam_id = x.id and m.state in ('matched', 'overridden')) order by x.id limit 200`, [birthDate.replaceAll('-', ''), number, name]);
  const [patient, exam] = [patients[0], exams[0]];
  if (!patient && !exam) return 'nobody';
  // of strangers, one number is one person; a name and a date may be two
  if (!patient && new Set(exams.map((e) => e.number ?? '')).size > 1) return 'several';
  return { patientId: patient?.id ?? null, examIds: exams.map((e) => e.id), label: patient ? `${patient.name ?? 'No name'}, ${patient.mrn}` : `${nameView(exam?.name ?? '').text}, ${exam?.number ?? 'no number'}` };
}
