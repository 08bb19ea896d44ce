import type { Principal } from '@causeway/access';

/** Who an act is recorded under. The system acts in its own name; a job asked for by a person keeps theirs in `onBehalfOf`. */
export interface Actor {
  readonly kind: 'person' | 'client' | 'system' | 'sender';
  readonly id: string;
  readonly name: string;
  /** The colleague whose patient it was, where only what they handed over allowed it. */
  onBehalfOf?: string | undefined;
}

export const system = (part: string): Actor => ({ kind: 'system', id: part, name: `Causeway ${part}` });
export const actorOf = (who: Principal): Actor => ({ kind: who.kind, id: who.id, name: who.name });
/** A partner's system, known by how it introduced itself and where from. */
export const sender = (calling: string, address: string): Actor => ({ kind: 'sender', id: `${calling}@${address}`, name: calling });
