import type { AbilityName } from '@causeway/access';
import type { EndorseDisposition, ProposeDisposition, RejectDisposition } from '@causeway/contracts';
import { dispositionMachine, purgeMachine, type DispositionMove } from '@causeway/domain';
import type * as z from 'zod/mini';
import { guardedOf, type InboundColumns } from '../inbound/inbound.row';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { made, move, signal } from '../platform/acts/move';
import { notFound, Refusal } from '../platform/acts/refusal';
import { dayIn } from '../platform/clocks';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { blockingHolds } from './blocking';
import { dispositionGuarded, lockDisposition, type DispositionColumns } from './disposition.row';
import { evaluate, FOREVER, lockVerdict } from './verdict';

/** Ending to keep a batch of exams: proposed, reviewed, approved by somebody else. Nothing of it deletes; the purges it makes check everything again. */
export class DispositionMoves {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  /** Only exams that are due, without a hold, and in no other open disposition. Answers its id. */
  propose(caller: Caller, body: z.output<typeof ProposeDisposition>): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      const ids = [...new Set(body.examIds)];
      const exams = await act.query<InboundColumns>('select * from inbound where id = any($1::uuid[]) order by id for no key update', [ids]);
      if (exams.length < ids.length) throw notFound('exam');
      for (const x of exams) caller.require('disposition.review', guardedOf(x));
      const id = newId(act.now.getTime());
      const lines = new Set(exams.map((x) => x.service_line));
      await act.query(`insert into disposition (id, state, title, facility_ids, service_line, proposed_by) values ($1, $2, $3, $4, $5, $6)`,
        [id, dispositionMachine.initial, body.title, [...new Set(exams.flatMap((x) => x.facility_ids))], lines.size === 1 ? [...lines][0] : null, caller.id]);
      const faults: { pointer: string; detail: string }[] = [];
      for (const x of exams) {
        const fault = await this.take(act, id, x);
        if (fault) faults.push({ pointer: `/examIds/${ids.indexOf(x.id)}`, detail: fault });
      }
      if (faults.length > 0) throw new Refusal(409, 'not-all-due', `${faults.length} of these exams cannot be in it: ${faults[0]?.detail}`, { errors: faults });
      made(act, 'disposition', id, { exams: ids.length, title: body.title });
      return id;
    });
  }

  review(caller: Caller, id: string, version: number): Promise<void> {
    return this.with(caller, id, 'disposition.review', async (act, row) => void (await this.move(act, row, 'review', version, { reviewer_id: caller.id })));
  }

  endorse(caller: Caller, id: string, body: z.output<typeof EndorseDisposition>): Promise<void> {
    return this.with(caller, id, 'disposition.review', async (act, row) => {
      if (body.action === 'export-then-purge') {
        const [target] = await act.query<{ id: string }>(`select id from endpoint where id = $1 and direction in ('out', 'both') and disabled_at is null and purpose in ('pacs', 'vna', 'images')`, [body.endpointId]);
        if (!target) throw new Refusal(422, 'fields', 'Choose where the exams are exported to first.', { errors: [{ pointer: '/endpointId', detail: 'Choose an archive or a line for images.' }] });
      }
      await this.move(act, row, 'endorse', body.version, { action: body.action, export_endpoint_id: body.action === 'purge' ? null : body.endpointId, reviewer_id: caller.id, reason: body.note || null }, body.note || null);
    });
  }

  /** The second person: from here on the system purges, exam by exam. */
  approve(caller: Caller, id: string, version: number): Promise<void> {
    return this.with(caller, id, 'disposition.approve', async (act, row) => {
      if (row.state === 'second-review' && row.reviewer_id === caller.id) throw new Refusal(403, 'same-person', 'Somebody else than the reviewer has to approve this.');
      await this.move(act, row, 'approve', version, { approver_id: caller.id });
      const items = await act.query<{ exam_id: string }>(`select exam_id from disposition_item where disposition_id = $1 and state = 'in' order by exam_id`, [id]);
      for (const { exam_id } of items) {
        const purge = newId(act.now.getTime());
        await act.query('insert into purge (id, state, disposition_id, exam_id) values ($1, $2, $3, $4)', [purge, purgeMachine.initial, id, exam_id]);
        made(act, 'purge', purge, { exam: exam_id, disposition: id }, { examId: exam_id });
        act.wish({ kind: 'purge.run', key: `purge.run ${purge}`, data: { id: purge } });
      }
      act.wish({ kind: 'disposition.follow', key: `disposition.follow ${id}`, data: { id } });
    });
  }

  sendBack(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'disposition.approve', async (act, row) => void (await this.move(act, row, 'send-back', version, { reason }, reason)));
  }

  /** They are kept on, each until the day that was given. */
  reject(caller: Caller, id: string, body: z.output<typeof RejectDisposition>): Promise<void> {
    return this.with(caller, id, 'disposition.review', async (act, row) => {
      const today = dayIn(act.now, this.settings.SITE_ZONE);
      if (body.keepUntil <= today) throw new Refusal(422, 'fields', 'Say until when they are kept on: a day to come.', { errors: [{ pointer: '/keepUntil', detail: 'Choose a day after today.' }] });
      await this.move(act, row, 'reject', body.version, { reason: body.reason }, body.reason);
      const items = await act.query<{ exam_id: string }>(`update disposition_item set state = 'out', cause = 'rejected' where disposition_id = $1 and state = 'in' returning exam_id`, [id]);
      for (const { exam_id } of items) {
        const verdict = await lockVerdict(act, exam_id);
        if (verdict?.state !== 'due') continue;
        await signal(act, { machine: 'verdict', id: exam_id, move: 'extend', set: { until: body.keepUntil, floor: body.keepUntil, floor_reason: body.reason, floor_by: caller.id, because: 'extended-by-person', cite: null }, reason: body.reason, data: { examId: exam_id } });
      }
    });
  }

  cancel(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'disposition.review', async (act, row) => {
      await this.move(act, row, 'cancel', version, { reason }, reason);
      await act.query(`update disposition_item set state = 'out', cause = 'cancelled' where disposition_id = $1 and state = 'in'`, [id]);
    });
  }

  /** Why an exam cannot be in it, or null when it is. */
  private async take(act: Act, id: string, x: InboundColumns): Promise<string | null> {
    await evaluate(act, x.id, this.settings);
    const verdict = await lockVerdict(act, x.id);
    if (!verdict || verdict.state !== 'due') return verdict?.state === 'disposed' ? 'it is purged already.' : `it is kept${verdict?.until && verdict.until !== FOREVER ? ` until ${verdict.until}` : ''}.`;
    const [hold] = await blockingHolds(act, x.id);
    if (hold) return `hold ${hold.number} forbids it.`;
    const [other] = await act.query<{ number: number }>(`select d.number from disposition_item i join disposition d on d.id = i.disposition_id where i.exam_id = $1 and i.state = 'in'`, [x.id]);
    if (other) return `it is in disposition ${other.number} already.`;
    await act.query('insert into disposition_item (disposition_id, exam_id, revision, until, because) values ($1, $2, $3, $4, $5)', [id, x.id, x.revision, verdict.until, verdict.because ?? '']);
    return null;
  }

  private move(act: Act, row: DispositionColumns, name: DispositionMove, version: number, set: Readonly<Record<string, unknown>>, reason: string | null = null) {
    return move(act, { machine: 'disposition', id: row.id, move: name, version, set, reason, details: { number: row.number } });
  }

  private with(caller: Caller, id: string, ability: AbilityName, work: (act: Act, row: DispositionColumns) => Promise<void>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockDisposition(act, id);
      if (!row) throw notFound('disposition');
      caller.require(ability, dispositionGuarded(row));
      await work(act, row);
    });
  }
}

/** Something about an exam speaks against ending its keeping: it leaves the batch before anybody approved; afterwards its purge finds out by itself. The last one takes the batch with it. */
export async function takeOut(act: Act, examId: string, cause: string): Promise<void> {
  const [item] = await act.query<{ disposition_id: string }>(`select disposition_id from disposition_item where exam_id = $1 and state = 'in'`, [examId]);
  const row = item ? await lockDisposition(act, item.disposition_id) : null;
  if (!row || !['proposed', 'in-review', 'second-review'].includes(row.state)) return;
  await act.query(`update disposition_item set state = 'out', cause = $3 where disposition_id = $1 and exam_id = $2 and state = 'in'`, [row.id, examId, cause]);
  act.audit({ action: 'disposition.exam-taken-out', object: { kind: 'disposition', id: row.id }, reason: cause, details: { exam: examId } });
  act.emit({ event: 'disposition.exam-taken-out', kind: 'disposition', id: row.id });
  const [left] = await act.query<{ n: number }>(`select count(*)::int as n from disposition_item where disposition_id = $1 and state = 'in'`, [row.id]);
  if (left?.n === 0) await signal(act, { machine: 'disposition', id: row.id, move: 'cancel', set: { reason: cause }, reason: cause });
}
