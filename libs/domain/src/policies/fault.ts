export interface Fault {
  /** JSON pointer into the policy text. */
  readonly at: string;
  readonly problem: string;
}
