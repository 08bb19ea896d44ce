/** What the house's own archive says of a study: whether an exam that carries our issuer is one of ours that came back. */
export type Held = 'all' | 'some' | 'none' | 'unknown';

export interface LocalArchive {
  /** Whether the archive holds these instances of the study. `unknown` when it cannot be asked; never throws for that. */
  holds(studyUid: string, sopUids: readonly string[]): Promise<Held>;
}
