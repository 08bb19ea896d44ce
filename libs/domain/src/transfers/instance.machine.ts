import { machine, type MoveOf, type StateOf } from '../machine/machine';

/** Ledger row: one instance in one transfer. */
export const instanceMachine = machine({
  id: 'instance',
  slice: 'transfers',
  title: 'Ledger row: one instance in one transfer',
  made: { by: ['system'], on: ['event:inbound.approved', 'event:send.started', 'event:requestOut.promised', 'event:purge.export-started'] },
  states: {
    pending: { kind: 'initial', holder: 'system' },
    sending: { kind: 'active', holder: 'system' },
    sent: { kind: 'active', holder: 'system' },
    unknown: { kind: 'active', holder: 'system' },
    verified: { kind: 'terminal', holder: null },
    rejected: { kind: 'active', holder: 'pacs' },
    missing: { kind: 'active', holder: 'pacs' },
    excluded: { kind: 'terminal', holder: null },
  },
  clocks: [
    { name: 'lease', in: 'sending', from: 'last byte', after: '60 s', holder: 'system', then: 'lose-answer' },
  ],
  moves: {
    begin: {
      from: ['pending'],
      to: 'sending',
      by: ['system'],
      on: ['wire:slot'],
      guard: 'transfer running, same epoch',
      facts: 'attempt',
      event: 'instance.begun',
      except: {
        verified: 'ignore:never-twice',
      },
    },
    confirm: {
      from: ['sending', 'unknown'],
      to: 'sent',
      by: ['system'],
      on: ['wire:success'],
      guard: 'success or warning status kept',
      facts: 'status code',
      event: 'instance.confirmed',
    },
    'lose-answer': {
      from: ['sending'],
      to: 'unknown',
      by: ['system'],
      on: ['wire:timeout', 'timer:lease'],
      guard: 'answer lost, lease over or crash',
      facts: 'cause',
      event: 'instance.answer-lost',
      except: {
        sent: 'ignore:late',
      },
    },
    refuse: {
      from: ['sending', 'unknown'],
      to: 'rejected',
      by: ['system'],
      on: ['wire:refused'],
      guard: 'status refused or failed',
      facts: 'code, comment',
      event: 'instance.refused',
    },
    prove: {
      from: ['sent', 'unknown'],
      to: 'verified',
      by: ['system'],
      on: ['wire:proof'],
      guard: 'far side lists it',
      facts: 'proof',
      event: 'instance.proven',
      except: {
        sending: 'ignore:answer-first',
        missing: 'ignore:requeue-first',
      },
    },
    'find-missing': {
      from: ['sent', 'unknown'],
      to: 'missing',
      by: ['system'],
      on: ['wire:proof'],
      guard: 'far side answers and does not list it',
      facts: 'proof',
      event: 'instance.found-missing',
    },
    requeue: {
      from: ['rejected', 'missing'],
      to: 'pending',
      by: ['system', 'transfer.retry'],
      on: ['event:transfer.retried'],
      guard: 'transfer waiting again; code is not \'never\'',
      facts: '',
      event: 'instance.requeued',
      except: {
        unknown: 'refuse:ask-far-side-first',
      },
    },
    exclude: {
      from: ['pending', 'rejected', 'missing'],
      to: 'excluded',
      by: ['transfer.exclude'],
      guard: 'reason; counts shown on the exam',
      facts: 'reason',
      event: 'instance.excluded',
      out: ['stream'],
    },
  },
});

export type InstanceState = StateOf<typeof instanceMachine>;
export type InstanceMove = MoveOf<typeof instanceMachine>;
