import type { PolicyKind, PolicyText } from '../policy-text';

/** A ready text of a kind: what others decided, to begin with and change. */
export interface PolicyTemplate<K extends PolicyKind = PolicyKind> extends Pick<PolicyText<K>, 'rules' | 'default'> {
  readonly id: string;
  readonly title: string;
}
