import { machine, type MoveOf, type StateOf } from '../machine/machine';

/** Retention verdict: until when an exam must be kept here. */
export const verdictMachine = machine({
  id: 'verdict',
  slice: 'retention',
  title: 'Retention verdict: until when this exam must be kept',
  made: { by: ['system'], on: ['event:inbound.released', 'event:inbound.mirrored', 'event:inbound.returned', 'event:inbound.rejected', 'event:inbound.quarantined'] },
  states: {
    evaluating: { kind: 'initial', holder: 'system' },
    kept: { kind: 'resting', holder: null },
    due: { kind: 'active', holder: 'records' },
    disposed: { kind: 'terminal', holder: null },
  },
  clocks: [
    { name: 'until', in: 'kept', from: 'until (inclusive)', after: '-', holder: 'system', then: 'fall-due' },
  ],
  moves: {
    keep: {
      from: ['evaluating'],
      to: 'kept',
      by: ['system'],
      on: ['decision:retention'],
      guard: 'latest date of all fired rules in the future, or forever, or a basis unknown',
      facts: 'decision, until, citations',
      event: 'verdict.kept',
      out: ['stream'],
    },
    'fall-due': {
      from: ['evaluating', 'kept'],
      to: 'due',
      by: ['system'],
      on: ['timer:until', 'decision:retention'],
      guard: 'until is before today in the site zone',
      facts: 'until',
      event: 'verdict.fell-due',
      out: ['notice'],
    },
    're-evaluate': {
      from: ['kept', 'due'],
      to: 'evaluating',
      by: ['system'],
      on: ['event:policy.in-force', 'event:inbound.reopened', 'event:inbound.released', 'event:overread.signed', 'event:send.accepted', 'event:hold.released', 'wire:adt-visit', 'wire:retrievability'],
      guard: 'a fact in the snapshot, the policy or the law table changed',
      facts: 'changed facts',
      event: 'verdict.re-evaluated',
      out: ['stream'],
    },
    extend: {
      from: ['kept', 'due'],
      to: 'kept',
      by: ['retention.extend'],
      guard: 'later than today\'s until; reason',
      facts: 'new floor, reason',
      event: 'verdict.extended',
      out: ['stream'],
      except: {
        disposed: 'refuse:purged',
      },
    },
    'adopt-as-local': {
      from: ['kept', 'due'],
      to: 'kept',
      by: ['retention.extend'],
      guard: 'reason',
      facts: 'class local',
      event: 'verdict.adopted-as-local',
      out: ['stream'],
      except: {
        disposed: 'refuse:purged',
      },
    },
    dispose: {
      from: ['due'],
      to: 'disposed',
      by: ['system'],
      on: ['event:purge.begun'],
      facts: 'purge',
      event: 'verdict.disposed',
      out: ['stream'],
      except: {
        kept: 'ignore:cannot-happen-alerts',
      },
    },
  },
});

export type VerdictState = StateOf<typeof verdictMachine>;
export type VerdictMove = MoveOf<typeof verdictMachine>;
