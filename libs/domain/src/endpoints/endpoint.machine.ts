import { machine, type MoveOf, type StateOf } from '../machine/machine';

/** Endpoint: one configured connection, from the first test to its removal. */
export const endpointMachine = machine({
  id: 'endpoint',
  slice: 'endpoints',
  title: 'Endpoint: one configured connection',
  made: { by: ['endpoint.configure'], on: [] },
  states: {
    untested: { kind: 'initial', holder: 'pacs' },
    passing: { kind: 'resting', holder: null },
    degraded: { kind: 'active', holder: 'pacs' },
    failing: { kind: 'active', holder: 'pacs' },
    disabled: { kind: 'resting', holder: null },
    removed: { kind: 'terminal', holder: null },
  },
  clocks: [
    { name: 'probe', in: 'passing,degraded,failing,untested', from: 'last probe', after: '15 min; failing at most one per 30 s, half-open', holder: 'system', then: 'pass-probe, degrade or fail-probe' },
  ],
  moves: {
    'pass-probe': {
      from: ['untested', 'degraded', 'failing', 'passing'],
      to: 'passing',
      by: ['system', 'endpoint.test'],
      on: ['timer:probe', 'wire:probe'],
      guard: 'all rungs asked for are green',
      facts: 'ladder, ms',
      event: 'endpoint.passed',
      out: ['stream'],
      except: { disabled: 'ignore:late' },
    },
    degrade: {
      from: ['untested', 'passing', 'degraded'],
      to: 'degraded',
      by: ['system', 'endpoint.test'],
      on: ['timer:probe', 'wire:probe'],
      guard: 'echo green, a later rung red or slow (p95 > 3 x usual) or certificate under 14 days',
      facts: 'rung, both values',
      event: 'endpoint.degraded',
      out: ['notice'],
      except: { disabled: 'ignore:late', failing: 'ignore:needs-pass' },
    },
    'fail-probe': {
      from: ['untested', 'passing', 'degraded', 'failing'],
      to: 'failing',
      by: ['system', 'endpoint.test'],
      on: ['timer:probe', 'wire:failure'],
      guard: 'first rungs red 3 times, or breaker open',
      facts: 'rung, both values, fix card',
      event: 'endpoint.failed',
      out: ['notice'],
      except: { disabled: 'ignore:late' },
    },
    change: {
      from: ['untested', 'passing', 'degraded', 'failing', 'disabled'],
      to: 'untested',
      by: ['endpoint.configure'],
      guard: 'settings pass the transport\'s schema; address allowed',
      facts: 'old and new, secrets sealed',
      event: 'endpoint.changed',
      out: ['stream'],
    },
    disable: {
      from: ['untested', 'passing', 'degraded', 'failing'],
      to: 'disabled',
      by: ['endpoint.configure'],
      guard: 'reason; waiting transfers rerouted or kept',
      facts: 'reason',
      event: 'endpoint.disabled',
      out: ['notice'],
    },
    enable: {
      from: ['disabled'],
      to: 'untested',
      by: ['endpoint.configure'],
      facts: '',
      event: 'endpoint.enabled',
      out: ['stream'],
    },
    remove: {
      from: ['disabled'],
      to: 'removed',
      by: ['endpoint.configure'],
      guard: 'no transfer waits for it',
      facts: 'reason',
      event: 'endpoint.removed',
      out: ['stream'],
    },
  },
});

export type EndpointState = StateOf<typeof endpointMachine>;
export type EndpointMove = MoveOf<typeof endpointMachine>;
