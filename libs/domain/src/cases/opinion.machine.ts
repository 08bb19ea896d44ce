import { machine, type MoveOf, type StateOf } from '../machine/machine';

/** Second opinion a patient asks for by themselves. It begins when the patient confirmed it: before that it is nothing here. */
export const opinionMachine = machine({
  id: 'opinion',
  slice: 'cases',
  title: 'Second opinion a patient asks for by themselves',
  made: { by: ['link.use'], on: [] },
  states: {
    waiting: { kind: 'initial', holder: 'scheduler' },
    accepted: { kind: 'terminal', holder: null },
    declined: { kind: 'terminal', holder: null },
    withdrawn: { kind: 'terminal', holder: null },
    expired: { kind: 'terminal', holder: null },
  },
  clocks: [
    { name: 'look', in: 'waiting', from: 'confirmed', after: '1 working day', holder: 'scheduler', then: 'notice' },
    { name: 'end', in: 'waiting', from: 'confirmed', after: '30 days', holder: 'scheduler', then: 'expire' },
  ],
  moves: {
    accept: {
      from: ['waiting'],
      to: 'accepted',
      by: ['case.work'],
      guard: 'the patient is one of the candidates, or told as new; the case is opened and the upload link made in the same act',
      facts: 'case, patient or new',
      event: 'opinion.accepted',
      out: ['wire:patient-status'],
    },
    decline: {
      from: ['waiting'],
      to: 'declined',
      by: ['case.work'],
      guard: 'reason code',
      facts: 'reason',
      event: 'opinion.declined',
      out: ['wire:patient-status'],
    },
    withdraw: {
      from: ['waiting'],
      to: 'withdrawn',
      by: ['link.use'],
      guard: 'secret, code and birth date right',
      facts: '',
      event: 'opinion.withdrawn',
      out: ['stream'],
    },
    expire: {
      from: ['waiting'],
      to: 'expired',
      by: ['system'],
      on: ['timer:end'],
      guard: 'nobody answered within 30 days',
      facts: '',
      event: 'opinion.expired',
      out: ['wire:patient-status'],
    },
  },
});

export type OpinionState = StateOf<typeof opinionMachine>;
export type OpinionMove = MoveOf<typeof opinionMachine>;
