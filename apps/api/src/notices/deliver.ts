import type { OutwardChannel } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { signal } from '../platform/acts/move';
import { Later } from '../platform/jobs/job';
import type { Settings } from '../platform/settings/settings';
import { queryable } from '../exchange/queryable';
import { sendBy, type Message } from './channels/channels';
import { ChannelFailure } from './channels/failure';
import { failed, worked } from './health';
import { digestLines, digestTitle, linesOf, linkOf, titleOf, type Said } from './message';
import { preferencesOf } from './preferences';

interface DeliveryRow extends Said { id: string; notice_id: string; person_id: string; channel: OutwardChannel; state: string; attempts: number; digest: boolean; notice_state: string }

/** Tries of one delivery before it counts as failed, and the pauses between them in seconds. After that the notice heals with its channel. */
const PAUSES = [5, 20] as const;
const HEAL_SECONDS = 300;
/** While a channel fails, one try in so many seconds asks whether it is back; the others do not knock. */
const QUIET_SECONDS = 20;
/** An address that was refused is not asked again until the person changes it. */
export const HEALS = `coalesce(cause, '') not like 'refused:%'`;
const ENDED = ['acknowledged', 'merged', 'withdrawn', 'seen'];
const ACTOR = system('notices');
const SELECT = 'select d.id, d.notice_id, d.person_id, d.channel, d.state, d.attempts, d.digest, n.state as notice_state, n.subject_kind, n.urgent, n.ack from notice_delivery d join notice n on n.id = d.notice_id';

/** Hands one delivery to its channel, or all of a person's digest. What happened is written down in an act of its own afterwards: nothing waits for a mail server inside a transaction. */
export class Deliveries {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async deliver(id: string): Promise<void> {
    const [first] = await this.acts.read<DeliveryRow>(`${SELECT} where d.id = $1`, [id]);
    if (!first || first.state !== 'waiting') return;
    const group = first.digest ? await this.acts.read<DeliveryRow>(`${SELECT} where d.person_id = $1 and d.channel = $2 and d.digest and d.state = 'waiting' and d.due_at <= clock_timestamp() order by d.id limit 500`, [first.person_id, first.channel]) : [first];
    const over = group.filter((d) => ENDED.includes(d.notice_state));
    if (over.length > 0) await this.acts.run(ACTOR, async (act) => void (await act.query(`update notice_delivery set state = 'dropped', done_at = clock_timestamp() where id = any($1::uuid[]) and state = 'waiting'`, [over.map((d) => d.id)])));
    const due = group.filter((d) => !ENDED.includes(d.notice_state));
    if (due.length > 0) await this.send(due);
  }

  private async send(due: readonly DeliveryRow[]): Promise<void> {
    const [first] = due as readonly [DeliveryRow, ...DeliveryRow[]];
    const { channel } = first;
    const address = (await preferencesOf(queryable(this.acts), first.person_id, this.settings)).addresses[channel];
    if (address === undefined) return this.undone(due, 'refused:no-address', true);
    if (await this.knockedJustNow(channel)) return this.undone(due, 'channel-away', false);
    const message: Message = {
      id: first.id, to: address, link: linkOf(this.settings), urgent: due.some((d) => d.urgent), title: first.digest ? digestTitle(due.length) : titleOf(first), lines: first.digest ? digestLines(due) : linesOf(first),
    };
    try {
      const messageId = await sendBy(channel, message, this.settings, this.acts);
      await this.done(due, messageId);
    } catch (error) {
      if (!(error instanceof ChannelFailure)) throw error;
      if (!error.refused) await this.acts.run(ACTOR, (act) => failed(act, channel, error.code));
      await this.undone(due, error.refused ? `refused:${error.code}` : error.code, error.refused);
    }
  }

  private async knockedJustNow(channel: OutwardChannel): Promise<boolean> {
    const rows = await this.acts.read(
      `select 1 as quiet from notice_channel where name = $1 and state = 'failing' and tried_at > clock_timestamp() - make_interval(secs => $2)`, [channel, QUIET_SECONDS / this.settings.PATIENCE_RATE]);
    return rows.length > 0;
  }

