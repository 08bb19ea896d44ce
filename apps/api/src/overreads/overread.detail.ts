import type { OverreadDetail, PersonRef, ReportText, SignedReport } from '@causeway/contracts';
import { needsCall, type Grade } from '@causeway/domain';
import type { Acts } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';
import { priorsOf } from '../exams/priors';
import { reportsOf } from '../exams/reports.read';
import { seriesOf } from '../exams/series';
import { overreadRow, type OverreadList } from './overread.list';
import { overreadGuarded } from './overread.row';

interface SignedRow { id: string; kind: SignedReport['kind']; text: ReportText; addendum: string | null; grade: Grade | null; signed_at: Date; sha256: Buffer; author_id: string; name: string; initials: string; title: string }

/** Reads the report screen: the task, the draft, the outside reports beside it, and what happens after signing. */
export class OverreadDetails {
  constructor(private readonly acts: Acts, private readonly list: OverreadList) {}

  async detail(id: string, caller: Caller): Promise<OverreadDetail> {
    const row = await this.list.one(id, caller);
    const view = overreadRow(row, caller);
    const [exam] = await this.acts.read<{ audience: string[] }>('select audience from inbound where id = $1', [row.exam_id]);
    const mayView = caller.may('exam.view', { ...overreadGuarded(row), audience: exam?.audience ?? [] });
    const [drafts, signed, reports, priors, series, acknowledged] = await Promise.all([
      this.acts.read<{ text: ReportText; revision_seen: number; saved_at: Date }>('select * from overread_draft where overread_id = $1', [id]),
      this.acts.read<SignedRow>('select r.*, p.name, p.initials, p.title from overread_report r join person p on p.id = r.author_id where r.overread_id = $1 order by r.signed_at', [id]),
      mayView ? reportsOf(this.acts, row.exam_id) : Promise.resolve([]),
      priorsOf(this.acts, row.exam_id, caller), seriesOf(this.acts, row.exam_id), this.person(row.acknowledged_by),
    ]);
    const draft = drafts[0];
    const readerWorks = ['open', 'claimed', 'drafting', 'cosigning'].includes(row.state);
    return {
      ...view,
      draft: readerWorks && mayView ? (draft?.text ?? null) : null, draftSavedAt: draft?.saved_at.toISOString() ?? null, revisionSeen: draft?.revision_seen ?? null,
      revisionChanged: row.current_revision > (row.revision_read ?? draft?.revision_seen ?? row.exam_revision),
      outsideReports: reports.filter((r) => r.kind === 'outside'),
      signed: signed.map((s) => ({ id: s.id, kind: s.kind, text: s.text, addendum: s.addendum, grade: s.grade, author: ref({ ...s, id: s.author_id }), signedAt: s.signed_at.toISOString(), sha256: s.sha256.toString('hex') })),
      acknowledged: acknowledged && row.acknowledged_at ? { by: acknowledged, at: row.acknowledged_at.toISOString() } : null,
      afterSigning: after(row.grade ?? draft?.text.grade ?? null, row.requester_name, row.kind === 'primary' ? (row.order_partner ?? '') : null),
      localPriors: priors.map(({ studyUid, description, studyDate, modality, examId }) => ({ studyUid, description, studyDate, modality, examId })),
      series: series.map(({ seriesUid, description, modality, instances, number, thumbnail }) => ({ seriesUid, description, modality, instances, number, thumbnail })),
    };
  }

  private async person(id: string | null): Promise<PersonRef | null> {
    if (!id) return null;
    const [p] = await this.acts.read<{ id: string; name: string; initials: string; title: string }>('select id, name, initials, title from person where id = $1', [id]);
    return p ? ref(p) : null;
  }
}

const ref = (p: { id: string; name: string; initials: string; title: string }): PersonRef => ({ id: p.id, name: p.name, initials: p.initials, title: p.title });

function after(grade: Grade | null, requester: string | null, partner: string | null): OverreadDetail['afterSigning'] {
  const who = requester ?? '';
  return [
    { code: grade && needsCall(grade) ? 'pages-requester' : 'tells-requester', values: { requester: who } },
    { code: 'report-to-records', values: {} },
    ...(partner === null ? [] : [{ code: 'answers-case', values: { partner } }]),
    { code: 'done-when-acknowledged', values: { requester: who } },
  ];
}
