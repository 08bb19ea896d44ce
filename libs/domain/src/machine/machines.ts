/** Every machine of this build by its id: what the api's mover, the process pictures and the tests go through. */
import { caseMachine } from '../cases/case.machine';
import { opinionMachine } from '../cases/opinion.machine';
import { facilityMachine } from '../facilities/facility.machine';
import { endpointMachine } from '../endpoints/endpoint.machine';
import { matchMachine } from '../identity/match.machine';
import { recallMachine } from '../identity/recall.machine';
import { registrationMachine } from '../identity/registration.machine';
import { inboundMachine } from '../inbound/inbound.machine';
import { linkMachine } from '../inbound/link.machine';
import { noticeMachine } from '../notices/notice.machine';
import { overreadMachine } from '../overreads/overread.machine';
import { handoverMachine } from '../people/handover.machine';
import { leaseMachine } from '../people/lease.machine';
import { arbitrationMachine } from '../policies/arbitration.machine';
import { ballotMachine } from '../policies/ballot.machine';
import { policyMachine } from '../policies/policy.machine';
import { sendMachine } from '../sends/send.machine';
import { requestInMachine } from '../requests/request-in.machine';
import { requestOutMachine } from '../requests/request-out.machine';
import { dispositionMachine } from '../retention/disposition.machine';
import { holdMachine } from '../retention/hold.machine';
import { purgeMachine } from '../retention/purge.machine';
import { verdictMachine } from '../retention/verdict.machine';
import { instanceMachine } from '../transfers/instance.machine';
import { transferMachine } from '../transfers/transfer.machine';

export const machines = {
  inbound: inboundMachine,
  lease: leaseMachine,
  handover: handoverMachine,
  match: matchMachine,
  registration: registrationMachine,
  recall: recallMachine,
  overread: overreadMachine,
  send: sendMachine,
  transfer: transferMachine,
  instance: instanceMachine,
  notice: noticeMachine,
  case: caseMachine,
  requestOut: requestOutMachine,
  requestIn: requestInMachine,
  policy: policyMachine,
  ballot: ballotMachine,
  arbitration: arbitrationMachine,
  verdict: verdictMachine,
  hold: holdMachine,
  disposition: dispositionMachine,
  purge: purgeMachine,
  endpoint: endpointMachine,
  facility: facilityMachine,
  link: linkMachine,
  opinion: opinionMachine,
} as const;

export type MachineId = keyof typeof machines;
