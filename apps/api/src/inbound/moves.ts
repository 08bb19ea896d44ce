import type { AbilityName } from '@causeway/access';
import { parkReasons, rejectReasons, returnReasons, type CheckAnswer, type ChecklistId, inboundTargets } from '@causeway/domain';
import type { CodedReason, Park, PassCheck, SaveChecklist, SaveNeed, Split } from '@causeway/contracts';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import { dueAfter } from '../platform/clocks';
import type { Caller } from '../platform/http/caller';
import type { Settings } from '../platform/settings/settings';
import { claim, endLease, mineOrFree, releaseClaim, takeOver } from '../people/leases';
import { approval, decideRelease } from './advance';
import { examFacts } from './facts';
import { guardedOf, lockInbound, type InboundColumns } from './inbound.row';
import { verdictOf } from './measure';
import { loadNow } from '../transfers/visit-wait';
import { wishClock } from './settle';
import { splitExam } from './split';
import { moveInbound } from './turn';

const LONGEST_PARK_DAYS = 14;

/** What people do with an inbound exam. Each command checks ability, lease and the guard of its move, then makes it. */
export class InboundMoves {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  claim(caller: Caller, id: string): Promise<void> {
    return this.with(caller, id, 'item.claim', async (act, row) => claim(act, 'inbound', row.id, caller.id, row.urgency), { free: false });
  }

  releaseClaim(caller: Caller, id: string, reason: string | null): Promise<void> {
    return this.with(caller, id, 'item.claim', async (act, row) => releaseClaim(act, 'inbound', row.id, caller.id, reason), { free: false });
  }

  takeOver(caller: Caller, id: string, reason: string): Promise<void> {
    return this.with(caller, id, 'item.takeover', async (act, row) => takeOver(act, 'inbound', row.id, caller.id, reason, row.urgency), { free: false, dutyReason: reason });
  }

  async saveChecklist(caller: Caller, id: string, body: SaveChecklist): Promise<void> {
    await this.with(caller, id, 'inbound.check', async (act, row) => {
      if (row.state !== 'checking') throw new Refusal(409, 'not-from-here', 'The checklist is answered while the exam is being checked.');
      if (body.revision !== row.revision) throw new Refusal(412, 'revision-changed', 'New images arrived: look at them before you answer.');
      for (const [item, a] of Object.entries(body.answers)) {
        if (a.answer === null) await act.query('delete from checklist_answer where exam_id = $1 and revision = $2 and item = $3', [id, row.revision, item]);
        else await this.answer(act, caller, row, item, a.answer, a.note ?? null);
      }
      act.audit({ action: 'inbound.checklist-saved', object: { kind: 'inbound', id }, details: { revision: row.revision, answers: Object.fromEntries(Object.entries(body.answers).map(([k, v]) => [k, v.answer])) } });
    });
  }

  passCheck(caller: Caller, id: string, body: PassCheck): Promise<void> {
    return this.with(caller, id, 'inbound.check', (act, row) => this.pass(act, row, body));
  }

  /** Check and release in one press: what the exam page's main button does. */
  release(caller: Caller, id: string, body: PassCheck): Promise<void> {
    return this.with(caller, id, 'inbound.release', async (act, row) => {
      let version = body.version;
      if (row.state === 'checking') {
        caller.require('inbound.check', guardedOf(row));
        await this.pass(act, row, body);
        version++;
      }
      if (row.findings.includes('quarantine-open')) throw new Refusal(409, 'finding-open', 'A quarantine finding of this exam is not answered yet.');
      const [match] = await act.query(`select 1 as confirmed from match where exam_id = $1 and state in ('matched', 'overridden')`, [id]);
      if (!match) throw new Refusal(409, 'not-identified', 'Nobody has confirmed whose exam this is.');
      const decision = await decideRelease(act, await examFacts(act, id, this.settings));
      await moveInbound(act, { id, move: 'approve', version, ...approval(decision, null) });
      await endLease(act, 'inbound', id);
      act.wish({ kind: 'inbound.delivery', key: `inbound.delivery ${id}`, data: { id } });
    });
  }

