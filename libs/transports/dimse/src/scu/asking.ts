import type { DimseLimits } from '../limits';
import type { Link } from '../link/link';
import type { Requests } from './requests';

/** What a request needs of the association it travels on, whichever side opened that. */
export interface Asking {
  readonly link: Link;
  readonly limits: DimseLimits;
  /** Requests under way and the replies to them. */
  readonly requests: Requests;
  /** Throws why the association has failed, once it has. */
  throwIfFailed(): void;
  /** Cuts the connection without a word. */
  destroy(): void;
}
