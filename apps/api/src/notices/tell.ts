import { deliveriesOf, noticeMachine, topicOf } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { made, signal } from '../platform/acts/move';
import { dueAfter } from '../platform/clocks';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { openChannels } from './channels/channels';
import { preferencesOf } from './preferences';
import type { About } from './recipients';

export interface Tell {
  readonly personId: string;
  /** The role that made them the person to tell. */
  readonly role: string;
  readonly event: string;
  readonly because: string;
  readonly about: About;
  /** What the policy asked for. */
  readonly channel: string;
  readonly urgent: boolean;
  readonly ack: boolean;
  /** One notice of a key, however often it is told. */
  readonly key: string;
  readonly decisionId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The same thing said again this soon is not said twice. */
const WINDOW_SECONDS = 300;

/**
 * Makes one notice: in the console at once, and by the channels the person chose, now or when their quiet hours end. Waiting, failing and healing of
 * a channel happen in jobs of their own. A notice that must be answered starts its clock: 5 minutes when critical, 15 when urgent, else a working day.
 */
export async function tell(act: Act, t: Tell, settings: Settings): Promise<void> {
  const id = newId(act.now.getTime());
  const due = t.ack ? dueAfter(act.now, t.urgent ? { seconds: t.data['grade'] === 'critical' ? 300 : 900 } : { workingDays: 1 }, settings.SITE_ZONE) : null;
  const rows = await act.query(
    `insert into notice (id, state, dedupe_key, event, because, subject_kind, subject_id, person_id, role, channel, urgent, ack, decision_id, data, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'in-app', $10, $11, $12, $13, $14) on conflict (dedupe_key) do nothing returning id`,
    [id, noticeMachine.initial, t.key, t.event, t.because, t.about.kind, t.about.id, t.personId, t.role, t.urgent, t.ack, t.decisionId, JSON.stringify({ ...t.data, examId: t.about.examId, wanted: t.channel }), due]);
  if (rows.length === 0) return;
  made(act, 'notice', id, { event: t.event, role: t.role });
  const earlier = await saidJustNow(act, id, t);
  if (earlier) {
    await signal(act, { machine: 'notice', id, move: 'merge', details: { into: earlier } });
    return;
  }
  await queue(act, id, t, settings);
  if (due) act.wish({ kind: 'notice.ack', key: `notice.ack ${id}`, data: { id }, dueAt: due });
}

/** An open notice of the same person, thing and kind that asks at least as much of them. */
async function saidJustNow(act: Act, id: string, t: Tell): Promise<string | null> {
  const [row] = await act.query<{ id: string }>(
    `select id from notice where person_id = $1 and subject_id = $2 and event = $3 and because = $4 and id <> $5 and state in ('queued', 'sent', 'seen', 'escalated', 'failed') and (ack or not $6) and (urgent or not $7)
       and coalesce(data->>'permille', '') = $8 and made_at > clock_timestamp() - make_interval(secs => ${WINDOW_SECONDS}) order by made_at desc limit 1`,
    [t.personId, t.about.id, t.event, t.because, id, t.ack, t.urgent, String(t.data['permille'] ?? '')]);
  return row?.id ?? null;
}

async function queue(act: Act, id: string, t: Tell, settings: Settings): Promise<void> {
  const planned = deliveriesOf({ topic: topicOf(t.event), wanted: t.channel, urgent: t.urgent, ack: t.ack, now: act.now.getTime() }, await preferencesOf(act, t.personId, settings), openChannels(settings));
  if (planned.length === 0) {
    await signal(act, { machine: 'notice', id, move: 'send', details: { channel: 'in-app' } });
    return;
  }
  for (const { channel, due, digest } of planned) {
    const delivery = newId(act.now.getTime());
    await act.query('insert into notice_delivery (id, notice_id, person_id, channel, digest, due_at) values ($1, $2, $3, $4, $5, $6)', [delivery, id, t.personId, channel, digest, new Date(due)]);
    act.wish({ kind: 'notice.deliver', key: `notice.deliver ${delivery}`, data: { id: delivery }, dueAt: new Date(due) });
  }
  const until = Math.min(...planned.map((p) => p.due));
  if (until > act.now.getTime()) await signal(act, { machine: 'notice', id, move: 'defer', details: { until: new Date(until).toISOString(), digest: planned.some((p) => p.digest) } });
}