  /** Loads now what was to be loaded with its visit. */
  loadNow(caller: Caller, id: string, version: number): Promise<void> {
    return this.with(caller, id, 'inbound.release', async (act, row) => {
      const changed = await act.query(`update inbound set version = version + 1 where id = $1 and version = $2 returning id`, [id, version]);
      if (changed.length === 0) throw new Refusal(412, 'changed-meanwhile', 'Somebody changed this exam after you opened it. Look again.');
      if (row.state !== 'releasing' || !(await loadNow(act, id))) throw new Refusal(409, 'not-from-here', 'This exam waits for no visit: it is loaded already, or not released yet.');
      act.audit({ action: 'inbound.load-now', object: { kind: 'inbound', id }, from: row.state, to: row.state });
      act.emit({ event: 'inbound.visit-changed', kind: 'inbound', id });
    });
  }

  park(caller: Caller, id: string, body: Park): Promise<void> {
    return this.with(caller, id, 'inbound.park', async (act) => {
      const reason = parkReasons[body.reason as keyof typeof parkReasons] as { holder: string } | undefined;
      if (!reason) throw unknownReason(Object.keys(parkReasons));
      const until = Date.parse(body.until);
      if (until <= act.now.getTime() || until > act.now.getTime() + LONGEST_PARK_DAYS * 86_400_000) throw new Refusal(422, 'until', `An exam may be set aside for at most ${LONGEST_PARK_DAYS} days from now.`);
      const park = { reason: body.reason, holder: reason.holder, until: body.until, note: body.note ?? null };
      await moveInbound(act, { id, move: 'park', version: body.version, set: { park }, reason: body.reason, details: { until: body.until, holder: reason.holder } });
      act.wish({ kind: 'inbound.unpark', key: `inbound.unpark ${id}`, data: { id }, dueAt: new Date(until), restart: true });
    });
  }

  unpark(caller: Caller, id: string, version: number): Promise<void> {
    return this.with(caller, id, 'inbound.park', async (act) => {
      await moveInbound(act, { id, move: 'unpark', version, reason: 'by-person' });
      act.unwish(`inbound.unpark ${id}`);
      act.wish({ kind: 'inbound.advance', key: `inbound.advance ${id}`, data: { id } });
    });
  }

  giveBack(caller: Caller, id: string, body: CodedReason): Promise<void> {
    return this.ending(caller, id, 'return', 'inbound.return', body, returnReasons);
  }

  reject(caller: Caller, id: string, body: CodedReason): Promise<void> {
    return this.ending(caller, id, 'reject', 'inbound.reject', body, Object.keys(rejectReasons));
  }

  quarantine(caller: Caller, id: string, body: CodedReason): Promise<void> {
    return this.with(caller, id, 'inbound.quarantine', async (act) => {
      const quarantine = JSON.stringify({ reason: 'by-person', detail: body.reason });
      await moveInbound(act, { id, move: 'quarantine', version: body.version, set: { quarantine }, reason: body.reason });
    });
  }

