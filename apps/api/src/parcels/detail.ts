import type { ParcelDetail, ParcelExam, ParcelPerson } from '@causeway/contracts';
import { senderReport } from '@causeway/transport-media';
import { nameView } from '../exams/names';
import { inboundRowColumns } from '../inbound/inbound.row';
import type { Acts } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import type { Documents } from './documents';
import type { Parcels } from './parcels';

interface ExamRow { exam_id: string; instances: number; head: Record<string, string | undefined>; state: string | null; match: string | null; findings: string[] | null; seen: boolean }

/** A parcel with what was in it. Exams are shown as the lists show them: whoever may not see an exam sees that there is one, and nothing of it. */
export class ParcelDetails {
  constructor(private readonly acts: Acts, private readonly parcels: Parcels, private readonly documents: Documents) {}

  async detail(id: string, caller: Caller): Promise<ParcelDetail> {
    const row = await this.parcels.one(id, caller);
    const b = new Binder();
    const parcel = b.bind(id);
    const sight = rowSql(caller.rows('exam.list'), inboundRowColumns, b.bind);
    const exams = await this.acts.read<ExamRow>(
      `select p.exam_id, p.instances, e.head, x.state, x.findings, coalesce(${sight}, false) as seen, (select m.state from match m where m.exam_id = e.id order by m.attempt desc limit 1) as match
       from parcel_exam p join exam e on e.id = p.exam_id left join inbound x on x.id = e.id where p.parcel_id = ${parcel} order by e.head->>'studyDate' desc nulls last, e.id`, b.values);
    const seen = exams.filter((exam) => exam.seen);
    return {
      ...this.parcels.view(row, caller), people: peopleOf(seen), hiddenExams: exams.length - seen.length, refused: row.report?.notTaken ?? [], ignored: row.report?.ignored ?? [],
      documents: await this.documents.of(id), missing: row.report?.directory?.missing ?? [], senderReport: row.report ? senderReport(row.report) : [],
    };
  }
}

/** One card for each person the exams name, as `parcel.patients` counts them: by id and birth date. */
function peopleOf(exams: readonly ExamRow[]): ParcelPerson[] {
  const people = new Map<string, ParcelPerson & { exams: ParcelExam[] }>();
  for (const { exam_id, instances, head, state, match, findings } of exams) {
    const birthDate = dashed(head['patientBirthDate']);
    const key = `${head['patientId'] ?? ''}\n${birthDate ?? ''}`;
    const person = people.get(key) ?? { name: nameView(head['patientName'] ?? ''), birthDate, sex: head['patientSex'] || null, patientId: head['patientId'] || null, issuer: head['issuerOfPatientId'] || null, exams: [] };
    person.exams.push({
      examId: exam_id, instances, description: head['studyDescription'] || head['seriesDescription'] || 'No description', modality: head['modality'] ?? '', studyDate: dashed(head['studyDate']), state, match,
      severalPeople: findings?.includes('other-person') ?? false,
    });
    people.set(key, person);
  }
  return [...people.values()];
}

/** DA, or the older form with dots, as an ISO date. */
function dashed(date: string | undefined): string | null {
  const parts = /^(\d{4})[-.]?(\d\d)[-.]?(\d\d)/.exec(date ?? '');
  return parts ? `${parts[1]}-${parts[2]}-${parts[3]}` : null;
}
