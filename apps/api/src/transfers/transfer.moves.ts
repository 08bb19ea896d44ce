import { EVERYONE, type AbilityName } from '@causeway/access';
import type { BulkTransferResult, BulkTransfers, TransferAction } from '@causeway/contracts';
import { instanceMachine, transferMachine, type TransferMove, type TransferState } from '@causeway/domain';
import { guardedOf, lockInbound } from '../inbound/inbound.row';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { move } from '../platform/acts/move';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { lockRequest, requestGuarded } from '../requests/out.row';
import { requeueRows, wishServe } from './lines';
import { makeTransfer } from './make';
import { moveRows } from './rows';
import { TRANSFER_SQL, type TransferColumns } from './run';
import { told } from './told';
import { cancelTransfer } from './transfer.cancel';
import type { TransferList } from './transfer.list';

export const abilityOfMove: Readonly<Record<string, AbilityName>> = {
  retry: 'transfer.retry', pause: 'transfer.pause', resume: 'transfer.pause', cancel: 'transfer.cancel', reroute: 'transfer.cancel', reprioritise: 'transfer.prioritise', exclude: 'transfer.exclude',
};
const MOVE_OF: Readonly<Record<TransferAction, TransferMove>> = { retry: 'retry', pause: 'pause', resume: 'resume', cancel: 'cancel', prioritise: 'reprioritise' };

type Columns = Omit<TransferColumns, 'exam_id'> & { exam_id: string | null; request_id: string | null; direction: 'in' | 'out' };
type Locked = Columns & { guarded: ReturnType<typeof guardedOf> & { owners: string[] } };

/** What people do with a movement: try again what is missing, hold it, hurry it, send it another way, call it off. */
export class TransferMoves {
  constructor(private readonly acts: Acts, private readonly list: Pick<TransferList, 'matching'>) {}

  retry(caller: Caller, id: string, version?: number): Promise<void> {
    return this.with(caller, id, 'transfer.retry', async (act, t) => {
      await move(act, { machine: 'transfer', id, move: 'retry', ...seen(version), set: { next_due_at: act.now, fruitless: 0, heals: 0, reason: null }, data: told(t) });
      await requeueRows(act, id, 'all');
      wishServe(act, t.endpoint_id);
    });
  }

  pause(caller: Caller, id: string, reason: string, version?: number): Promise<void> {
    return this.with(caller, id, 'transfer.pause', async (act, t) => {
      await move(act, { machine: 'transfer', id, move: 'pause', ...seen(version), set: { reason, paused_by: caller.principal.name, rate: null }, reason, data: told(t) });
      wishServe(act, t.endpoint_id);
    });
  }

  resume(caller: Caller, id: string, version?: number): Promise<void> {
    return this.with(caller, id, 'transfer.pause', async (act, t) => {
      await move(act, { machine: 'transfer', id, move: 'resume', ...seen(version), set: { reason: null, paused_by: null, next_due_at: act.now }, data: told(t) });
      wishServe(act, t.endpoint_id);
    });
  }

  cancel(caller: Caller, id: string, reason: string, version?: number): Promise<void> {
    return this.with(caller, id, 'transfer.cancel', (act, t) => cancelTransfer(act, t, reason, version));
  }

  prioritise(caller: Caller, id: string, priority: number, version?: number): Promise<void> {
    return this.with(caller, id, 'transfer.prioritise', async (act, t) => {
      await move(act, { machine: 'transfer', id, move: 'reprioritise', ...seen(version), set: { priority }, details: { old: t.priority, new: priority }, data: told(t) });
      wishServe(act, t.endpoint_id);
    });
  }

  /** The rest goes over another line; what is proven stays where it is. Answers the new movement. */
  async reroute(caller: Caller, id: string, endpointId: string, reason: string, version?: number): Promise<string> {
    let successor = '';
    await this.with(caller, id, 'transfer.cancel', async (act, t) => {
      if (!t.exam_id) throw new Refusal(409, 'is-fetched', 'What is fetched comes from where it is. To fetch it over another line of the partner, call this off and fetch it again from the page of the request.');
      const [line] = await act.query<{ id: string }>(
        `select o.id from endpoint o join endpoint e on e.id = $2 where o.id = $1 and o.id <> e.id and o.facility_id = e.facility_id and o.direction in ('out', 'both') and o.disabled_at is null and o.kind in ('dimse', 'dicomweb', 'media')
           and ($3 <> 'release' or o.purpose = e.purpose)`, [endpointId, t.endpoint_id, t.purpose]);
      if (!line) throw new Refusal(422, 'no-such-route', 'This line does not lead to the same place. Choose one of the routes the page offers.');
      const [exam] = await act.query<{ revision: number }>('select revision from inbound where id = $1', [t.exam_id]);
      successor = await makeTransfer(act, {
        examId: t.exam_id, revision: exam?.revision ?? 1, purpose: t.purpose as 'release' | 'send' | 'export', destination: t.destination, endpointId, priority: t.priority, copies: t.copies, ...(t.send_id ? { sendId: t.send_id } : {}),
      });
      await cancelTransfer(act, t, reason, version, successor);
    });
    return successor;
  }

