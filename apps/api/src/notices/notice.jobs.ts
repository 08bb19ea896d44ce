import { noticeMachine, type Facts, type Telling } from '@causeway/domain';
import type { Act, DomainEvent } from '../platform/acts/act';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { made, signal } from '../platform/acts/move';
import { dayIn, dueAfter } from '../platform/clocks';
import { askPolicy, type Made } from '../platform/decisions/decisions';
import { newId } from '../platform/ids';
import { jobKind, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import type { Settings } from '../platform/settings/settings';
import { examFacts } from '../inbound/facts';
import { outwardEvents } from './outward';
import { exchangeFacts } from './exchange-facts';
import { recipients, type About } from './recipients';

export const noticeJobKinds = {
  'notice.decide': jobKind('fast', 10, 1, 60),
  'notice.ack': jobKind('fast'),
  'notice.settle': jobKind('fast', 10, 1, 60),
} as const;

const OPEN = `('queued', 'sent', 'seen', 'escalated', 'failed')`;

/** A job of notices that was given up: to tell of it would take the job that just failed, without end. The audit, the log and the doctor tell. */
const ofNotices = (e: DomainEvent): boolean => e.event === 'job.given-up' && String(e.data?.['kind']) in noticeJobKinds;

export const noticeReactions: readonly Reaction[] = [
  {
    on: '*',
    wish: (e) => (outwardEvents.has(e.event) && !ofNotices(e)
      ? { kind: 'notice.decide', key: `notice.decide ${e.seq}`, data: { event: e.event, kind: e.kind, id: e.id, seq: e.seq, examId: e.data?.['examId'] ?? (e.kind === 'inbound' ? e.id : null), grade: e.data?.['grade'] ?? null, permille: e.data?.['permille'] ?? null } }
      : null),
  },
  // the thing no longer needs anybody
  ...['overread.acknowledged', 'overread.withdrawn', 'lease.ended'].map((on): Reaction => ({ on, wish: (e) => ({ kind: 'notice.settle', key: `notice.settle ${e.id}`, data: { id: e.id, cause: on } }) })),
];

/** Tells people what happened, as the notification policy says. Everything is told in the console; the stronger channels a telling asks for are kept with it. */
export class NoticeJobs implements JobHandler {
  readonly kinds = Object.keys(noticeJobKinds);

  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async run(job: JobRun): Promise<void> {
    await this.acts.run(system('notices'), async (act) => {
      if (job.kind === 'notice.decide') return this.decide(act, job.data);
      if (job.kind === 'notice.settle') return settle(act, String(job.data['id']), String(job.data['cause']));
      return this.overdue(act, String(job.data['id']));
    });
  }

  private async decide(act: Act, data: JobRun['data']): Promise<void> {
    const examId = typeof data['examId'] === 'string' ? data['examId'] : null;
    const about: About = { kind: String(data['kind']), id: String(data['id']), examId };
    const event = String(data['event']);
    const facts: Facts = {
      ...(examId ? (await examFacts(act, examId, this.settings)).facts : await exchangeFacts(act, about)),
      'notice.event': event, 'notice.grade': (data['grade'] as string | null) ?? null, 'notice.slaPermille': (data['permille'] as number | null) ?? null, 'person.quiet': null,
    };
    const decision = await askPolicy(act, { kind: 'notification', subject: { kind: about.kind, id: about.id, examId }, facts, today: dayIn(act.now, this.settings.SITE_ZONE) });
    // everything is told in the console, so a person told by two channels is told once, by the stricter
    const told = new Map<string, Telling>();
    for (const telling of decision.outcome.tell) {
      for (const personId of await recipients(act, telling.who, about)) {
        const before = told.get(personId);
        told.set(personId, { ...telling, ack: !!(telling.ack || before?.ack), urgent: !!(telling.urgent || before?.urgent) });
      }
    }
    for (const [personId, telling] of told) await this.tell(act, telling, personId, about, event, String(data['seq']), decision, data);
  }

  private async tell(act: Act, telling: Telling, personId: string, about: About, event: string, seq: string, decision: Made<'notification'>, data: JobRun['data']): Promise<void> {
    const id = newId(act.now.getTime());
    const due = telling.ack ? dueAfter(act.now, telling.urgent ? { seconds: data['grade'] === 'critical' ? 300 : 900 } : { workingDays: 1 }, this.settings.SITE_ZONE) : null;
    const rows = await act.query(
      `insert into notice (id, state, dedupe_key, event, because, subject_kind, subject_id, person_id, role, channel, urgent, ack, decision_id, data, due_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'in-app', $10, $11, $12, $13, $14) on conflict (dedupe_key) do nothing returning id`,
      [id, noticeMachine.initial, `${seq} ${personId}`, event, decision.because.at(-1) ?? '', about.kind, about.id, personId, telling.who, telling.urgent ?? false, telling.ack ?? false, decision.id,
        JSON.stringify({ examId: about.examId, wanted: telling.channel, grade: data['grade'], permille: data['permille'] }), due]);
    if (rows.length === 0) return;
    made(act, 'notice', id, { event, role: telling.who });
    await signal(act, { machine: 'notice', id, move: 'send', details: { channel: 'in-app' } });
    if (due) act.wish({ kind: 'notice.ack', key: `notice.ack ${id}`, data: { id }, dueAt: due });
  }

  /** Nobody answered in time: the notice escalates and the lead of the line is told, once. */
  private async overdue(act: Act, id: string): Promise<void> {
    const [n] = await act.query<{ state: string; event: string; subject_kind: string; subject_id: string; data: { examId?: string | null } }>('select * from notice where id = $1 for update', [id]);
    if (!n || !['sent', 'seen'].includes(n.state)) return;
    await signal(act, { machine: 'notice', id, move: 'escalate' });
    const about: About = { kind: n.subject_kind, id: n.subject_id, examId: n.data.examId ?? null };
    for (const personId of await recipients(act, 'section-lead', about)) {
      const next = newId(act.now.getTime());
      const rows = await act.query(
        `insert into notice (id, state, dedupe_key, event, because, subject_kind, subject_id, person_id, role, channel, urgent, ack, data)
         values ($1, $2, $3, $4, 'escalated', $5, $6, $7, 'section-lead', 'in-app', true, false, $8) on conflict (dedupe_key) do nothing returning id`,
        [next, noticeMachine.initial, `escalated ${n.subject_id} ${personId}`, n.event, n.subject_kind, n.subject_id, personId, JSON.stringify(n.data)]);
      if (rows.length === 0) continue;
      made(act, 'notice', next, { event: n.event, escalatedFrom: id });
      await signal(act, { machine: 'notice', id: next, move: 'send', details: { channel: 'in-app' } });
    }
  }
}

async function settle(act: Act, subjectId: string, cause: string): Promise<void> {
  const rows = await act.query<{ id: string }>(`select id from notice where subject_id = $1 and ack and state in ${OPEN} for update`, [subjectId]);
  for (const row of rows) {
    await signal(act, { machine: 'notice', id: row.id, move: 'withdraw', reason: cause });
    act.unwish(`notice.ack ${row.id}`);
  }
}
