import type { UploadContents, UploadedParcel, UploadExamState } from '@causeway/contracts';
import { senderReport, type DiscReport } from '@causeway/transport-media';
import { queryable } from '../exchange/queryable';
import { issuersOf, type Issuers } from '../identity/issuers';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import type { Settings } from '../platform/settings/settings';
import { sentenceOf, type ParcelColumns } from '../parcels/parcel.row';
import type { Parcels } from '../parcels/parcels';
import { arrivedExam, weigh } from '../requests/arriving';
import { discsOf } from '../requests/awaited-discs';
import { namesAnother } from '../requests/brought';
import { PHOTOGRAPH_BYTES } from './bringing';
import type { UploadLinkColumns } from './upload-link.row';

interface ExamRow { parcel_id: string; exam_id: string; instances: number; modality: string | null; received: number; state: string | null }

const STATES: Readonly<Record<string, UploadExamState>> = { checking: 'checking', triaging: 'checking', releasing: 'checking', held: 'checking', released: 'accepted', returned: 'given-back', rejected: 'given-back' };
const WORDS: Readonly<Record<string, string>> = { XC: 'photographs', DOC: 'document', SR: 'report' };

/** What the page of a link shows: states and counts. Nothing that was not brought with it, and no name. */
export class UploadContentsReader {
  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly parcels: Parcels) {}

  async of(link: UploadLinkColumns): Promise<UploadContents> {
    const parcels = await this.acts.read<ParcelColumns>(`select * from parcel where link_id = $1 and state <> 'cancelled' order by made_at, id`, [link.id]);
    const exams = await this.acts.read<ExamRow>(
      `select x.parcel_id, x.exam_id, x.instances, coalesce(e.head->>'modality', '') as modality, coalesce(i.received, 0) as received, i.state from parcel_exam x join exam e on e.id = x.exam_id left join inbound i on i.id = x.exam_id
       where x.parcel_id = any($1::uuid[]) order by x.parcel_id, x.exam_id`, [parcels.map((p) => p.id)]);
    const db = queryable(this.acts) as Act;
    const issuers = await issuersOf(db);
    const others = new Map<string, boolean>();
    for (const { exam_id } of exams) if (!others.has(exam_id)) others.set(exam_id, await this.otherName(db, link, exam_id, issuers));
    const discs = await discsOf(this.acts, { requestId: link.request_id, caseId: link.request_id ? null : link.case_id });
    const [visit] = link.case_id ? await this.acts.read<{ at: Date | null }>(`select min(starts_at) as at from appointment where case_id = $1 and state = 'booked' and starts_at > clock_timestamp()`, [link.case_id]) : [];
    return {
      house: this.settings.SITE_NAME, wanted: link.wanted, endsAt: link.ends_at.toISOString(), state: link.state as UploadContents['state'], uploader: link.uploader && { relation: link.uploader.relation, name: link.uploader.name, attestedAt: link.uploader.attestedAt },
      parcels: parcels.map((p) => this.parcel(p, exams.filter((e) => e.parcel_id === p.id), others)),
      discs: discs.map((d) => ({ expectedOn: d.expectedOn, discs: d.discs, carrier: d.carrier, arrived: d.arrivedAt !== null })), visitAt: visit?.at?.toISOString() ?? null,
      limits: { bytes: this.settings.UPLOAD_BYTES, photographBytes: Math.min(PHOTOGRAPH_BYTES, this.settings.UPLOAD_BYTES) },
    };
  }

  private parcel(row: ParcelColumns, exams: readonly ExamRow[], others: ReadonlyMap<string, boolean>): UploadedParcel {
    return {
      id: row.id, form: row.form as UploadedParcel['form'], state: row.state, bytes: Number(row.bytes), received: this.parcels.received(row), failure: row.failure ? sentenceOf(row.failure) : null, notes: row.report ? notesOf(row.form, row.report) : [],
      exams: exams.map((e) => ({ kind: WORDS[e.modality ?? ''] ?? e.modality ?? '', images: e.instances, state: STATES[e.state ?? ''] ?? 'received', otherName: others.get(e.exam_id) ?? false })),
    };
  }

  private async otherName(db: Act, link: UploadLinkColumns, examId: string, issuers: Issuers): Promise<boolean> {
    const exam = await arrivedExam(db, examId) ?? await this.unsettled(examId);
    if (!exam) return false;
    return namesAnother(await weigh(db, { facility_id: '', subject: link.subject, patient_id: link.patient_id, wanted: [{ modality: null, what: '', from: null, to: null }] }, exam, issuers));
  }

  /** An exam whose first image came a moment ago has no way of its own yet. */
  private async unsettled(examId: string): Promise<Awaited<ReturnType<typeof arrivedExam>>> {
    const [row] = await this.acts.read<{ id: string; study_uid: string; head: Record<string, unknown> }>('select id, study_uid, head from exam where id = $1', [examId]);
    return row ? { ...row, source_issuer: null, parcel_patients: null, findings: null, source_facility_id: null, modalities: null } : null;
  }
}

/** What was not taken, and why. Of photographs, what is no picture is said as such: people choose a format their telephone calls a photograph. */
function notesOf(form: string, report: DiscReport): string[] {
  const left = report.ignored.reduce((n, group) => n + group.files, 0);
  const [, , ...rest] = senderReport(report);
  if (form !== 'photographs') return rest.filter((line) => !line.startsWith('There is no DICOMDIR'));
  const notTaken = rest.filter((line) => line.startsWith('Not taken'));
  return left > 0 ? [...notTaken, `${left === 1 ? 'One file is' : `${left} files are`} no JPEG or PNG picture. Save ${left === 1 ? 'it' : 'them'} as JPEG and add ${left === 1 ? 'it' : 'them'} again.`] : notTaken;
}