  /** Leaves instances out for good, with a reason that stays in the ledger. */
  exclude(caller: Caller, id: string, sopUids: readonly string[], reason: string): Promise<void> {
    return this.with(caller, id, 'transfer.exclude', async (act, t) => {
      const n = await moveRows(act, id, 'exclude', sopUids.map((sopUid) => ({ sopUid, comment: `Left out: ${reason}` })));
      if (n === 0) throw new Refusal(409, 'nothing-to-leave-out', 'These images are sent, proven or already left out.');
      act.audit({ action: 'transfer.excluded', object: { kind: 'transfer', id }, reason, details: { instances: n } });
      act.emit({ event: 'instance.excluded', kind: 'transfer', id, data: told(t) });
      const [open] = await act.query<{ n: number }>(`select count(*)::int as n from transfer_row where transfer_id = $1 and state not in ('verified', 'excluded')`, [id]);
      // nothing is missing any more: the far side is asked once more, and the movement ends
      if ((open?.n ?? 0) > 0 || t.state !== 'partial') return;
      await move(act, { machine: 'transfer', id, move: 'retry', set: { next_due_at: act.now }, data: told(t) });
      wishServe(act, t.endpoint_id);
    });
  }

  /** The same act on all that match. A dry run tells what would happen to each and changes nothing. */
  async bulk(caller: Caller, body: BulkTransfers): Promise<BulkTransferResult> {
    if (!body.ids && !body.filter) throw new Refusal(422, 'fields', 'Say which transfers: by their ids, or by a filter.');
    if ((body.action === 'pause' || body.action === 'cancel') && !body.dryRun && !body.reason) throw new Refusal(422, 'fields', 'Say why.', { errors: [{ pointer: '/reason', detail: 'Say it in at least 3 characters.' }] });
    const all = await this.list.matching(body.ids ?? null, body.filter ?? null, caller);
    const name = abilityOfMove[MOVE_OF[body.action]]!;
    const fits = all.filter((t) => transferMachine.answer(t.state as TransferState, MOVE_OF[body.action]) === 'legal' && caller.may(name, t.guarded));
    const refused = all.filter((t) => !fits.includes(t)).map((t) => ({ id: t.id, code: caller.may(name, t.guarded) ? `is-${t.state}` : 'not-allowed' }));
    if (!body.dryRun) {
      for (const t of fits) {
        try {
          await this.one(caller, t.id, body);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          refused.push({ id: t.id, code: error.code });
        }
      }
    }
    const touches = instanceMachine.table.moves.requeue.from as readonly string[];
    const count = (t: (typeof all)[number]): number => (body.action === 'retry' ? touches.reduce((n, s) => n + (t.counts[s] ?? 0), 0) + (t.counts['pending'] ?? 0) + (t.counts['unknown'] ?? 0) : t.total - (t.counts['verified'] ?? 0));
    return {
      matched: all.length, fits: fits.length, instances: fits.reduce((n, t) => n + count(t), 0), untouched: fits.reduce((n, t) => n + (t.counts['verified'] ?? 0), 0), refused: refused.slice(0, 200), done: !body.dryRun,
    };
  }

  private one(caller: Caller, id: string, body: BulkTransfers): Promise<void> {
    switch (body.action) {
      case 'retry': return this.retry(caller, id);
      case 'pause': return this.pause(caller, id, body.reason ?? '');
      case 'resume': return this.resume(caller, id);
      case 'cancel': return this.cancel(caller, id, body.reason ?? '');
      case 'prioritise': return this.prioritise(caller, id, body.priority ?? 1);
    }
  }

  /** Of a fetch the rules look at the request it is for: its exam may not be here yet. */
  private async guard(act: Act, t: Columns): Promise<Locked['guarded'] | null> {
    const request = t.request_id ? await lockRequest(act, t.request_id) : null;
    if (request) return { ...guardedOf(request), audience: [EVERYONE], owners: [...(requestGuarded(request).owners ?? [])] };
    const row = t.exam_id ? await lockInbound(act, t.exam_id) : null;
    const [send] = t.send_id ? await act.query<{ owner_id: string }>('select owner_id from send where id = $1', [t.send_id]) : [];
    return row ? { ...guardedOf(row), owners: send ? [send.owner_id] : [] } : null;
  }

  private with(caller: Caller, id: string, ability: AbilityName, work: (act: Act, t: Locked) => Promise<void>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const [t] = await act.query<Columns>(`${TRANSFER_SQL} where t.id = $1 for update of t`, [id]);
      const guarded = t ? await this.guard(act, t) : null;
      if (!t || !guarded) throw notFound('transfer');
      caller.require(ability, guarded);
      await work(act, { ...t, guarded });
    });
  }
}

const seen = (version: number | undefined): { version?: number } => (version === undefined ? {} : { version });
