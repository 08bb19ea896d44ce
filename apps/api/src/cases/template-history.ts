import type { TemplateChange } from '@causeway/contracts';
import type { TemplateEdit } from '@causeway/domain';
import { withEdit, type TemplateVersionRow } from './templates';

const FIELDS: readonly (keyof TemplateEdit)[] = ['urgency', 'profile', 'content', 'ball', 'mustRecord', 'dispositions', 'decided'];

/** What each version changed, newest first. */
export function templateHistory(useCase: string, rows: readonly TemplateVersionRow[]): TemplateChange[] {
  const texts = (row: TemplateVersionRow | undefined): Record<keyof TemplateEdit, string> => {
    const t = withEdit(useCase, row);
    return Object.fromEntries(FIELDS.map((f) => [f, textOf(t[f])])) as Record<keyof TemplateEdit, string>;
  };
  return rows.map((row, i) => {
    const [before, after] = [texts(rows[i - 1]), texts(row)];
    return { version: row.version, at: row.at.toISOString(), by: row.by_name, reason: row.reason, changed: FIELDS.filter((f) => before[f] !== after[f]).map((field) => ({ field, before: before[field], after: after[field] })) };
  }).reverse();
}

function textOf(value: TemplateEdit[keyof TemplateEdit]): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Array) return value.join(' ');
  return 'seconds' in value ? `${value.seconds / 60} min` : `${value.workingDays} working days`;
}
