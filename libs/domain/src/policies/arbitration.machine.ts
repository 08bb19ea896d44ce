import { machine, type MoveOf, type StateOf } from '../machine/machine';

/** Arbitration: a dispute two committees could not settle, before somebody whose ruling binds the proposal. */
export const arbitrationMachine = machine({
  id: 'arbitration',
  slice: 'policies',
  title: 'Arbitration: a dispute two committees could not settle',
  made: { by: ['policy.chair'], on: [] },
  states: {
    referred: { kind: 'initial', holder: 'arbiter' },
    ruled: { kind: 'terminal', holder: null },
    lapsed: { kind: 'terminal', holder: null },
    dropped: { kind: 'terminal', holder: null },
  },
  clocks: [{ name: 'deadline', in: 'referred', from: 'referred', after: 'set when it is referred', holder: 'arbiter', then: 'lapse' }],
  moves: {
    rule: {
      from: ['referred'],
      to: 'ruled',
      by: ['policy.arbitrate'],
      guard: 'named arbiter or officer of the arbiter committee; nobody who wrote at the proposal; before the deadline',
      facts: 'adopt, change or withdraw; reason',
      event: 'arbitration.ruled',
      out: ['notice'],
      except: { lapsed: 'refuse:too-late' },
    },
    lapse: {
      from: ['referred'],
      to: 'lapsed',
      by: ['system'],
      on: ['timer:deadline'],
      facts: 'deadline',
      event: 'arbitration.lapsed',
      out: ['notice'],
    },
    drop: {
      from: ['referred'],
      to: 'dropped',
      by: ['system'],
      on: ['event:policy.withdrawn', 'event:policy.sent-back', 'event:policy.adopted'],
      facts: 'why there is nothing left to rule on',
      event: 'arbitration.dropped',
      out: ['notice'],
    },
  },
});

export type ArbitrationState = StateOf<typeof arbitrationMachine>;
export type ArbitrationMove = MoveOf<typeof arbitrationMachine>;
