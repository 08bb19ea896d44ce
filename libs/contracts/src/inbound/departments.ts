import { checklists, departmentContents, departmentOrders, serviceLines, type ChecklistId, type Department } from '@causeway/domain';
import * as z from 'zod/mini';
import { Id, type MoveOffer, ReasonText } from '../common/common';

const Words = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most));
const Modality = z.string().check(z.trim(), z.regex(/^[A-Z0-9_ ]{2,16}$/, 'A modality is written like US or OPT.'));

/** PUT /api/v1/departments: the whole list, in its order, as the next version. */
export const SaveDepartments = z.object({
  version: z.int().check(z.gte(0)),
  reason: ReasonText,
  departments: z.array(z.object({
    name: Words(80),
    serviceLine: z.enum(serviceLines),
    rules: z.array(z.object({ name: Words(80), modalities: z.array(Modality).check(z.maxLength(30)), words: z.array(Words(40)).check(z.maxLength(40)), contents: z.array(z.enum(departmentContents)) })).check(z.maxLength(20)),
    checklist: z.nullable(z.enum(Object.keys(checklists) as [ChecklistId, ...ChecklistId[]])),
    order: z.nullable(z.enum(departmentOrders)),
    archiveId: z.nullable(Id),
  })).check(z.maxLength(40)),
});
export type SaveDepartments = z.output<typeof SaveDepartments>;

export interface DepartmentsView {
  /** 0: nobody made a list yet. */
  readonly version: number;
  readonly departments: readonly Department[];
  /** To begin with, where there is none. */
  readonly defaults: readonly Department[];
  readonly archives: readonly { readonly id: string; readonly label: string; readonly purpose: string }[];
  /** Exams of thirty days by department. */
  readonly exams: Readonly<Record<string, number>>;
  readonly history: readonly { readonly version: number; readonly reason: string; readonly by: string; readonly at: string; readonly names: readonly string[] }[];
  readonly change: MoveOffer | null;
}
