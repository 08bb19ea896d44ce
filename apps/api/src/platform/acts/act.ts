import type { EntityManager } from 'typeorm';
import type { Actor } from './actor';

export interface AuditNote {
  /** `thing.verb` in the words of the domain. */
  readonly action: string;
  readonly object: { readonly kind: string; readonly id: string };
  readonly from?: string | null;
  readonly to?: string | null;
  readonly outcome?: 'done' | 'refused' | 'ignored' | 'failed';
  readonly reason?: string | null;
  /** Keys and codes; patient data only where it is the object's key. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface DomainEvent {
  /** Past tense: `inbound.settled`. */
  readonly event: string;
  readonly kind: string;
  readonly id: string;
  /** Ids and codes only: it is shown to workers and to the live stream. */
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface JobWish {
  readonly kind: string;
  /** One waiting job of a key: a second wish is the first; with `dueAt` it moves the first. */
  readonly key: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Seconds from now by the database's clock; at once when absent. */
  readonly inSeconds?: number;
  /** Instead: an instant. */
  readonly dueAt?: Date;
  /** A wish for a waiting key replaces its due time (a clock that restarts). Otherwise the earlier one stands. */
  readonly restart?: boolean;
}

/** One transaction: what changes, what is written down about it and what follows from it commit together or not at all. */
export interface Act {
  readonly actor: Actor;
  readonly db: EntityManager;
  /** Database time at which the transaction began. */
  readonly now: Date;
  query<T extends object>(sql: string, parameters?: readonly unknown[]): Promise<T[]>;
  audit(note: AuditNote): void;
  emit(event: DomainEvent): void;
  wish(job: JobWish): void;
  /** A clock or a job that is no longer wanted. */
  unwish(key: string): void;
}
