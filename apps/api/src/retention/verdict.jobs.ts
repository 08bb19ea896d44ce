import { DateTime } from 'luxon';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { jobKind, Later, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import { dayIn } from '../platform/clocks';
import type { Settings } from '../platform/settings/settings';
import { evaluate } from './verdict';

export const verdictJobKinds = { 'verdict.decide': jobKind('fast'), 'verdict.patient': jobKind('fast'), 'verdict.all': jobKind('slow', 20, 60, 3600), 'verdict.calendar': jobKind('slow', 20, 60, 3600) } as const;

const BATCH = 200;
const decide = (id: string, inSeconds = 0) => ({ kind: 'verdict.decide', key: `verdict.decide ${id}`, data: { id }, inSeconds });
const examOf = (data: Readonly<Record<string, unknown>> | undefined): string | null => (typeof data?.['examId'] === 'string' ? data['examId'] : null);

/** Every change of a fact, a text or the law looks at the exam again; a signal too many finds nothing changed. */
export const verdictReactions: readonly Reaction[] = [
  ...['inbound.released', 'inbound.mirrored', 'inbound.returned', 'inbound.rejected', 'inbound.quarantined', 'inbound.reopened'].map((on): Reaction => ({ on, wish: (e) => decide(e.id) })),
  ...['match.matched', 'match.overridden', 'match.unlinked', 'overread.signed', 'overread.addended', 'overread.retracted', 'transfer.completed'].map((on): Reaction => ({
    on, wish: (e) => { const id = examOf(e.data); return id ? decide(id, 1) : null; },
  })),
  // an exam more of a patient, or one less, is a fact of the others: a later mammogram keeps the earlier ones
  ...['match.matched', 'match.overridden', 'match.unlinked'].map((on): Reaction => ({ on, wish: (e) => ({ kind: 'verdict.patient', key: `verdict.match ${e.id}`, data: { matchId: e.id }, inSeconds: 1 }) })),
  ...['patient.updated', 'patient.merged'].map((on): Reaction => ({ on, wish: (e) => ({ kind: 'verdict.patient', key: `verdict.patient ${e.id}`, data: { id: e.id }, inSeconds: 5 }) })),
  { on: 'case.decided', wish: (e) => ({ kind: 'verdict.patient', key: `verdict.case ${e.id}`, data: { caseId: e.id } }) },
  { on: 'send.accepted', wish: (e) => ({ kind: 'verdict.patient', key: `verdict.send ${e.id}`, data: { sendId: e.id } }) },
  ...['hold.made', 'hold.activated', 'hold.declined', 'hold.released'].map((on): Reaction => ({ on, wish: (e) => ({ kind: 'verdict.patient', key: `verdict.hold ${e.id}`, data: { holdId: e.id } }) })),
  { on: 'facility.retrievability-changed', wish: (e) => ({ kind: 'verdict.all', key: `verdict.all ${e.id}`, data: { sourceId: e.id }, inSeconds: 60 }) },
  { on: 'policy.in-force', wish: () => ({ kind: 'verdict.all', key: 'verdict.all', data: {} }) },
];

/** Verdicts: made, looked at again when something changed, and each night for the dates that passed. */
export class VerdictJobs implements JobHandler {
  readonly kinds = Object.keys(verdictJobKinds);

  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async run(job: JobRun): Promise<void> {
    if (job.kind === 'verdict.all') return this.all(job);
    if (job.kind === 'verdict.calendar') return this.calendar();
    await this.acts.run(system('retention'), async (act) => {
      if (job.kind === 'verdict.decide') return void (await evaluate(act, String(job.data['id']), this.settings));
      for (const { id } of await examsOf(act, job.data)) act.wish(decide(id));
    });
  }

  /** A text changed, or what is known of a source: everything, or all of that source, is looked at again, some at a time. */
  private async all(job: JobRun): Promise<void> {
    for (let after = ''; !job.signal.aborted;) {
      const rows = await this.acts.read<{ id: string }>(`select id from verdict where state <> 'disposed' and id::text > $1 and ($2::uuid is null or id in (select x.id from exam x where x.source_facility_id = $2)) order by id::text limit ${BATCH}`, [after, job.data['sourceId'] ?? null]);
      if (rows.length === 0) return;
      await this.acts.run(system('retention'), async (act) => { for (const { id } of rows) act.wish(decide(id)); });
      after = rows.at(-1)?.id ?? '';
    }
  }

  /** Dates that passed, and exams that came to rest before there were verdicts. Puts itself back for the beginning of the next day. */
  private async calendar(): Promise<void> {
    const today = dayIn(new Date(), this.settings.SITE_ZONE);
    for (let more = true; more;) {
      more = await this.acts.run(system('retention'), async (act) => {
        const rows = await act.query<{ id: string }>(
          `(select v.id from verdict v where v.state = 'kept' and v.until < $1::date and not exists (select 1 from job j where j.key = 'verdict.decide ' || v.id and j.state = 'waiting') limit ${BATCH})
           union all
           (select x.id from inbound x where x.state in ('quarantined', 'mirrored', 'released', 'returned', 'rejected') and not exists (select 1 from verdict v where v.id = x.id)
              and not exists (select 1 from job j where j.key = 'verdict.decide ' || x.id and j.state = 'waiting') limit ${BATCH})`, [today]);
        for (const { id } of rows) act.wish(decide(id));
        return rows.length >= BATCH;
      });
    }
    const now = DateTime.now().setZone(this.settings.SITE_ZONE);
    throw new Later(Math.max(60, Math.ceil(now.plus({ days: 1 }).startOf('day').plus({ minutes: 1 }).diff(now, 'seconds').seconds)), 'next-day');
  }
}

/** Told at each start of a worker; what waits already stays one job. */
export const wishCalendar = (act: Act): void => act.wish({ kind: 'verdict.calendar', key: 'verdict.calendar', data: {}, inSeconds: 30 });

async function examsOf(act: Act, data: Readonly<Record<string, unknown>>): Promise<{ id: string }[]> {
  if (data['caseId']) return act.query('select exam_id as id from case_exam where case_id = $1', [data['caseId']]);
  if (data['sendId']) return act.query('select exam_id as id from send_item where send_id = $1', [data['sendId']]);
  if (data['holdId']) return act.query('select exam_id as id from hold_exam where hold_id = $1', [data['holdId']]);
  if (data['matchId']) return act.query(`select o.exam_id as id from match m join match o on o.patient_id = m.patient_id and o.state in ('matched', 'overridden') where m.id = $1`, [data['matchId']]);
  return act.query(`select m.exam_id as id from match m join patient p on p.id = m.patient_id where (p.id = $1 or p.merged_into = $1) and m.state in ('matched', 'overridden')`, [data['id']]);
}
