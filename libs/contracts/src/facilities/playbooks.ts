import { playbookStages, stepHolders, type PlaybookStage, type StepHolder } from '@causeway/domain';
import * as z from 'zod/mini';
import { facilityKinds } from './directory';
import type { PersonRef } from '../common/common';

/** PUT /api/v1/playbooks: the list of one stage, for one kind of facility or for all others. Without steps it is as the product comes. */
export const SavePlaybook = z.object({
  stage: z.enum(playbookStages),
  kind: z.nullable(z.enum(facilityKinds)),
  version: z.int(),
  steps: z.array(z.object({ words: z.string().check(z.trim(), z.minLength(3, 'Say what is to be done.'), z.maxLength(300)), days: z.int('A whole number of days.').check(z.gte(0), z.lte(365)), holder: z.enum(stepHolders) })).check(z.maxLength(40)),
});
export type SavePlaybook = z.output<typeof SavePlaybook>;
export const SettleTask = z.object({ state: z.enum(['done', 'dropped']), words: z._default(z.string().check(z.trim(), z.maxLength(1000)), '') });
export type SettleTask = z.output<typeof SettleTask>;

export interface PlaybookView {
  readonly stage: PlaybookStage;
  readonly kind: string | null;
  /** 0: as it comes with the product. */
  readonly version: number;
  readonly steps: readonly { readonly words: string; readonly days: number; readonly holder: StepHolder }[];
  readonly by: string | null;
  readonly at: string | null;
}
export interface FacilityTaskView {
  readonly id: string;
  readonly stage: string;
  readonly words: string;
  readonly dueOn: string;
  readonly holder: StepHolder;
  /** Whose it is; null: of everybody of the PACS team who looks after this partner. */
  readonly owner: PersonRef | null;
  readonly state: 'open' | 'done' | 'dropped';
  readonly overdue: boolean;
  readonly settledBy: string | null;
  readonly settledAt: string | null;
}
export interface FacilityTasks {
  readonly tasks: readonly FacilityTaskView[];
  /** How many steps of the stage's playbook are not among the open tasks; none where there is no playbook. */
  readonly applicable: number;
  readonly mayWork: boolean;
}
