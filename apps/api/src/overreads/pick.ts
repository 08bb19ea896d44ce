import { readTargets } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import { dueAfter } from '../platform/clocks';
import type { Caller } from '../platform/http/caller';
import type { Settings } from '../platform/settings/settings';
import { guardedExam, lockInbound } from '../inbound/inbound.row';
import { decideOverread } from './decide';
import { lockOverread, type OverreadColumns } from './overread.row';
import { wishReadClock } from './read-clock';
import { moveOverread } from './turn';

/** A clinician chooses which outside exams of their patient are read here (P29). How many, the over-read policy says. */
export class Picks {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  /** Chooses a released exam: it is the next pick of its patient, and the policy decides with that. Resolves with the id of the task; nothing is kept when the policy reads no more of this patient. */
  exam(caller: Caller, examId: string, question: string): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockInbound(act, examId);
      if (!row) throw notFound('exam');
      caller.require('overread.pick', guardedExam(row));
      if (row.state !== 'released') throw new Refusal(409, 'not-released', 'It can be chosen for a read once it is released.');
      const [matched] = await act.query<{ patient_id: string }>(`select patient_id from match where exam_id = $1 and state in ('matched', 'overridden')`, [examId]);
      if (!matched) throw new Refusal(409, 'not-identified', 'Nobody has confirmed whose exam this is.');
      const open = await this.taskOf(act, examId);
      if (open && open.state !== 'awaiting-pick') throw new Refusal(409, 'read-already', 'A read of this exam is under way or done: open it.');
      await this.note(act, caller, examId, matched.patient_id, question);
      if (!open) await decideOverread(act, examId, this.settings);
      const task = open ?? (await this.taskOf(act, examId));
      if (!task) throw new Refusal(409, 'policy-reads-none', 'By the over-read policy in force this exam is not read here, or as many exams of this patient as it allows are chosen already. Ask the section lead.');
      if (task.state === 'awaiting-pick') await this.chosen(act, caller, task, null, question || null);
      return task.id;
    });
  }

  /** Chooses for a task that waits for it. */
  task(caller: Caller, row: OverreadColumns, version: number, question: string | null, act: Act): Promise<void> {
    return this.chosen(act, caller, row, version, question);
  }

  private async taskOf(act: Act, examId: string): Promise<OverreadColumns | null> {
    const [task] = await act.query<{ id: string }>(`select id from overread where exam_id = $1 and state not in ('withdrawn', 'retracted') order by made_at desc limit 1`, [examId]);
    return task ? lockOverread(act, task.id) : null;
  }

  /** Which pick of the patient's exams this is, for the policy to see. Picks of one patient take turns, so that two at once are not both the second. */
  private async note(act: Act, caller: Caller, examId: string, patientId: string, question: string): Promise<void> {
    await act.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`picks ${patientId}`]);
    await act.query(
      `insert into need (exam_id, requester_id, urgency, question, wants_read, purpose, set_by, picked_rank)
       select x.id, $2, x.urgency, nullif($3, ''), true, 'treatment', $2, 1 + (select count(*) from need n join match m on m.exam_id = n.exam_id and m.state in ('matched', 'overridden') where m.patient_id = $4 and n.picked_rank is not null and n.exam_id <> x.id)
       from inbound x where x.id = $1
       on conflict (exam_id) do update set picked_rank = coalesce(need.picked_rank, excluded.picked_rank), wants_read = true, question = coalesce(excluded.question, need.question),
         requester_id = coalesce(need.requester_id, excluded.requester_id), set_by = excluded.set_by, at = clock_timestamp()`, [examId, caller.id, question, patientId]);
    act.audit({ action: 'inbound.need-set', object: { kind: 'inbound', id: examId }, details: { picked: true } });
    act.emit({ event: 'inbound.need-set', kind: 'inbound', id: examId });
  }

  private async chosen(act: Act, caller: Caller, row: OverreadColumns, version: number | null, question: string | null): Promise<void> {
    const due = dueAfter(act.now, readTargets['2d'], this.settings.SITE_ZONE);
    await moveOverread(act, row, { move: 'pick', ...(version === null ? {} : { version }), set: { due_at: due, question: question ?? row.question, requester_id: caller.id, care_team: [...new Set([...row.care_team, caller.id])] } });
    act.unwish(`overread.pick ${row.id}`);
    wishReadClock(act, row.id, act.now, due);
  }
}
