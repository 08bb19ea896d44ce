/** Bounds on one message. A sender that needs more is misconfigured or hostile. */
export interface ParseLimits {
  /** Bytes, or characters when text is given. */
  readonly size: number;
  readonly segments: number;
  /** Per segment. */
  readonly fields: number;
  /** Per field. */
  readonly repetitions: number;
  /** Per repetition, and subcomponents per component. */
  readonly components: number;
}

export const PARSE_LIMITS: ParseLimits = {
  size: 4 * 1024 * 1024,
  segments: 20_000,
  fields: 1_000,
  repetitions: 1_000,
  components: 200,
};
