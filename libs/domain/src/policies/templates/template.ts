import type { PolicyKind, PolicyText } from '../policy-text';

/** A ready text of a kind: what others decided, to begin with and change. */
export interface PolicyTemplate<K extends PolicyKind = PolicyKind> extends Pick<PolicyText<K>, 'rules' | 'default'> {
  readonly id: string;
  readonly title: string;
  /** For whom it is and what it changes, where the title does not say it. */
  readonly about?: string;
}
