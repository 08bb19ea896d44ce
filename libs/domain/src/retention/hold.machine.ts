import { machine, type MoveOf, type StateOf } from '../machine/machine';

/** Legal hold: a matter that forbids deletion, from the moment somebody asks for it. */
export const holdMachine = machine({
  id: 'hold',
  slice: 'retention',
  title: 'Legal hold: a matter that forbids deletion (requested, active and release-asked all block)',
  made: { by: ['hold.request', 'hold.place'], on: [] },
  states: {
    requested: { kind: 'initial', holder: 'records' },
    active: { kind: 'resting', holder: null },
    'release-asked': { kind: 'active', holder: 'records' },
    released: { kind: 'terminal', holder: null },
    declined: { kind: 'terminal', holder: null },
  },
  clocks: [
    { name: 'release', in: 'release-asked', from: 'ask', after: '7 days', holder: 'second person', then: 'refuse-release' },
    { name: 'until', in: 'active', from: 'planned end', after: '-', holder: 'custodian', then: 'notice only: a hold never ends by itself' },
  ],
  moves: {
    activate: {
      from: ['requested'],
      to: 'active',
      by: ['hold.place'],
      guard: 'matter, custodian, scope',
      facts: 'who',
      event: 'hold.activated',
      out: ['notice'],
    },
    decline: {
      from: ['requested'],
      to: 'declined',
      by: ['hold.place'],
      guard: 'not the requester; reason',
      facts: 'reason',
      event: 'hold.declined',
      out: ['notice'],
    },
    'add-exams': {
      from: ['requested', 'active', 'release-asked'],
      to: 'same',
      by: ['system', 'hold.place'],
      on: ['event:inbound.identified'],
      guard: 'exam in the hold\'s scope (patient, facility or list), not purged (tombstone named if so)',
      facts: 'exams',
      event: 'hold.exams-added',
      out: ['stream'],
      except: {
        released: 'refuse:place-a-new-hold',
      },
    },
    'ask-release': {
      from: ['active'],
      to: 'release-asked',
      by: ['hold.release'],
      guard: 'reason',
      facts: 'who, reason',
      event: 'hold.release-asked',
      out: ['notice'],
    },
    'confirm-release': {
      from: ['release-asked'],
      to: 'released',
      by: ['hold.release'],
      guard: 'not the one who asked; re-authenticated',
      facts: 'both names',
      event: 'hold.released',
      out: ['notice'],
    },
    'refuse-release': {
      from: ['release-asked'],
      to: 'active',
      by: ['system', 'hold.release'],
      on: ['timer:release'],
      guard: 'reason',
      facts: 'reason',
      event: 'hold.release-refused',
      out: ['notice'],
    },
  },
});

export type HoldState = StateOf<typeof holdMachine>;
export type HoldMove = MoveOf<typeof holdMachine>;
