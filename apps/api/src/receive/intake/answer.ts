import type { Reason } from '@causeway/dicom';
import type { Identity } from './head';
import type { Placed } from '../ledger/stored-object';

/** Why an object was set aside, kept with its bytes. Reasons of the reader, and of ours. */
export type AsideReason = Reason | 'unknown-sender' | 'not-storable' | 'exam-of-others';

/** What became of one object, in no protocol's words: each door says it in its own. */
export type Answer =
  | { readonly kind: 'stored'; readonly identity: Identity; readonly studyUid: string; readonly seriesUid: string; readonly placed: Placed }
  /** Kept with its reason, not part of any exam. */
  | { readonly kind: 'aside'; readonly identity: Identity | null; readonly reason: AsideReason }
  /** A bound was hit; nothing was kept. */
  | { readonly kind: 'refused'; readonly identity: Identity | null; readonly reason: Reason }
  /** The object is not what it was announced to be; nothing was kept. */
  | { readonly kind: 'mismatch'; readonly identity: Identity | null; readonly what: 'class-or-instance' | 'study' }
  /** Not now: disk full, database away, write failed. The same object may pass later. */
  | { readonly kind: 'failed'; readonly identity: Identity | null; readonly cause: 'disk-full' | 'write' | 'commit' };
