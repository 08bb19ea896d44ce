import type { OpenEmergency, ReviewEmergency } from '@causeway/contracts';
import type * as z from 'zod/mini';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { changedMeanwhile, notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { countTry } from '../platform/sign-in/throttle';
import { alertOpened, alertUnreviewed } from './alerts';
import { patientKnownAs } from './patient';

export const REVIEW_HOURS = 24;
/** Patients nobody found, of one person in a quarter of an hour: more is not looking for somebody, it is looking around. */
const MOST_MISSES = 10;

export interface EmergencyColumns {
  id: string; version: number; person_id: string; patient_id: string | null; exam_ids: string[]; patient: string; reason: string; because: string; opened_at: Date; ends_at: Date; ended_at: Date | null;
  ended_by: 'person' | 'reviewer' | 'time' | null; verdict: 'justified' | 'not-justified' | 'follow-up' | null; verdict_note: string | null; reviewer_id: string | null; reviewed_at: Date | null;
}

/**
 * Emergency access: somebody of the house opens the exams of one patient that are not theirs to see. It needs a signature and a reason, lasts for a time, is told
 * at once to those who answer for the records, and is judged by one of them afterwards.
 */
export class Emergencies {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async open(caller: Caller, body: z.output<typeof OpenEmergency>): Promise<string> {
    caller.require('breakglass.open', {}, 'breakglass.open');
    if (!caller.session.reauthenticated) throw new Refusal(403, 'reauthenticate', 'Type your password again to do this: it counts as a signature.');
    const found = await patientKnownAs(this.acts, body);
    if (typeof found === 'string') throw await this.missed(caller, found);
    return this.acts.run(caller.actor, async (act) => {
      await act.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`breakglass ${caller.id}`]);
      const [same] = await act.query('select 1 as open from breakglass where person_id = $1 and patient_id is not distinct from $2::uuid and exam_ids = $3::uuid[] and ended_at is null and ends_at > clock_timestamp()', [caller.id, found.patientId, found.examIds]);
      if (same) throw new Refusal(409, 'open-already', 'This patient is open to you already. The banner above says until when.');
      const id = newId(act.now.getTime());
      const endsAt = new Date(act.now.getTime() + body.minutes * 60_000);
      await act.query('insert into breakglass (id, person_id, patient_id, exam_ids, patient, reason, because, opened_at, ends_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
        [id, caller.id, found.patientId, found.examIds, found.label, body.reason, body.because, act.now, endsAt]);
      act.audit({ action: 'breakglass.opened', object: { kind: 'breakglass', id }, to: 'open', reason: body.because, details: { code: body.reason, minutes: body.minutes, patientId: found.patientId, examIds: found.examIds } });
      act.emit({ event: 'breakglass.opened', kind: 'breakglass', id, data: { personId: caller.id } });
      act.wish({ kind: 'breakglass.over', key: `breakglass.over ${id}`, data: { id }, dueAt: endsAt });
      act.wish({ kind: 'breakglass.review-due', key: `breakglass.review-due ${id}`, data: { id }, inSeconds: REVIEW_HOURS * 3600 });
      await alertOpened(act, { id, personId: caller.id, facilities: caller.principal.facilities, lines: caller.principal.serviceLines }, this.settings);
      return id;
    });
  }

  /** By the person when they are done, or by who reviews it when it should not go on. */
  end(caller: Caller, id: string, version: number): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await locked(act, id);
      const own = row.person_id === caller.id;
      if (!own && !caller.may('breakglass.review', { earlierActors: [row.person_id] })) throw notFound('emergency access');
      if (row.version !== version) throw changedMeanwhile();
      if (row.ended_at) throw new Refusal(409, 'over', 'This emergency access is over already.');
      await over(act, id, own ? 'person' : 'reviewer');
      act.unwish(`breakglass.over ${id}`);
    });
  }

  review(caller: Caller, id: string, body: z.output<typeof ReviewEmergency>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await locked(act, id);
      caller.require('breakglass.review', { earlierActors: [row.person_id] }, 'breakglass.review');
      if (row.version !== body.version) throw changedMeanwhile();
      if (row.verdict) throw new Refusal(409, 'reviewed', 'Somebody has reviewed this already. Their verdict stands.');
      if (!row.ended_at && row.ends_at > act.now) throw new Refusal(409, 'still-open', 'It is still open. End it first, or wait until it is over.');
      if (body.verdict !== 'justified' && body.note.length < 10) throw new Refusal(422, 'fields', 'Say in at least ten characters what must follow.', { errors: [{ pointer: '/note', detail: 'At least ten characters.' }] });
      await act.query('update breakglass set verdict = $2, verdict_note = $3, reviewer_id = $4, reviewed_at = clock_timestamp(), version = version + 1 where id = $1', [id, body.verdict, body.note, caller.id]);
      act.audit({ action: 'breakglass.reviewed', object: { kind: 'breakglass', id }, to: body.verdict, reason: body.note || null, details: { personId: row.person_id } });
      act.emit({ event: 'breakglass.reviewed', kind: 'breakglass', id, data: { personId: row.person_id } });
      act.unwish(`breakglass.review-due ${id}`);
    });
  }

  /** Its time is over. Rights ended on the second; this writes it down. */
  async timeOver(id: string): Promise<void> {
    await this.acts.run(system('emergency access'), async (act) => {
      const row = await locked(act, id);
      if (!row.ended_at && row.ends_at <= act.now) await over(act, id, 'time');
    });
  }

  async reviewDue(id: string): Promise<void> {
    await this.acts.run(system('emergency access'), async (act) => {
      const row = await locked(act, id);
      if (!row.verdict) await alertUnreviewed(act, { id, personId: row.person_id }, this.settings);
    });
  }

  /** Nobody, or several: it is written down, and counted. */
  private async missed(caller: Caller, how: 'nobody' | 'several'): Promise<Refusal> {
    await this.acts.run(caller.actor, async (act) => act.audit({ action: 'breakglass.opened', object: { kind: 'person', id: caller.id }, outcome: 'refused', reason: how }));
    if ((await countTry(this.acts, `breakglass ${caller.id}`)) > MOST_MISSES) return new Refusal(429, 'too-many-tries', 'Too many patients were not found. Wait a quarter of an hour, or call the record office.');
    return how === 'several'
      ? new Refusal(409, 'several-patients', 'Several patients fit. Give the record number as well.')
      : new Refusal(404, 'no-patient', 'There are no exams of a patient with exactly this date of birth and this number or name. Check the spelling; nothing was opened.');
  }
}

async function locked(act: Act, id: string): Promise<EmergencyColumns> {
  const [row] = await act.query<EmergencyColumns>('select * from breakglass where id = $1 for update', [id]);
  if (!row) throw notFound('emergency access');
  return row;
}

async function over(act: Act, id: string, by: 'person' | 'reviewer' | 'time'): Promise<void> {
  await act.query('update breakglass set ended_at = least(clock_timestamp(), ends_at), ended_by = $2, version = version + 1 where id = $1', [id, by]);
  act.audit({ action: 'breakglass.ended', object: { kind: 'breakglass', id }, from: 'open', to: 'over', details: { by } });
  act.emit({ event: 'breakglass.ended', kind: 'breakglass', id });
}
