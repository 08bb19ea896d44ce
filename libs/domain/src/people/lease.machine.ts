import { machine, type MoveOf, type StateOf } from '../machine/machine';

/** Lease: who works on an inbound exam, match, registration, request or review right now. */
export const leaseMachine = machine({
  id: 'lease',
  slice: 'people',
  title: 'Lease: who works on an inbound exam, match, registration, request or review right now',
  made: { by: ['system'], on: ['event:inbound.settled', 'event:match.proposed', 'event:registration.sent', 'event:inbound.delivery-failed', 'event:inbound.unparked', 'event:disposition.review-started', 'event:requestIn.review-started'] },
  states: {
    free: { kind: 'initial', holder: 'pool' },
    held: { kind: 'active', holder: 'holder' },
    ended: { kind: 'terminal', holder: null },
  },
  clocks: [
    { name: 'lease', in: 'held', from: 'last activity', after: '30 min (emergency 10 min)', holder: 'holder', then: 'expire' },
  ],
  moves: {
    claim: {
      from: ['free'],
      to: 'held',
      by: ['item.claim'],
      guard: 'may do the item\'s next move',
      facts: 'holder, epoch+1, until',
      event: 'lease.claimed',
      out: ['stream'],
      except: {
        held: 'refuse:held-by-other',
      },
    },
    renew: {
      from: ['held'],
      to: 'same',
      by: ['item.claim'],
      guard: 'same holder and epoch',
      facts: 'until',
      event: 'lease.renewed',
      out: ['stream'],
      except: {
        free: 'refuse:lease-lost',
      },
    },
    release: {
      from: ['held'],
      to: 'free',
      by: ['item.claim'],
      guard: 'same holder and epoch',
      facts: 'reason',
      event: 'lease.released',
      out: ['stream'],
      except: {
        free: 'refuse:lease-lost',
      },
    },
    'take-over': {
      from: ['held'],
      to: 'held',
      by: ['item.takeover'],
      guard: 'reason; holder told',
      facts: 'new holder, epoch+1',
      event: 'lease.taken-over',
      out: ['notice'],
      except: {
        free: 'refuse:just-claim',
      },
    },
    expire: {
      from: ['held'],
      to: 'free',
      by: ['system'],
      on: ['timer:lease'],
      guard: 'database clock past until',
      facts: 'epoch stays, next claim raises it',
      event: 'lease.expired',
      out: ['stream'],
    },
    end: {
      from: ['free', 'held'],
      to: 'ended',
      by: ['system'],
      on: ['event:inbound.approved', 'event:inbound.returned', 'event:inbound.rejected', 'event:match.closed', 'event:registration.completed', 'event:registration.declined', 'event:requestIn.fulfilled', 'event:requestIn.declined', 'event:disposition.executed'],
      facts: 'closing move',
      event: 'lease.ended',
      out: ['stream'],
    },
  },
});

export type LeaseState = StateOf<typeof leaseMachine>;
export type LeaseMove = MoveOf<typeof leaseMachine>;
