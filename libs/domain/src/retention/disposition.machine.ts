import { machine, type MoveOf, type StateOf } from '../machine/machine';

/** Disposition: the decision of two people to end keeping a batch of exams. */
export const dispositionMachine = machine({
  id: 'disposition',
  slice: 'retention',
  title: 'Disposition: the reviewed decision to end keeping a batch of exams',
  made: { by: ['system', 'disposition.review'], on: ['event:verdict.fell-due'] },
  states: {
    proposed: { kind: 'initial', holder: 'records' },
    'in-review': { kind: 'active', holder: 'reviewer' },
    'second-review': { kind: 'active', holder: 'reviewer' },
    approved: { kind: 'active', holder: 'system' },
    executed: { kind: 'terminal', holder: null },
    rejected: { kind: 'terminal', holder: null },
    cancelled: { kind: 'terminal', holder: null },
  },
  clocks: [
    { name: 'review', in: 'proposed,in-review,second-review', from: 'proposed', after: '30 days', holder: 'records', then: 'notice; nothing is deleted by silence' },
  ],
  moves: {
    review: {
      from: ['proposed'],
      to: 'in-review',
      by: ['disposition.review'],
      guard: 'dry run shown',
      facts: 'reviewer',
      event: 'disposition.review-started',
      out: ['stream'],
    },
    endorse: {
      from: ['in-review'],
      to: 'second-review',
      by: ['disposition.review'],
      guard: 'action chosen: purge, export then purge',
      facts: 'action, reviewer',
      event: 'disposition.endorsed',
      out: ['notice'],
    },
    approve: {
      from: ['second-review'],
      to: 'approved',
      by: ['disposition.approve'],
      guard: 'not the first reviewer; re-authenticated',
      facts: 'second reviewer',
      event: 'disposition.approved',
      out: ['stream'],
    },
    'send-back': {
      from: ['second-review'],
      to: 'in-review',
      by: ['disposition.approve'],
      guard: 'reason',
      facts: 'reason',
      event: 'disposition.sent-back',
      out: ['notice'],
    },
    reject: {
      from: ['in-review', 'second-review'],
      to: 'rejected',
      by: ['disposition.review'],
      guard: 'reason, new floor',
      facts: 'reason',
      event: 'disposition.rejected',
      out: ['stream'],
      except: {
        approved: 'refuse:cancel-instead',
      },
    },
    cancel: {
      from: ['proposed', 'in-review', 'second-review', 'approved'],
      to: 'cancelled',
      by: ['system', 'disposition.review'],
      on: ['event:hold.activated', 'event:verdict.re-evaluated', 'event:inbound.reopened'],
      guard: 'verdict changed, hold placed, policy changed',
      facts: 'cause',
      event: 'disposition.cancelled',
      out: ['notice'],
      except: {
        executed: 'ignore:late',
      },
    },
    execute: {
      from: ['approved'],
      to: 'executed',
      by: ['system'],
      on: ['event:purge.finished', 'event:purge.refused'],
      guard: 'every exam\'s purge finished or refused',
      facts: 'counts, certificate',
      event: 'disposition.executed',
      out: ['notice'],
    },
  },
});

export type DispositionState = StateOf<typeof dispositionMachine>;
export type DispositionMove = MoveOf<typeof dispositionMachine>;
