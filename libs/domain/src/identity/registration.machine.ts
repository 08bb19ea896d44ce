import { machine, type MoveOf, type StateOf } from '../machine/machine';

/** Registration request: a patient must exist locally first. */
export const registrationMachine = machine({
  id: 'registration',
  slice: 'identity',
  title: 'Registration request: a patient must exist locally first',
  made: { by: ['system', 'registration.ask'], on: ['event:match.registration-asked'] },
  states: {
    asked: { kind: 'initial', holder: 'system' },
    sent: { kind: 'active', holder: 'registration' },
    completed: { kind: 'terminal', holder: null },
    declined: { kind: 'terminal', holder: null },
    cancelled: { kind: 'terminal', holder: null },
  },
  clocks: [
    { name: 'registration', in: 'sent', from: 'sent', after: '30 min emergency, 1 working day else', holder: 'registration', then: 'notice, escalate' },
  ],
  moves: {
    send: {
      from: ['asked'],
      to: 'sent',
      by: ['system'],
      on: ['event:match.registration-asked'],
      guard: 'responsibility decision names who',
      facts: 'message id or task owner',
      event: 'registration.sent',
      out: ['hl7:ADT^A28 or A04', 'notice'],
    },
    complete: {
      from: ['asked', 'sent'],
      to: 'completed',
      by: ['system', 'registration.complete'],
      on: ['wire:adt'],
      guard: 'demographics equal the request on name, birth date, sex',
      facts: 'local patient',
      event: 'registration.completed',
      out: ['stream'],
      except: {
        declined: 'ignore:late',
        cancelled: 'ignore:late',
      },
    },
    decline: {
      from: ['asked', 'sent'],
      to: 'declined',
      by: ['registration.complete'],
      guard: 'reason',
      facts: 'reason',
      event: 'registration.declined',
      out: ['notice'],
    },
    cancel: {
      from: ['asked', 'sent'],
      to: 'cancelled',
      by: ['system', 'registration.ask'],
      on: ['event:match.closed', 'event:match.refreshed'],
      facts: 'reason',
      event: 'registration.cancelled',
      out: ['stream'],
      except: {
        completed: 'ignore:late',
      },
    },
  },
});

export type RegistrationState = StateOf<typeof registrationMachine>;
export type RegistrationMove = MoveOf<typeof registrationMachine>;
