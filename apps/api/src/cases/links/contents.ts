import type { CaseLinkContents, CaseStep, SenderSays } from '@causeway/contracts';
import { dispositionRows, useCaseOf } from '@causeway/domain';
import { isoDate } from '../../inbound/facts';
import type { Acts } from '../../platform/acts/acts';
import type { Settings } from '../../platform/settings/settings';
import { toldView } from '../../exchange/subject';
import { caseNumber, type CaseColumns } from '../case.row';
import { textOf, type ReportRow } from '../../overreads/report-words';
import type { CaseLinkColumns, Guest } from './guests';

interface ExamRow { head: Record<string, string | undefined>; modalities: string[]; state: string; state_since: Date; first_at: Date; received: number; expected: number | null; reading: boolean; read: boolean }
interface RequestRow { state: string; wanted: { what: string }[]; needed_by: Date; promised_by: Date | null; sent_at: Date | null; state_since: Date }
type Exam = CaseLinkContents['exams'][number];

const BACK = ['returned', 'rejected', 'purged', 'recalling', 'mirrored'];

/** What somebody outside may see of a case: of its exams those that came from them, or that were sent to them, and nothing of anybody else. */
export class CaseLinkReads {
  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'SITE_NAME'>) {}

  async contents({ link }: Guest): Promise<CaseLinkContents> {
    const [row] = await this.acts.read<CaseColumns & { decided_name: string | null }>('select c.*, p.name as decided_name from exchange_case c left join person p on p.id = c.decided_by where c.id = $1', [link.case_id]);
    if (!row) throw new Error('A link without its case');
    const [exams, requests, entries, said, reports] = await Promise.all([this.exams(row, link), this.requests(row), this.entries(row.id), this.said(row.id), this.reports(row, link)]);
    const rows = exams.map(examOf);
    const over = row.state === 'closed' || row.state === 'cancelled';
    return {
      house: this.settings.SITE_NAME, number: caseNumber(row.number), useCase: useCaseOf(row.use_case)?.name ?? row.use_case, party: link.party, forWhom: link.for_whom,
      patient: { name: toldView(row.subject, null).name, birthDate: row.subject.birthDate }, question: row.question, openedAt: row.made_at.toISOString(), dueAt: over || row.pause ? null : (row.due_at?.toISOString() ?? null),
      endsAt: link.ends_at.toISOString(), over, steps: stepsOf(row, exams, requests, said), exams: rows,
      wanted: link.party === 'sender' ? requests.filter((r) => !['fulfilled', 'cancelled'].includes(r.state)).flatMap((r) => r.wanted.map((w) => ({ what: w.what, neededBy: r.needed_by.toISOString(), state: r.state }))) : [],
      decision: row.disposition && row.decided_at ? { name: dispositionRows[row.disposition].name, destination: row.destination, at: row.decided_at.toISOString(), by: row.decided_name ?? '' } : null,
      advice: [...reports, ...entries.filter((e) => e.what === 'advise').map((e) => ({ at: e.at.toISOString(), by: e.by_name, kind: adviceKind(e.facts['kind']), text: String(e.facts['text'] ?? ''), urgent: e.facts['urgent'] === true }))],
      teamCalledAt: entries.findLast((e) => e.what === 'alert-team')?.at.toISOString() ?? null, callNumber: link.call_number, videoUrl: over ? null : row.video_url,
      knownWell: { asked: row.use_case === 'U2', at: row.known_well_at?.toISOString() ?? null }, said: said.filter((s) => s.what === (link.party === 'sender' ? 'said' : 'received')),
      handover: link.party === 'receiver' && row.handover ? { physician: row.handover.physician, followUp: row.handover.followUp, followUpOn: row.handover.followUpOn, receivedAt: row.handover.receivedAt ?? null, receivedBy: row.handover.receivedBy ?? null } : null,
    };
  }

  /** A person may link an exam of the case that others sent: the sender sees their own, whoever goes on with the care sees what was sent to them. */
  private exams(row: CaseColumns, link: CaseLinkColumns): Promise<ExamRow[]> {
    const columns = `e.head, x.modalities, x.state, x.state_since, e.first_at, x.received, x.expected,
      exists (select 1 from overread o where o.exam_id = x.id and o.state in ('claimed', 'drafting', 'cosigning')) as reading, exists (select 1 from overread o where o.exam_id = x.id and o.state in ('signed', 'acknowledged')) as read`;
    if (link.party === 'sender') {
      return this.acts.read<ExamRow>(`select ${columns} from case_exam c join exam e on e.id = c.exam_id join inbound x on x.id = e.id where c.case_id = $1 and e.source_facility_id = $2 order by e.first_at`, [row.id, row.partner_id]);
    }
    return this.acts.read<ExamRow>(
      `select ${columns} from case_exam c join exam e on e.id = c.exam_id join inbound x on x.id = e.id
       where c.case_id = $1 and exists (select 1 from send_item i join send s on s.id = i.send_id where i.exam_id = e.id and s.recipient_id = $2 and s.state in ('delivered', 'accepted')) order by e.first_at`, [row.id, row.handover?.facilityId ?? null]);
  }

  /** The primary reports this case ordered, of exams of the sender who asked; the addenda under each. */
  private async reports(row: CaseColumns, link: CaseLinkColumns): Promise<CaseLinkContents['advice'][number][]> {
    if (link.party !== 'sender') return [];
    const rows = await this.acts.read<Pick<ReportRow, 'kind' | 'read_kind' | 'text' | 'addendum' | 'grade' | 'author' | 'description' | 'question' | 'signed_at'>>(
      `select r.kind, r.read_kind, r.text, r.addendum, r.grade, r.signed_at, p.name as author, o.question, e.head->>'studyDescription' as description
       from overread o join overread_report r on r.overread_id = o.id join person p on p.id = r.author_id join exam e on e.id = o.exam_id
       where o.case_id = $1 and o.state in ('signed', 'acknowledged') and e.source_facility_id = $2 and not exists (select 1 from overread_report l where l.overread_id = o.id and (l.signed_at, l.id) > (r.signed_at, r.id)) order by r.signed_at`, [row.id, row.partner_id]);
    return rows.map((r) => ({ at: r.signed_at.toISOString(), by: r.author, kind: 'report', text: textOf(r), urgent: false }));
  }

  private requests(row: CaseColumns): Promise<RequestRow[]> {
    return this.acts.read<RequestRow>(`select state, wanted, needed_by, promised_by, sent_at, state_since from request_out where case_id = $1 and facility_id = $2 and state not in ('draft', 'awaiting-approval') order by made_at`, [row.id, row.partner_id]);
  }

  private entries(id: string): Promise<{ at: Date; what: string; by_name: string; facts: Record<string, unknown> }[]> {
    return this.acts.read(`select at, what, by_name, facts from exchange_entry where kind = 'case' and subject_id = $1 and what in ('advise', 'alert-team') order by id`, [id]);
  }

  private async said(id: string): Promise<CaseLinkContents['said'][number][]> {
    const rows = await this.acts.read<{ at: Date; what: 'said' | 'received'; facts: { say?: SenderSays; name?: string; phone?: string; reason?: string | null; byWhen?: string; note?: string } }>(
      `select at, what, facts from case_link_use where case_id = $1 and what <> 'opened' order by id desc limit 20`, [id]);
    return rows.map((r) => ({ at: r.at.toISOString(), what: r.what, say: r.facts.say ?? null, name: r.facts.name ?? '', phone: r.facts.phone ?? '', reason: r.facts.reason ?? null, byWhen: r.facts.byWhen ?? null, note: r.facts.note ?? '' }));
  }
}

