import { fold, serviceLineOf, subspecialtyOf } from '@causeway/domain';
import { contentKindOf } from '../exams/content-kind';
import { counted } from '../exams/counted';
import type { Act } from '../platform/acts/act';
import { departmentNow } from './departments/book';

/** What the header values of an exam's instances add up to. */
export interface Summary {
  readonly received: number;
  readonly modalities: string[];
  readonly findings: string[];
  readonly patients: number;
  readonly subspecialty: string | null;
  readonly serviceLine: string;
  readonly contentKind: string;
  readonly patientText: string;
  /** Whose exam it is beside radiology, by which rule of which version of the list. */
  readonly department: { readonly name: string; readonly rule: string; readonly version: number } | null;
}

/** Values of wanted attributes by keyword, decoded to Unicode; dates and times as sent (`YYYYMMDD`). */
export type Head = Readonly<Record<string, string | undefined>>;

/** Reads every counted instance of the exam; conflicts are named, not counted. */
export async function summarise(act: Act, examId: string): Promise<Summary> {
  const [sum] = await act.query<{ received: number; conflicts: number; modalities: string[]; findings: string[]; patients: number; classes: string[] }>(
    `select count(*) filter (where conflict_of is null)::int as received,
       count(*) filter (where conflict_of is not null)::int as conflicts,
       coalesce(array_agg(distinct head->>'modality') filter (where head->>'modality' <> ''), '{}') as modalities,
       coalesce((select array_agg(distinct f) from instance i2, unnest(i2.findings) f where i2.exam_id = $1 and ${counted('i2')}), '{}') as findings,
       count(distinct (coalesce(head->>'patientId', ''), coalesce(head->>'patientBirthDate', '')))::int as patients,
       coalesce(array_agg(distinct sop_class), '{}') as classes
     from instance i where exam_id = $1 and ${counted('i')}`, [examId]);
  // a disc with several people on it counts for each of its exams, as long as the exam is theirs alone
  const [parcel] = await act.query<{ patients: number | null }>('select max(p.patients) as patients from parcel_exam x join parcel p on p.id = x.parcel_id where x.exam_id = $1', [examId]);
  const [exam] = await act.query<{ head: Head; received_at: Date }>('select head, first_at as received_at from exam where id = $1', [examId]);
  const head = exam?.head ?? {};
  const modalities = (sum?.modalities ?? []).sort();
  const kinds = new Set((sum?.classes ?? []).map((uid) => contentKindOf(uid)));
  const contentKind = (['radiology', 'cardiology', 'photograph', 'video', 'document'] as const).find((k) => kinds.has(k)) ?? 'other';
  const words = { modalities, bodyPart: head['bodyPartExamined'] ?? null, description: head['studyDescription'] ?? head['seriesDescription'] ?? null, ageYears: ageAt(head['patientBirthDate'], head['studyDate']) };
  const subspecialty = subspecialtyOf(words);
  const whose = await departmentNow(act, words, contentKind);
  const findings = new Set(sum?.findings ?? []);
  if ((sum?.conflicts ?? 0) > 0) findings.add('conflict');
  if ((sum?.patients ?? 0) > 1) findings.add('other-person');
  if (head['burnedInAnnotation'] === 'YES') findings.add('burned-in-name');
  return {
    received: sum?.received ?? 0, modalities, findings: [...findings].sort(), patients: Math.max(1, sum?.patients ?? 1, parcel?.patients ?? 1), subspecialty, contentKind,
    serviceLine: whose?.department.serviceLine ?? serviceLineOf(subspecialty, contentKind, words.description), department: whose && { name: whose.department.name, rule: whose.rule.name, version: whose.version },
    patientText: fold([head['patientName'], head['patientId'], head['accessionNumber'], head['studyDescription'], head['institutionName']].filter(Boolean).join(' ').replace(/[\^=]/g, ' ')),
  };
}

function ageAt(birth: string | undefined, study: string | undefined): number | null {
  const from = /^(\d{4})-?(\d\d)-?(\d\d)/.exec(birth ?? '');
  const to = /^(\d{4})-?(\d\d)-?(\d\d)/.exec(study ?? '');
  if (!from || !to) return null;
  const years = Number(to[1]) - Number(from[1]);
  return `${to[2]}${to[3]}` < `${from[2]}${from[3]}` ? years - 1 : years;
}