  clear(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'inbound.clear', async (act) => {
      await moveInbound(act, { id, move: 'clear', version, set: { quarantine: null }, reason });
      act.emit({ event: 'inbound.settled', kind: 'inbound', id, data: { cause: 'cleared' } });
    });
  }

  mirror(caller: Caller, id: string, version: number): Promise<void> {
    return this.with(caller, id, 'inbound.mirror', async (act, row) => {
      if (row.is_own !== 'all-instances') throw new Refusal(409, 'not-all-ours', 'Not every image of this exam is known to be one of ours.');
      await moveInbound(act, { id, move: 'recognise-own', version });
      await endLease(act, 'inbound', id);
    });
  }

  recall(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'inbound.recall', async (act) => void (await moveInbound(act, { id, move: 'recall', version, reason })));
  }

  reopen(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'inbound.reopen', async (act, row) => {
      await moveInbound(act, { id, move: 'reopen', version, set: { revision: row.revision + 1 }, reason });
      act.wish({ kind: 'inbound.quiet', key: `inbound.quiet ${id}`, data: { id }, inSeconds: 1, restart: true });
    });
  }

  split(caller: Caller, id: string, body: Split): Promise<string> {
    return this.with(caller, id, 'inbound.split', (act, row) => splitExam(act, row, body));
  }

  need(caller: Caller, id: string, body: SaveNeed): Promise<void> {
    return this.with(caller, id, 'inbound.park', async (act, row) => {
      if (body.requesterId) {
        const [known] = await act.query('select 1 as known from person where id = $1 and disabled_at is null', [body.requesterId]);
        if (!known) throw new Refusal(422, 'requester', 'There is no such person.');
      }
      await act.query(
        `insert into need (exam_id, requester_id, urgency, use_case, question, wants_read, purpose, set_by) values ($1, $2, $3, $4, $5, $6, 'treatment', $7)
         on conflict (exam_id) do update set requester_id = excluded.requester_id, urgency = excluded.urgency, use_case = excluded.use_case, question = excluded.question,
           wants_read = excluded.wants_read, set_by = excluded.set_by, at = clock_timestamp()`,
        [id, body.requesterId, body.urgency, body.useCase, body.question, body.wantsRead, caller.id]);
      const due = row.settled_at ? dueAfter(row.settled_at, inboundTargets[body.urgency], this.settings.SITE_ZONE) : null;
      const team = [...new Set([...row.care_team, ...(body.requesterId ? [body.requesterId] : [])])];
      const rows = await act.query(
        `update inbound set urgency = $2, care_team = $3, due_at = coalesce($4, due_at), version = version + 1 where id = $1 and version = $5 returning id`, [id, body.urgency, team, due, body.version]);
      if (rows.length === 0) throw new Refusal(412, 'changed-meanwhile', 'Somebody changed this exam after you opened it. Look again.');
      if (due && row.settled_at && !row.visible) wishClock(act, id, row.settled_at, due);
      act.audit({ action: 'inbound.need-set', object: { kind: 'inbound', id }, details: { urgency: body.urgency, useCase: body.useCase, requester: body.requesterId, wantsRead: body.wantsRead } });
      act.emit({ event: 'inbound.need-set', kind: 'inbound', id, data: { urgency: body.urgency } });
    }, { free: false });
  }

  private async pass(act: Act, row: InboundColumns, body: PassCheck): Promise<void> {
    if (body.revision !== row.revision) throw new Refusal(412, 'revision-changed', 'New images arrived after you checked: look at them first.');
    const checklist = (row.checklist_id ?? 'basic') as ChecklistId;
    const verdict = await verdictOf(act, row.id, row.revision, checklist);
    if (verdict.unanswered.length > 0) throw new Refusal(409, 'checklist-open', `The checklist has ${verdict.unanswered.length} item(s) without an answer.`, { errors: verdict.unanswered.map((i) => ({ pointer: `/answers/${i}`, detail: 'not answered' })) });
    if (verdict.blocking.length > 0) throw new Refusal(409, 'checklist-blocks', 'An item failed that never goes out. Send the exam back, split it, or match it again.', { errors: verdict.blocking.map((i) => ({ pointer: `/answers/${i}`, detail: 'failed and blocks' })) });
    const set = { check_result: verdict.issues.length > 0 ? 'with-issues' : 'passed', quality: verdict.issues.length > 0 ? 'limited' : 'diagnostic' };
    await moveInbound(act, { id: row.id, move: 'pass-check', version: body.version, set, details: { checklist, issues: verdict.issues, revision: row.revision } });
  }

  private answer(act: Act, caller: Caller, row: InboundColumns, item: string, answer: CheckAnswer, note: string | null): Promise<object[]> {
    return act.query(
      `insert into checklist_answer (exam_id, revision, item, answer, note, by_kind, by_name) values ($1, $2, $3, $4, $5, 'person', $6)
       on conflict (exam_id, revision, item) do update set answer = excluded.answer, note = excluded.note, by_kind = 'person', by_name = excluded.by_name, at = clock_timestamp()`,
      [row.id, row.revision, item, answer, note, caller.principal.name]);
  }

  private ending(caller: Caller, id: string, how: 'return' | 'reject', ability: AbilityName, body: CodedReason, reasons: readonly string[]): Promise<void> {
    return this.with(caller, id, ability, async (act) => {
      if (!reasons.includes(body.reason)) throw unknownReason(reasons);
      await moveInbound(act, { id, move: how, version: body.version, reason: body.reason, details: { note: body.note ?? null } });
      await endLease(act, 'inbound', id);
    });
  }

  /** One act on one exam: the row locked, the ability asked of it, and nobody else's lease in the way. */
  private with<T>(caller: Caller, id: string, ability: AbilityName, work: (act: Act, row: InboundColumns) => Promise<T>, how: { free?: boolean; dutyReason?: string } = {}): Promise<T> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockInbound(act, id);
      if (!row) throw notFound('exam');
      caller.require(ability, guardedOf(row), 'exam.list', how.dutyReason);
      if (how.free !== false) await mineOrFree(act, 'inbound', id, caller.id, row.urgency);
      return work(act, row);
    });
  }
}

const unknownReason = (known: readonly string[]): Refusal => new Refusal(422, 'reason', `Choose one of the reasons: ${known.join(', ')}.`);
