import { checklists, judgeChecklist, type CheckAnswer, type ChecklistId, type ChecklistVerdict } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { isoDate, type ExamFacts } from './facts';

export interface Measured {
  readonly answer: CheckAnswer;
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** What the machine can answer of a checklist, from what it measured at reception. It never answers what needs eyes. */
export async function measure(act: Act, x: ExamFacts): Promise<Record<string, Measured>> {
  const [m] = await act.query<{ n: number; damaged: number; gaps: number; captures: number; syntaxes: string[] }>(
    `select count(*)::int as n,
       count(*) filter (where findings && array['damaged', 'pixel-short', 'pixel-absent'])::int as damaged,
       count(*) filter (where sop_class like '1.2.840.10008.5.1.4.1.1.7%')::int as captures,
       coalesce(array_agg(distinct syntax), '{}') as syntaxes,
       (select count(*)::int from (select series_uid, max((head->>'instanceNumber')::bigint) - min((head->>'instanceNumber')::bigint) + 1 - count(distinct head->>'instanceNumber') as gap
          from instance where exam_id = $1 and conflict_of is null and head->>'instanceNumber' ~ '^[0-9]{1,9}$' group by series_uid) g where gap > 0) as gaps
     from instance where exam_id = $1 and conflict_of is null`, [x.row.id]);
  const study = isoDate(x.head['studyDate']);
  const born = isoDate(x.head['patientBirthDate']);
  const complete: Measured = x.row.expected !== null
    ? { answer: x.row.received >= x.row.expected ? 'pass' : 'fail', code: 'counted-against-promised', values: { received: x.row.received, expected: x.row.expected } }
    : { answer: (m?.gaps ?? 0) === 0 ? 'pass' : 'fail', code: (m?.gaps ?? 0) === 0 ? 'no-gaps-in-series' : 'gaps-in-series', values: { received: x.row.received, series: m?.gaps ?? 0 } };
  const plausible = study !== null && study <= x.today && (born === null || study >= born);
  return {
    complete,
    decodes: { answer: (m?.damaged ?? 0) === 0 ? 'pass' : 'fail', code: (m?.damaged ?? 0) === 0 ? 'all-read' : 'some-damaged', values: { damaged: m?.damaged ?? 0, syntax: m?.syntaxes.join(', ') ?? '' } },
    'date-plausible': { answer: plausible ? 'pass' : 'fail', code: plausible ? 'study-date-plausible' : 'study-date-implausible', values: { studyDate: x.head['studyDate'] ?? '' } },
    'no-other-person': x.row.findings.includes('other-person')
      ? { answer: 'fail', code: 'headers-name-another-person', values: { people: x.row.parcel_patients } }
      : { answer: 'pass', code: (m?.captures ?? 0) > 0 ? 'captures-to-look-at' : 'headers-agree', values: { captures: m?.captures ?? 0 } },
  };
}

/** Writes the machine's answers for this revision where nobody has answered, and judges the list. A capture may show another name: then eyes decide. */
export async function answerAutomatically(act: Act, x: ExamFacts, id: ChecklistId): Promise<ChecklistVerdict> {
  const measured = await measure(act, x);
  for (const item of checklists[id]) {
    const m = measured[item.id];
    if (!m || !item.automatic || m.code === 'captures-to-look-at') continue;
    await act.query(
      `insert into checklist_answer (exam_id, revision, item, answer, measured, by_kind, by_name) values ($1, $2, $3, $4, $5, 'system', 'Causeway') on conflict do nothing`,
      [x.row.id, x.row.revision, item.id, m.answer, JSON.stringify({ code: m.code, values: m.values })]);
  }
  return verdictOf(act, x.row.id, x.row.revision, id);
}

export async function verdictOf(act: Act, examId: string, revision: number, id: ChecklistId): Promise<ChecklistVerdict> {
  const rows = await act.query<{ item: string; answer: CheckAnswer }>('select item, answer from checklist_answer where exam_id = $1 and revision = $2', [examId, revision]);
  return judgeChecklist(id, Object.fromEntries(rows.map((r) => [r.item, r.answer])));
}
