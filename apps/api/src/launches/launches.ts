import type { Launched, LaunchMade, NewLaunch, OpenLaunch, ToldPatient } from '@causeway/contracts';
import { createHash, randomBytes } from 'node:crypto';
import type * as z from 'zod/mini';
import { PatientHistory } from '../inbound/history';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';

const SECONDS = 120;
const MOST = 100;
const digest = (code: string): Buffer => createHash('sha256').update(code).digest();

/**
 * The way in from a patient's record: the record system tells the patient by its own connection and gets a code that opens the page once, within two minutes, for somebody who
 * is signed in here. Addresses hold the code and nothing else; what was told is forgotten as soon as it is used or over.
 */
export class Launches {
  private readonly histories: PatientHistory;

  constructor(private readonly acts: Acts, settings: Pick<Settings, 'SITE_ZONE'>) {
    this.histories = new PatientHistory(acts, settings);
  }

  make(caller: Caller, body: z.output<typeof NewLaunch>): Promise<LaunchMade> {
    const code = randomBytes(32).toString('base64url');
    return this.acts.run(caller.actor, async (act) => {
      const id = newId(act.now.getTime());
      const endsAt = new Date(act.now.getTime() + SECONDS * 1000);
      await act.query('insert into launch (id, code_sha256, patient, made_by, ends_at) values ($1, $2, $3, $4, $5)', [id, digest(code), JSON.stringify(body.patient), caller.principal.name, endsAt]);
      act.audit({ action: 'launch.made', object: { kind: 'launch', id } });
      act.wish({ kind: 'launch.forget', key: `launch.forget ${id}`, data: { id }, dueAt: endsAt });
      return { code, path: `/launch?code=${code}`, endsAt: endsAt.toISOString() };
    });
  }

  async open(caller: Caller, body: z.output<typeof OpenLaunch>): Promise<Launched> {
    if (caller.principal.kind !== 'person') throw new Refusal(403, 'not-allowed', 'A launch is opened by a person who is signed in.');
    const patient = await this.acts.run(caller.actor, async (act) => {
      const [row] = await act.query<{ id: string; patient: ToldPatient | null; used_at: Date | null; over: boolean }>('select id, patient, used_at, ends_at < clock_timestamp() as over from launch where code_sha256 = $1 for update', [digest(body.code)]);
      if (!row?.patient || row.used_at || row.over) throw new Refusal(404, 'launch-over', 'This way in was used already or is over. Go back to the record and open it again.');
      await act.query('update launch set patient = null, used_at = $2, used_by = $3 where id = $1', [row.id, act.now, caller.id]);
      act.audit({ action: 'launch.opened', object: { kind: 'launch', id: row.id } });
      return row.patient;
    });
    const id = patient.identifier ? await this.patientOf(patient.identifier) : null;
    return { patient, known: id !== null, history: id === null ? [] : (await this.histories.ofPatient(id, { limit: MOST }, caller)).rows };
  }

  private async patientOf(identifier: { readonly value: string; readonly issuer: string }): Promise<string | null> {
    const [row] = await this.acts.read<{ id: string }>(
      `select coalesce(p.merged_into, p.id) as id from patient_identifier i join patient p on p.id = i.patient_id where i.issuer = $1 and i.value = $2 and i.ended_at is null limit 1`, [identifier.issuer, identifier.value]);
    return row?.id ?? null;
  }
}

/** Nobody came: what was told of the patient is forgotten. */
export const forgetLaunch = async (act: Act, id: string): Promise<void> => void (await act.query('update launch set patient = null where id = $1 and ends_at <= clock_timestamp()', [id]));
