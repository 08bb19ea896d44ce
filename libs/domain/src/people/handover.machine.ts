import { machine, type MoveOf, type StateOf } from '../machine/machine';

/** Hand-over: a task offered from one person to another. The giver stays its owner until it is accepted. */
export const handoverMachine = machine({
  id: 'handover',
  slice: 'people',
  title: 'Hand-over: a task offered from one person to another',
  made: { by: ['handover.offer'], on: [] },
  states: {
    offered: { kind: 'initial', holder: 'receiver' },
    accepted: { kind: 'terminal', holder: null },
    declined: { kind: 'terminal', holder: null },
    expired: { kind: 'terminal', holder: null },
    cancelled: { kind: 'terminal', holder: null },
  },
  clocks: [{ name: 'handover', in: 'offered', from: 'offer', after: '15 min', holder: 'receiver; giver stays owner until accepted', then: 'expire, pool told' }],
  moves: {
    accept: {
      from: ['offered'], to: 'accepted', by: ['handover.answer'], guard: 'receiver may do the task', facts: 'note read', event: 'handover.accepted', out: ['stream'],
      except: { expired: 'refuse:offer-over', cancelled: 'refuse:offer-over' },
    },
    decline: { from: ['offered'], to: 'declined', by: ['handover.answer'], facts: 'reason', event: 'handover.declined', out: ['notice'] },
    expire: { from: ['offered'], to: 'expired', by: ['system'], on: ['timer:handover'], facts: '', event: 'handover.expired', out: ['notice'] },
    cancel: {
      from: ['offered'], to: 'cancelled', by: ['system', 'handover.offer'], on: ['event:overread.taken-over', 'event:lease.taken-over'], facts: 'reason', event: 'handover.cancelled', out: ['stream'],
    },
  },
});

export type HandoverState = StateOf<typeof handoverMachine>;
export type HandoverMove = MoveOf<typeof handoverMachine>;
