import type { Provider, Type } from '@nestjs/common';
import type { Acts } from './acts/acts';
import type { JobHandler, JobKindRow, Reaction } from './jobs/job';
import type { Logger } from './log';
import type { Settings } from './settings/settings';

export interface SliceTools {
  readonly acts: Acts;
  readonly settings: Settings;
  readonly log: Logger;
}

/** What a slice brings to the processes. Put together in `slices.ts`, and nowhere else. */
export interface Slice {
  readonly name: string;
  readonly controllers?: readonly Type<unknown>[];
  /** Services the controllers are given, made with Nest's injection. */
  readonly providers?: (settings: Settings) => Provider[];
  readonly jobKinds?: Readonly<Record<string, JobKindRow>>;
  readonly reactions?: readonly Reaction[];
  readonly handlers?: (tools: SliceTools) => JobHandler[];
}
