import type { AbilityName } from '@causeway/access';
import { guardedOf, lockInbound, type InboundColumns } from '../inbound/inbound.row';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { changedMeanwhile, notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import type { Settings } from '../platform/settings/settings';
import { issuersOf } from './issuers';
import { personOf } from './local-patients';
import { lockMatch, signalMatch, type MatchColumns } from './match.row';
import { cancelRegistration, completeRegistration, localPatient, registrationDiffers } from './registration';
import { lockRegistration, moveRegistration, type RegistrationColumns } from './registration.row';
import { refreshExam } from './identify';
import { seenBy } from './sight';

/** What the registration desk does with a request. */
export class RegistrationMoves {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  /** The patient was registered by hand: they must be who was asked for. */
  complete(caller: Caller, id: string, version: number, patientId: string, dutyReason?: string): Promise<void> {
    return this.with(caller, id, 'registration.complete', async (act, row) => {
      if (row.version !== version) throw changedMeanwhile();
      await act.query('select 1 as locked from patient where id = $1 for share', [patientId]);
      const patient = await localPatient(act, patientId);
      if (!patient) throw new Refusal(409, 'patient-gone', 'There is no such local patient, or they were merged into another one.');
      const differs = registrationDiffers(row.demographics, personOf(patient, await issuersOf(act)));
      if (differs.length > 0) {
        throw new Refusal(409, 'elements-differ', `This patient is not who was asked for: ${differs.join(', ')} must agree. Decline the request, and match the exam by hand.`, {
          errors: differs.map((element) => ({ pointer: `/elements/${element}`, detail: 'must agree' })),
        });
      }
      if (!(await completeRegistration(act, row, patientId))) throw new Refusal(409, 'ended', 'This request has ended already.');
    }, dutyReason);
  }

  decline(caller: Caller, id: string, version: number, reason: string, dutyReason?: string): Promise<void> {
    return this.with(caller, id, 'registration.complete', async (act, row, match) => {
      await moveRegistration(act, row, { move: 'decline', version, set: { reason }, reason });
      await this.backToPeople(act, row, match, 'declined');
    }, dutyReason);
  }

  /** Nobody needs to register anybody after all. */
  cancel(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, 'registration.ask', async (act, row, match) => {
      if (row.version !== version) throw changedMeanwhile();
      await cancelRegistration(act, row.match_id, reason);
      await this.backToPeople(act, row, match, 'cancelled');
    });
  }

  private async backToPeople(act: Act, row: RegistrationColumns, match: MatchColumns, why: string): Promise<void> {
    act.unwish(`registration.overdue ${row.id}`);
    await signalMatch(act, match, { move: 'stop-registration', details: { registration: row.id, why } });
    await refreshExam(act, row.exam_id, this.settings);
  }

  private async with<T>(
    caller: Caller, id: string, ability: AbilityName, work: (act: Act, row: RegistrationColumns, match: MatchColumns, inbound: InboundColumns) => Promise<T>, dutyReason?: string,
  ): Promise<T> {
    const [known] = await this.acts.read<{ exam_id: string; match_id: string }>('select exam_id, match_id from registration where id = $1', [id]);
    if (!known) throw notFound('registration');
    return this.acts.run(caller.actor, async (act) => {
      const inbound = await lockInbound(act, known.exam_id);
      const match = await lockMatch(act, known.match_id);
      const row = await lockRegistration(act, id);
      if (!inbound || !match || !row) throw notFound('registration');
      const thing = guardedOf(inbound);
      caller.require(ability, thing, seenBy(caller, thing, 'registration.complete'), dutyReason);
      return work(act, row, match, inbound);
    });
  }
}