const adviceKind = (kind: unknown): 'advice' | 'transport' | 'plan' => (kind === 'transport' || kind === 'plan' ? kind : 'advice');

const examOf = (e: ExamRow): Exam => ({
  description: e.head['studyDescription'] || e.modalities.join('/') || 'Exam', studyDate: isoDate(e.head['studyDate']), received: e.received, expected: e.expected,
  standing: BACK.includes(e.state) ? 'gone-back' : e.read ? 'read' : e.reading ? 'being-read' : e.state === 'receiving' ? 'arriving' : e.state === 'released' ? 'here' : 'in-hand',
});

/** The way of the case in six steps: what is done, the one it is at, and what is still to come. */
function stepsOf(row: CaseColumns, exams: readonly ExamRow[], requests: readonly RequestRow[], said: CaseLinkContents['said']): CaseLinkContents['steps'] {
  const came = exams.filter((e) => !BACK.includes(e.state));
  const here = came.filter((e) => e.state === 'released');
  const asked = requests.find((r) => r.sent_at !== null);
  const promised = requests.find((r) => ['promised', 'partly-fulfilled', 'fulfilled'].includes(r.state));
  // what was said last holds, also where nobody wrote a request
  const word = said.find((s) => s.what === 'said');
  const byWord = word?.byWhen ?? null;
  const decided = row.disposition !== null;
  const at = (date: Date | null | undefined): string | null => date?.toISOString() ?? null;
  const [images, of] = [came.reduce((n, e) => n + e.received, 0), came.every((e) => e.expected !== null) ? came.reduce((n, e) => n + (e.expected ?? 0), 0) : null];
  const done: readonly (readonly [CaseStep, boolean, string | null, number | null, number | null])[] = [
    ['asked', asked !== undefined || came.length > 0, at(asked?.sent_at) ?? at(row.made_at), null, null],
    ['promised', promised !== undefined || byWord !== null || came.length > 0, at(promised?.promised_by) ?? byWord, null, null],
    ['arriving', came.length > 0 && came.every((e) => e.state !== 'receiving'), at(came[0]?.first_at), came.length > 0 ? images : null, came.length > 0 ? of : null],
    ['here', came.length > 0 && here.length === came.length, at(here.at(-1)?.state_since), here.length, came.length],
    ['looked-at', decided || came.some((e) => e.read), null, null, null],
    ['decided', decided, at(row.decided_at), null, null],
  ];
  // what comes later makes what was before it done: a case may be decided before its images are here
  const last = done.findLastIndex(([, is]) => is);
  const now = row.state === 'deciding' ? Math.max(last + 1, 4) : last + 1;
  return done.map(([step, , when, n, m], i) => ({ step, stands: i <= last || i < now ? 'done' : i === now ? 'now' : 'open', at: when, n, of: m }));
}
