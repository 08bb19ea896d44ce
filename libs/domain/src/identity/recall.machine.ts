import { machine, type MoveOf, type StateOf } from '../machine/machine';

/** Recall target: one thing that followed a wrong association. */
export const recallMachine = machine({
  id: 'recall',
  slice: 'identity',
  title: 'Recall target: one thing that followed a wrong association',
  made: { by: ['system'], on: ['event:inbound.recalled'] },
  states: {
    listed: { kind: 'initial', holder: 'system' },
    asked: { kind: 'active', holder: 'target-owner' },
    confirmed: { kind: 'terminal', holder: null },
    failed: { kind: 'active', holder: 'pacs' },
    waived: { kind: 'terminal', holder: null },
  },
  clocks: [
    { name: 'recall', in: 'asked', from: 'ask', after: '15 min system target, 24 h person target', holder: 'target owner', then: 'fail and escalate' },
  ],
  moves: {
    ask: {
      from: ['listed', 'failed'],
      to: 'asked',
      by: ['system', 'inbound.recall'],
      on: ['event:inbound.recalled'],
      facts: 'channel, message',
      event: 'recall.asked',
      out: ['dicom:KOS 113037', 'hl7:order-cancel', 'hl7:ORU corrected', 'notice'],
    },
    confirm: {
      from: ['asked', 'failed'],
      to: 'confirmed',
      by: ['system', 'inbound.recall'],
      on: ['wire:proof'],
      guard: 'proof: C-FIND count 0, ACK, answer or named person',
      facts: 'proof',
      event: 'recall.confirmed',
      out: ['stream'],
      except: {
        listed: 'ignore:out-of-order',
      },
    },
    fail: {
      from: ['asked'],
      to: 'failed',
      by: ['system'],
      on: ['wire:refused', 'timer:recall'],
      facts: 'cause, attempt',
      event: 'recall.failed',
      out: ['notice'],
    },
    waive: {
      from: ['asked', 'failed'],
      to: 'waived',
      by: ['recall.waive'],
      guard: 'two people; reason (recipient gone, copy destroyed)',
      facts: 'both names, reason',
      event: 'recall.waived',
      out: ['notice'],
    },
  },
});

export type RecallState = StateOf<typeof recallMachine>;
export type RecallMove = MoveOf<typeof recallMachine>;
