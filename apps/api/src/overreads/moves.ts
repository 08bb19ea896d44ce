import type { AbilityName } from '@causeway/access';
import type { Addendum, ClaimOverread, EpochOnly, EpochReason, SaveDraft, SignReport } from '@causeway/contracts';
import { canonicalJson, declineReasons, unreadTarget, withdrawReasons, type Grade } from '@causeway/domain';
import type * as z from 'zod/mini';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { sha256 } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import { dueAfter } from '../platform/clocks';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { lockOverread, overreadGuarded, type OverreadColumns } from './overread.row';
import { Picks } from './pick';
import { readyToAdd, readyToSign } from './ready';
import { moveOverread } from './turn';

const LEASE_SECONDS = 1800;
type In<T extends z.ZodMiniType> = z.output<T>;

/** What readers and requesters do with an over-read. Every write of a reader carries the epoch of their claim; a smaller one changes nothing (INV-12, INV-15). */
export class OverreadMoves {
  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly picks: Picks = new Picks(acts, settings)) {}

  claim(caller: Caller, id: string, body: In<typeof ClaimOverread>): Promise<void> {
    return this.with(caller, id, 'overread.claim', async (act, row) => {
      if (row.holder_id && row.holder_id !== caller.id) throw await heldBy(act, row);
      await this.fits(act, caller, row, body.reason);
      const until = new Date(act.now.getTime() + LEASE_SECONDS * 1000);
      await moveOverread(act, row, { move: 'claim', version: body.version, set: { holder_id: caller.id, until, epoch: Number(row.epoch) + 1 }, reason: body.reason ?? null, details: { epoch: Number(row.epoch) + 1 } });
      this.wishLease(act, id, until);
    }, undefined, body.reason);
  }

  renew(caller: Caller, id: string, body: In<typeof EpochOnly>): Promise<void> {
    return this.with(caller, id, 'overread.claim', async (act, row) => {
      const until = new Date(act.now.getTime() + LEASE_SECONDS * 1000);
      await moveOverread(act, row, { move: 'renew', set: { until }, only: sameEpoch(caller, body.epoch) });
      this.wishLease(act, id, until);
    });
  }

  saveDraft(caller: Caller, id: string, body: In<typeof SaveDraft>): Promise<void> {
    return this.with(caller, id, 'overread.claim', async (act, row) => {
      await moveOverread(act, row, { move: 'draft', set: { until: new Date(act.now.getTime() + LEASE_SECONDS * 1000) }, only: sameEpoch(caller, body.epoch), details: { revision: body.revisionSeen } });
      await act.query(
        `insert into overread_draft (overread_id, epoch, by_id, text, revision_seen) values ($1, $2, $3, $4, $5)
         on conflict (overread_id) do update set epoch = excluded.epoch, by_id = excluded.by_id, text = excluded.text, revision_seen = excluded.revision_seen, saved_at = clock_timestamp()`,
        [id, body.epoch, caller.id, JSON.stringify(body.text), body.revisionSeen]);
      this.wishLease(act, id, new Date(act.now.getTime() + LEASE_SECONDS * 1000));
    });
  }

  release(caller: Caller, id: string, body: In<typeof EpochReason>): Promise<void> {
    return this.giveUp(caller, id, 'release', body, null);
  }

  decline(caller: Caller, id: string, body: In<typeof EpochReason>): Promise<void> {
    return this.giveUp(caller, id, 'decline', body, declineReasons);
  }

  /** Back to whoever sent it: something that is named is missing. */
  giveBack(caller: Caller, id: string, body: In<typeof EpochReason>): Promise<void> {
    return this.giveUp(caller, id, 'return', body, null);
  }

  takeOver(caller: Caller, id: string, reason: string): Promise<void> {
    return this.with(caller, id, 'overread.takeover', async (act, row) => {
      const until = new Date(act.now.getTime() + LEASE_SECONDS * 1000);
      await moveOverread(act, row, { move: 'take-over', set: { holder_id: caller.id, until, epoch: Number(row.epoch) + 1 }, reason, details: { from: row.holder_id }, data: { from: row.holder_id } });
      this.wishLease(act, id, until);
    }, undefined, reason);
  }

  resume(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'overread.assign', async (act, row) => void (await moveOverread(act, row, { move: 'resume', version, reason })));
  }

  pick(caller: Caller, id: string, version: number, question: string | null): Promise<void> {
    return this.with(caller, id, 'overread.pick', (act, row) => this.picks.task(caller, row, version, question, act));
  }

  submit(caller: Caller, id: string, body: In<typeof EpochOnly>): Promise<void> {
    return this.with(caller, id, 'overread.draft', async (act, row) => void (await moveOverread(act, row, { move: 'submit', only: sameEpoch(caller, body.epoch), details: { author: caller.id } })));
  }

  sendBack(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'overread.sign', async (act, row) => void (await moveOverread(act, row, { move: 'send-back', version, reason })), 'cosigning');
  }

  sign(caller: Caller, id: string, body: In<typeof SignReport>): Promise<void> {
    return this.with(caller, id, 'overread.sign', async (act, row) => {
      const grade = readyToSign(body, row.kind);
      const [exam] = await act.query<{ revision: number }>('select revision from inbound where id = $1', [row.exam_id]);
      if (exam && exam.revision !== body.revisionSeen && !body.acceptOlderRevision) throw new Refusal(409, 'revision-changed', 'The exam has images you have not seen. Look at them, or sign for the earlier ones and say so.');
      await moveOverread(act, row, {
        move: 'sign', set: { grade, revision_read: body.revisionSeen, until: null }, only: row.state === 'cosigning' ? (bind) => `epoch = ${bind(body.epoch)}` : sameEpoch(caller, body.epoch),
        details: { grade, revision: body.revisionSeen, call: body.text.call !== null }, data: { grade },
      });
      const reportId = newId(act.now.getTime());
      await act.query(
        `insert into overread_report (id, overread_id, read_kind, kind, text, grade, author_id, sha256) values ($1, $2, $3, 'report', $4, $5, $6, $7)`,
        [reportId, id, row.kind, JSON.stringify(body.text), grade, caller.id, sha256(canonicalJson(body.text))]);
      this.afterSigning(act, row, grade, reportId);
    }, 'cosigning');
  }

  addend(caller: Caller, id: string, body: In<typeof Addendum>): Promise<void> {
    return this.with(caller, id, 'overread.sign', async (act, row) => {
      const grade = readyToAdd(body, row.kind);
      await moveOverread(act, row, { move: 'addend', version: body.version, set: { grade, acknowledged_by: null, acknowledged_at: null }, details: { grade }, data: { grade } });
      const reportId = newId(act.now.getTime());
      await act.query(
        `insert into overread_report (id, overread_id, read_kind, kind, text, addendum, grade, author_id, sha256)
         select $1, $2, read_kind, 'addendum', text, $3, $4, $5, $6 from overread_report where overread_id = $2 and kind = 'report'`, [reportId, id, body.text, grade, caller.id, sha256(body.text)]);
      this.afterSigning(act, row, grade, reportId);
    }, 'author');
  }

  acknowledge(caller: Caller, id: string, version: number): Promise<void> {
    return this.with(caller, id, 'overread.acknowledge', async (act, row) => {
      await moveOverread(act, row, { move: 'acknowledge', version, set: { acknowledged_by: caller.id, acknowledged_at: act.now } });
      act.unwish(`overread.unread ${id}`);
    });
  }

  withdraw(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'overread.withdraw', async (act, row) => {
      if (!(withdrawReasons as readonly string[]).includes(reason)) throw new Refusal(422, 'reason', `Choose one of the reasons: ${withdrawReasons.join(', ')}.`);
      await moveOverread(act, row, { move: 'withdraw', version, reason, set: { reason, holder_id: null, until: null } });
      await act.query('update quota_place set freed_at = clock_timestamp() where subject_id = $1 and freed_at is null', [row.exam_id]);
    });
  }

  retract(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'overread.retract', async (act, row) => void (await moveOverread(act, row, { move: 'retract', version, reason, set: { reason } })));
  }

  private giveUp(caller: Caller, id: string, how: 'release' | 'decline' | 'return', body: In<typeof EpochReason>, reasons: readonly string[] | null): Promise<void> {
    return this.with(caller, id, 'overread.claim', async (act, row) => {
      if (reasons && !reasons.includes(body.reason)) throw new Refusal(422, 'reason', `Choose one of the reasons: ${reasons.join(', ')}.`);
      const declined = how === 'decline' ? { declined_by: [...row.declined_by, caller.id] } : {};
      await moveOverread(act, row, { move: how, set: { holder_id: null, until: null, ...declined }, only: sameEpoch(caller, body.epoch), reason: body.reason, details: { note: body.note ?? null } });
      act.unwish(`overread.lease ${id}`);
    });
  }

  private afterSigning(act: Act, row: OverreadColumns, grade: Grade | null, reportId: string): void {
    act.unwish(`overread.lease ${row.id}`);
    for (const permille of [500, 800, 1000]) act.unwish(`overread.sla ${permille} ${row.id}`);
    act.wish({ kind: 'overread.unread', key: `overread.unread ${row.id}`, data: { id: row.id }, dueAt: dueAfter(act.now, unreadTarget(grade), this.settings.SITE_ZONE), restart: true });
    act.wish({ kind: 'overread.report-out', key: `overread.report-out ${reportId}`, data: { id: reportId } });
  }

  private async fits(act: Act, caller: Caller, row: OverreadColumns, reason: string | undefined): Promise<void> {
    const [person] = await act.query<{ subspecialties: string[] }>('select subspecialties from person where id = $1', [caller.id]);
    if (row.declined_by.includes(caller.id) && !reason) throw new Refusal(409, 'declined-before', 'You declined this read. Say why you take it after all.');
    const known = person?.subspecialties ?? [];
    if (known.length > 0 && row.subspecialty !== 'general' && !known.includes(row.subspecialty) && !reason) throw new Refusal(409, 'other-subspecialty', `This is a ${row.subspecialty} read and not yours. Say why you take it.`);
  }

  private wishLease(act: Act, id: string, until: Date): void {
    act.wish({ kind: 'overread.lease', key: `overread.lease ${id}`, data: { id }, dueAt: until, restart: true });
  }

  /** One act on one task. A co-signer does not hold the task; an addendum is written by who signed. Both count as its owner here. */
  private with<T>(caller: Caller, id: string, ability: AbilityName, work: (act: Act, row: OverreadColumns) => Promise<T>, ownedBy?: 'cosigning' | 'author', dutyReason?: string): Promise<T> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockOverread(act, id);
      if (!row) throw notFound('over-read');
      const thing = overreadGuarded(row);
      const owns = (ownedBy === 'cosigning' && row.state === 'cosigning' && row.holder_id !== caller.id) || (ownedBy === 'author' && (await signedBy(act, id, caller.id)));
      caller.require(ability, owns ? { ...thing, owners: [...thing.owners, caller.id] } : thing, 'exam.list', dutyReason);
      return work(act, row);
    });
  }
}

const sameEpoch = (caller: Caller, epoch: number) => (bind: (value: unknown) => string): string => `epoch = ${bind(epoch)} and holder_id = ${bind(caller.id)}`;

async function heldBy(act: Act, row: OverreadColumns): Promise<Refusal> {
  const [p] = await act.query<{ name: string }>('select name from person where id = $1', [row.holder_id]);
  return new Refusal(409, 'held-by-other', `${p?.name ?? 'Somebody else'} has claimed this read.`, { ...(p ? { by: p.name } : {}), ...(row.until ? { at: row.until.toISOString() } : {}) });
}

async function signedBy(act: Act, id: string, personId: string): Promise<boolean> {
  return (await act.query('select 1 as mine from overread_report where overread_id = $1 and author_id = $2', [id, personId])).length > 0;
}
