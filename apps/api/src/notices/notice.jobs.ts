import { type Facts, type Telling } from '@causeway/domain';
import type { Act, DomainEvent } from '../platform/acts/act';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { signal } from '../platform/acts/move';
import { dayIn } from '../platform/clocks';
import { askPolicy } from '../platform/decisions/decisions';
import { jobKind, Later, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import type { Settings } from '../platform/settings/settings';
import { failureToldAs } from '../endpoints/gateways/standing';
import { examFacts } from '../inbound/facts';
import { outwardEvents } from './outward';
import { exchangeFacts } from './exchange-facts';
import { noticeScope } from './house-recipients';
import { nextInChain, recipients, type About } from './recipients';
import { Deliveries } from './deliver';
import { settle } from './settle';
import { tell } from './tell';

export const noticeJobKinds = {
  'notice.decide': jobKind('fast', 10, 1, 60),
  'notice.ack': jobKind('fast'),
  'notice.settle': jobKind('fast', 10, 1, 60),
  'notice.deliver': jobKind('fast', 20, 5, 300),
  'notice.heal': jobKind('fast', 20, 5, 300),
  'notice.heal-channel': jobKind('fast', 20, 5, 300),
} as const;

interface OverdueRow { state: string; event: string; subject_kind: string; subject_id: string; person_id: string; data: { examId?: string | null; step?: number; root?: string } }

/** Channels from quiet to loud, in the words of the policy. */
const LOUD = ['in-app', 'mail', 'push', 'sms', 'pager'];
const RETRY_SECONDS = 15;
/** What stood behind a gateway that is back has this long to come back as well. */
const COME_BACK_SECONDS = 120;

/** A job of notices that was given up: to tell of it would take the job that just failed, without end. The audit, the log and the doctor tell. */
const ofNotices = (e: DomainEvent): boolean => e.event === 'job.given-up' && String(e.data?.['kind']) in noticeJobKinds;

export const noticeReactions: readonly Reaction[] = [
  {
    on: '*',
    wish: (e) => (outwardEvents.has(e.event) && !ofNotices(e)
      ? { kind: 'notice.decide', key: `notice.decide ${e.seq}`, data: { event: e.event, kind: e.kind, id: e.id, seq: e.seq, examId: e.data?.['examId'] ?? (e.kind === 'inbound' ? e.id : null), policyId: e.data?.['policyId'] ?? null, grade: e.data?.['grade'] ?? null, permille: e.data?.['permille'] ?? null } }
      : null),
  },
  // its gateway is back, and it is not: what was told for the gateway is told of it now, unless it comes back meanwhile
  {
    on: 'endpoint.still-failing',
    wish: (e) => ({ kind: 'notice.decide', key: `notice.decide ${e.seq}`, data: { event: 'endpoint.failed', kind: e.kind, id: e.id, seq: e.seq, examId: null, stillFailing: true }, inSeconds: COME_BACK_SECONDS }),
  },
  // the thing no longer needs anybody
  ...['overread.acknowledged', 'overread.withdrawn', 'lease.ended'].map((on): Reaction => ({ on, wish: (e) => ({ kind: 'notice.settle', key: `notice.settle ${e.id}`, data: { id: e.id, cause: on } }) })),
];

/** An upload link is shown on the page of what it is for. */
async function linkedThing(act: Act, about: About): Promise<About> {
  const [link] = await act.query<{ request_id: string | null; case_id: string | null }>('select request_id, case_id from upload_link where id = $1', [about.id]);
  if (link?.request_id) return { ...about, kind: 'requestOut', id: link.request_id };
  return link?.case_id ? { ...about, kind: 'case', id: link.case_id } : about;
}

/** Tells people what happened, as the notification policy says, and sees to it that it reaches them. */
export class NoticeJobs implements JobHandler {
  readonly kinds = Object.keys(noticeJobKinds);
  private readonly deliveries: Deliveries;

  constructor(private readonly acts: Acts, private readonly settings: Settings) {
    this.deliveries = new Deliveries(acts, settings);
  }

  async run(job: JobRun): Promise<void> {
    if (job.kind === 'notice.deliver') return this.deliveries.deliver(String(job.data['id']));
    if (job.kind === 'notice.heal') return this.deliveries.heal(String(job.data['id']));
    if (job.kind === 'notice.heal-channel') return this.deliveries.healChannel(String(job.data['channel']));
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
    if (event === 'endpoint.failed' && !(await this.byItself(act, about.id, data['stillFailing'] === true))) return;
    const facts: Facts = {
      ...(examId ? (await examFacts(act, examId, this.settings)).facts : await exchangeFacts(act, about)),
      'notice.event': event, 'notice.grade': (data['grade'] as string | null) ?? null, 'notice.slaPermille': (data['permille'] as number | null) ?? null, 'person.quiet': null,
    };
    const decision = await askPolicy(act, { kind: 'notification', scope: noticeScope(about.kind), subject: { kind: about.kind, id: about.id, examId }, facts, today: dayIn(act.now, this.settings.SITE_ZONE) });
    // told by two rules, a person is told once, by the stricter
    const told = new Map<string, Telling>();
    for (const telling of decision.outcome.tell) {
      for (const personId of await recipients(act, telling.who, about)) {
        const before = told.get(personId);
        const channel = before && LOUD.indexOf(before.channel) > LOUD.indexOf(telling.channel) ? before.channel : telling.channel;
        told.set(personId, { ...telling, channel, ack: !!(telling.ack || before?.ack), urgent: !!(telling.urgent || before?.urgent) });
      }
    }
    // a ballot is shown on the page of its policy
    const shown: About = about.kind === 'ballot' && typeof data['policyId'] === 'string' ? { ...about, kind: 'policy', id: data['policyId'] } : about.kind === 'link' ? await linkedThing(act, about) : about;
    for (const [personId, t] of told) {
      await tell(act, {
        personId, role: t.who, event, because: decision.because.at(-1) ?? '', about: shown, channel: t.channel, urgent: t.urgent ?? false, ack: t.ack ?? false, key: `${String(data['seq'])} ${personId}`, decisionId: decision.id,
        data: { grade: data['grade'], permille: data['permille'] },
      }, this.settings);
    }
  }

  /** Of a connection behind a gateway that is away the gateway was told of: one thing to see to is one notice. */
  private async byItself(act: Act, endpointId: string, onlyIfStill: boolean): Promise<boolean> {
    const as = await failureToldAs(act, endpointId, onlyIfStill);
    if (as === 'wait') throw new Later(RETRY_SECONDS, 'others-not-tested-yet');
    if (as === 'gateway') act.audit({ action: 'notice.told-for-gateway', object: { kind: 'endpoint', id: endpointId } });
    return as === 'connection';
  }

  /**
   * Nobody answered in time: the notice escalates, and the next of the chain is told and asked. The chain is that of the thing's responsibility decision, filled
   * by the duty calendar; where it ends, the last stays asked.
   */
  private async overdue(act: Act, id: string): Promise<void> {
    const [n] = await act.query<OverdueRow>('select * from notice where id = $1 for update', [id]);
    if (n?.state === 'queued') throw new Later(RETRY_SECONDS, 'not-sent-yet');
    if (!n || !['sent', 'seen', 'failed'].includes(n.state)) return;
    const about: About = { kind: n.subject_kind, id: n.subject_id, examId: n.data.examId ?? null };
    const step = n.data.step ?? 0;
    const next = await nextInChain(act, about, step, n.person_id);
    await signal(act, { machine: 'notice', id, move: 'escalate', details: { role: next?.role ?? null, people: next?.people ?? [] } });
    for (const personId of next?.people ?? []) {
      await tell(act, {
        personId, role: next?.role ?? '', event: n.event, because: 'escalated', about, channel: 'pager', urgent: true, ack: true, key: `escalated ${n.data.root ?? id} ${personId}`, decisionId: null,
        data: { ...n.data, root: n.data.root ?? id, step: next?.step ?? step + 1 },
      }, this.settings);
    }
  }
}
