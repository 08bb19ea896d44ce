import type { BroughtBy, ChecklistView, DecisionSummary, DeliveryView, InboundDetail, MoveOffer, OrderView, ReleasePreview, ReportView, SeriesView, TimelineEntry } from '@causeway/contracts';
import { checklists, matchMachine, type CheckAnswer, type ChecklistId, type MatchMove } from '@causeway/domain';
import type { AbilityName } from '@causeway/access';
import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import type { Caller } from '../platform/http/caller';
import { objectsOf } from '../platform/objects/objects';
import type { Settings } from '../platform/settings/settings';
import { CopyPreview } from '../transfers/copy-preview';
import { Refusal } from '../platform/acts/refusal';
import { seriesOf } from '../exams/series';
import { priorsOf } from '../exams/priors';
import { reportsOf } from '../exams/reports.read';
import { decideRelease } from './advance';
import { correctionsOfExam } from './corrections';
import { examFacts } from './facts';
import { guardedExam, guardedOf } from './inbound.row';
import type { InboundList } from './inbound.list';
import { measure } from './measure';
import type { ListRow } from './row-view';
import { timelineOf } from './timeline';

/** Reads the exam page: what is stored of one exam, for who may see it. */
export class InboundDetails {
  private readonly copies: CopyPreview;

  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly list: InboundList) {
    this.copies = new CopyPreview(objectsOf(settings), settings.AE_TITLE);
  }

  async detail(id: string, caller: Caller): Promise<InboundDetail> {
    const { view, row } = await this.list.one(id, caller);
    const mayView = caller.may('exam.view', guardedExam(row));
    const [series, checklist, decisions, reports, timeline, deliveries, order, priors, conflicts, corrections, broughtBy] = await Promise.all([
      seriesOf(this.acts, id), this.checklist(row), this.decisions(id), mayView ? reportsOf(this.acts, id) : Promise.resolve([] as ReportView[]), timelineOf(this.acts, id), this.deliveries(id), this.order(id), priorsOf(this.acts, id, caller),
      this.acts.read<{ n: number }>('select count(*)::int as n from instance where exam_id = $1 and conflict_of is not null', [id]),
      correctionsOfExam(this.acts, id, caller), this.broughtBy(id),
    ]);
    return {
      ...view, series: series as SeriesView[], matchId: row.match_id, matchMoves: matchMoves(row, caller), checklist, decisions, reports, timeline: timeline as TimelineEntry[], deliveries, visible: row.visible as InboundDetail['visible'], order,
      localPriors: priors, conflicts: conflicts[0]?.n ?? 0, findings: row.findings, corrections, broughtBy,
    };
  }

  /** Asks the release policy as if released now, without storing anything. */
  async preview(id: string, caller: Caller): Promise<ReleasePreview> {
    const { row } = await this.list.one(id, caller);
    caller.require('inbound.release', guardedOf(row));
    if (!row.mrn) throw new Refusal(409, 'not-identified', 'Nobody has confirmed whose exam this is.');
    let preview: ReleasePreview | undefined;
    await this.acts.run(system('preview'), async (act) => {
      const x = await examFacts(act, id, this.settings);
      const d = await decideRelease(act, x);
      const o = d.outcome;
      preview = {
        decision: { id: d.id, kind: 'release', because: d.because, outcome: { ...o }, version: 0, at: act.now.toISOString() }, destinations: o.destinations, visible: o.visible, when: o.when, order: o.order,
        accession: o.accession === 'keep-qualified' ? (row.head['accessionNumber'] ?? null) : null, mrn: row.mrn ?? '', changes: await this.copies.changes(act, id),
      };
      throw new DryRun();
    }).catch((error: unknown) => {
      if (!(error instanceof DryRun)) throw error;
    });
    if (!preview) throw new Error('The preview was not made');
    return preview;
  }

  private async checklist(row: ListRow): Promise<ChecklistView | null> {
    if (!row.checklist_id) return null;
    const id = row.checklist_id as ChecklistId;
    const answers = await this.acts.read<{ revision: number; item: string; answer: CheckAnswer; note: string | null; by_name: string }>(
      'select distinct on (item) revision, item, answer, note, by_name from checklist_answer where exam_id = $1 order by item, revision desc', [row.id]);
    const measured = await this.acts.run(system('preview'), async (act) => measure(act, await examFacts(act, row.id, this.settings)));
    return {
      id, revision: row.revision, stale: answers.some((a) => a.revision < row.revision),
      items: checklists[id].map((item) => {
        const a = answers.find((x) => x.item === item.id && x.revision === row.revision);
        const m = measured[item.id];
        return { id: item.id, blocks: item.blocks, answer: a?.answer ?? null, note: a?.note ?? null, measured: m ? { code: m.code, values: m.values } : null, by: a?.by_name ?? null };
      }),
    };
  }

  private async decisions(id: string): Promise<DecisionSummary[]> {
    const rows = await this.acts.read<{ id: string; kind: DecisionSummary['kind']; because: string[]; outcome: Record<string, unknown>; number: number; at: Date }>(
      `select distinct on (d.kind) d.id, d.kind, d.because, d.outcome, v.number, d.at from decision d join policy_version v on v.id = d.policy_version_id
       where d.exam_id = $1 and d.kind <> 'notification' order by d.kind, d.at desc`, [id]);
    return rows.map((r) => ({ id: r.id, kind: r.kind, because: r.because, outcome: r.outcome, version: r.number, at: r.at.toISOString() }));
  }

  private async broughtBy(id: string): Promise<InboundDetail['broughtBy']> {
    const [row] = await this.acts.read<{ brought_by: BroughtBy; claimed: boolean; other_name: string | null }>(
      `select p.brought_by, p.form = 'photographs' as claimed, l.summary->>'otherName' as other_name from parcel_exam x join parcel p on p.id = x.parcel_id join upload_link l on l.id = p.link_id where x.exam_id = $1 and p.brought_by is not null order by p.made_at limit 1`, [id]);
    return row ? { relation: row.brought_by.relation, name: row.brought_by.name, attestedAt: row.brought_by.attestedAt, claimed: row.claimed, otherName: row.other_name } : null;
  }

  private async deliveries(id: string): Promise<DeliveryView[]> {
    const rows = await this.acts.read<{ destination: string; id: string; state: string; sent: number; verified: number; total: number; missing: string[]; attempt: number; next_due_at: Date | null; cause: string | null }>(
      `select t.destination, t.id, t.state, t.attempt, t.next_due_at, t.cause, count(r.*)::int as total, count(*) filter (where r.state in ('sent', 'unknown', 'verified'))::int as sent,
         count(*) filter (where r.state = 'verified')::int as verified, coalesce(array_agg(r.sop_uid) filter (where r.state in ('missing', 'rejected')), '{}') as missing
       from transfer t left join transfer_row r on r.transfer_id = t.id where t.exam_id = $1 group by t.id order by t.made_at desc`, [id]);
    return rows.map((r) => ({ destination: r.destination, transferId: r.id, state: r.state, sent: r.sent, verified: r.verified, total: r.total, missing: r.missing, attempt: r.attempt, nextDueAt: r.next_due_at?.toISOString() ?? null, cause: r.cause }));
  }

  private async order(id: string): Promise<OrderView | null> {
    const [o] = await this.acts.read<{ accession: string; issuer: string; procedure_code: string; procedure_text: string; kind: OrderView['kind']; state: OrderView['state']; cause: string | null; at: Date }>(
      'select * from import_order where exam_id = $1 order by at desc limit 1', [id]);
    return o ? { accession: o.accession, issuer: o.issuer, procedure: `${o.procedure_code} ${o.procedure_text}`.trim(), kind: o.kind, state: o.state, cause: o.cause, at: o.at.toISOString() } : null;
  }
}

class DryRun extends Error {}

const MATCH_OFFERS: readonly (readonly [MatchMove, AbilityName])[] = [
  ['accept', 'match.accept'], ['override', 'match.override'], ['ask-second', 'match.override'], ['confirm-second', 'match.confirm'], ['ask-registration', 'match.register'], ['unlink', 'match.unlink'],
];
function matchMoves(row: ListRow, caller: Caller): MoveOffer[] {
  const state = row.match_state;
  if (!state) return [];
  return MATCH_OFFERS.flatMap(([name, ability]) => (matchMachine.answer(state, name) === 'legal' && caller.offer(name, ability, guardedOf(row))) || []);
}
