import { machine, type MoveOf, type StateOf } from '../machine/machine';

/** Purge of one exam: checks again, then takes the bytes away. */
export const purgeMachine = machine({
  id: 'purge',
  slice: 'retention',
  title: 'Purge of one exam',
  made: { by: ['system'], on: ['event:disposition.approved'] },
  states: {
    ready: { kind: 'initial', holder: 'system' },
    exporting: { kind: 'active', holder: 'system' },
    deleting: { kind: 'active', holder: 'system' },
    failed: { kind: 'active', holder: 'pacs' },
    finished: { kind: 'terminal', holder: null },
    refused: { kind: 'terminal', holder: null },
  },
  clocks: [
    { name: 'heal', in: 'failed', from: 'fail', after: '10 min, 1 h, daily', holder: 'pacs', then: 'retry' },
  ],
  moves: {
    export: {
      from: ['ready'],
      to: 'exporting',
      by: ['system'],
      on: ['event:disposition.approved'],
      guard: 'action is export then purge; export not yet proven',
      facts: 'target',
      event: 'purge.export-started',
      out: ['stream'],
    },
    'record-export': {
      from: ['exporting'],
      to: 'ready',
      by: ['system'],
      on: ['event:transfer.completed'],
      guard: 'target verified instance by instance',
      facts: 'proof',
      event: 'purge.exported',
      out: ['stream'],
    },
    begin: {
      from: ['ready'],
      to: 'deleting',
      by: ['system'],
      on: ['event:disposition.approved', 'event:purge.exported'],
      guard: 'in one transaction, exam row locked: no hold, no live transfer, send, claim or case; verdict due under the version in force; revision as reviewed',
      facts: 'tombstone, verdict inputs',
      event: 'purge.begun',
      out: ['stream'],
    },
    refuse: {
      from: ['ready', 'exporting'],
      to: 'refused',
      by: ['system'],
      on: ['event:hold.activated', 'event:verdict.re-evaluated', 'event:transfer.failed'],
      guard: 'one of the checks of begin fails',
      facts: 'failing check',
      event: 'purge.refused',
      out: ['notice'],
      except: {
        deleting: 'ignore:tombstone-committed',
      },
    },
    finish: {
      from: ['deleting'],
      to: 'finished',
      by: ['system'],
      on: ['wire:unlinked'],
      guard: 'no byte left in any store, search index or cache',
      facts: 'certificate',
      event: 'purge.finished',
      out: ['stream'],
    },
    fail: {
      from: ['deleting'],
      to: 'failed',
      by: ['system'],
      on: ['wire:failure'],
      guard: 'store refuses',
      facts: 'cause',
      event: 'purge.failed',
      out: ['notice'],
    },
    retry: {
      from: ['failed'],
      to: 'deleting',
      by: ['system', 'transfer.retry'],
      on: ['timer:heal'],
      facts: 'attempt',
      event: 'purge.retried',
      out: ['stream'],
    },
  },
});

export type PurgeState = StateOf<typeof purgeMachine>;
export type PurgeMove = MoveOf<typeof purgeMachine>;
