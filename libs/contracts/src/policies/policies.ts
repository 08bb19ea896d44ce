import type { Considered, FactValue, PolicyKind, PolicyText } from '@causeway/domain';

/** A stored decision, as the Why drawer shows it. Codes only; words are the console's. */
export interface DecisionView {
  readonly id: string;
  readonly kind: PolicyKind;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly policy: { readonly kind: PolicyKind; readonly scope: string; readonly version: number; readonly sha256: string; readonly inForceSince: string };
  readonly outcome: Readonly<Record<string, unknown>>;
  readonly decidedBy: readonly string[];
  readonly because: readonly string[];
  readonly considered: readonly Considered[];
  readonly notReached: readonly string[];
  /** Facts the deciding and considered rules looked at, with the values stored then. */
  readonly facts: readonly { readonly name: string; readonly value: FactValue; readonly unit?: string }[];
  readonly at: string;
  readonly supersedes: string | null;
}

export interface DecisionSummary {
  readonly id: string;
  readonly kind: PolicyKind;
  readonly because: readonly string[];
  readonly outcome: Readonly<Record<string, unknown>>;
  readonly version: number;
  readonly at: string;
}

export interface PolicyInForce {
  readonly id: string;
  readonly kind: PolicyKind;
  readonly scope: string;
  readonly version: number;
  readonly sha256: string;
  readonly inForceSince: string;
  readonly text: PolicyText;
  readonly decisionsLast30Days: number;
  /** When the committee should look at it again. */
  readonly reviewBy: string;
}

/** A past decision, signed: canonical JSON, an Ed25519 signature over its UTF-8 bytes, and the key that checks it. */
export interface SignedPacket {
  readonly text: string;
  /** Base64. */
  readonly signature: string;
  readonly keyId: string;
  /** PEM, SubjectPublicKeyInfo. */
  readonly publicKey: string;
}