  private async done(due: readonly DeliveryRow[], messageId: string): Promise<void> {
    await this.acts.run(ACTOR, async (act) => {
      for (const d of due) {
        await act.query(`update notice_delivery set state = 'sent', message_id = $2, cause = null, attempts = attempts + 1, done_at = clock_timestamp() where id = $1`, [d.id, messageId]);
        act.unwish(`notice.deliver ${d.id}`);
        const [n] = await act.query<{ state: string }>('select state from notice where id = $1 for update', [d.notice_id]);
        if (n?.state === 'queued') await signal(act, { machine: 'notice', id: d.notice_id, move: 'send', details: { channel: d.channel, messageId } });
      }
      await worked(act, due[0]?.channel ?? '', due.length);
    });
  }

  /** Not taken: again soon, or failed for now. When every channel of the notice failed, so has the notice, until one is back. */
  private async undone(due: readonly DeliveryRow[], cause: string, final: boolean): Promise<void> {
    const attempts = (due[0]?.attempts ?? 0) + 1;
    const pause = final ? undefined : PAUSES[attempts - 1];
    await this.acts.run(ACTOR, async (act) => {
      await act.query(`update notice_delivery set attempts = attempts + 1, cause = $2, state = $3 where id = any($1::uuid[]) and state = 'waiting'`, [due.map((d) => d.id), cause, pause === undefined ? 'failed' : 'waiting']);
      if (pause === undefined) for (const d of due) await this.closeNotice(act, d, cause);
    });
    if (pause !== undefined) throw new Later(Math.max(1, pause / this.settings.PATIENCE_RATE), cause);
  }

  private async closeNotice(act: Act, d: DeliveryRow, cause: string): Promise<void> {
    const [left] = await act.query<{ open: number; sent: number }>(`select count(*) filter (where state = 'waiting')::int as open, count(*) filter (where state = 'sent')::int as sent from notice_delivery where notice_id = $1`, [d.notice_id]);
    if ((left?.open ?? 0) + (left?.sent ?? 0) > 0) return;
    const [n] = await act.query<{ state: string }>('select state from notice where id = $1 for update', [d.notice_id]);
    if (n?.state !== 'queued') return;
    await signal(act, { machine: 'notice', id: d.notice_id, move: 'fail', details: { causes: [`${d.channel}: ${cause}`] } });
    const [heals] = await act.query(`select 1 as heals from notice_delivery where notice_id = $1 and state = 'failed' and ${HEALS}`, [d.notice_id]);
    if (heals) act.wish({ kind: 'notice.heal', key: `notice.heal ${d.notice_id}`, data: { id: d.notice_id }, inSeconds: HEAL_SECONDS / this.settings.PATIENCE_RATE });
  }

  /** Another round for a notice that no channel took. */
  async heal(id: string): Promise<void> {
    await this.acts.run(ACTOR, async (act) => {
      const [n] = await act.query<{ state: string }>('select state from notice where id = $1 for update', [id]);
      if (n?.state !== 'failed' && n?.state !== 'escalated') return;
      const rows = await act.query<{ id: string; channel: string }>(`update notice_delivery set state = 'waiting', attempts = 0, due_at = clock_timestamp(), digest = false where notice_id = $1 and state = 'failed' and ${HEALS} returning id, channel`, [id]);
      if (rows.length === 0) return;
      if (n.state === 'failed') await signal(act, { machine: 'notice', id, move: 'retry', details: { channel: rows[0]?.channel ?? null } });
      for (const row of rows) act.wish({ kind: 'notice.deliver', key: `notice.deliver ${row.id}`, data: { id: row.id } });
    });
  }

  /** A channel is back: whatever waits for it goes at once, in pages. */
  async healChannel(channel: string): Promise<void> {
    const rows = await this.acts.read<{ notice_id: string }>(
      `select distinct d.notice_id from notice_delivery d join notice n on n.id = d.notice_id where d.channel = $1 and d.state = 'failed' and ${HEALS} and n.state in ('failed', 'escalated') limit 500`, [channel]);
    for (const row of rows) await this.heal(row.notice_id);
    if (rows.length === 500) throw new Later(1, 'more');
  }
}
