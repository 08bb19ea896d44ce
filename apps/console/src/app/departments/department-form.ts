import type { Department, IntakeRule } from '@causeway/domain';

/** One department as it is typed; rules one to a line. */
export interface DepartmentForm { readonly name: string; readonly serviceLine: string; readonly rules: string; readonly checklist: string; readonly order: string; readonly archiveId: string }

export const emptyForm: DepartmentForm = { name: '', serviceLine: 'general', rules: '', checklist: '', order: '', archiveId: '' };
export const orderWords: Readonly<Record<string, string>> = { none: 'no order', import: 'an order to file', read: 'an order to read' };

const lineOf = (r: IntakeRule): string => [r.name, r.modalities.join(', '), r.words.join(', '), r.contents.join(', ')].join('; ').replace(/(; )+$/, '');
export const formOf = (d: Department): DepartmentForm => ({ name: d.name, serviceLine: d.serviceLine, rules: d.rules.map(lineOf).join('\n'), checklist: d.checklist ?? '', order: d.order ?? '', archiveId: d.archiveId ?? '' });

const list = (text: string | undefined): string[] => (text ?? '').split(',').map((one) => one.trim()).filter(Boolean);
/** What was typed, as the server takes it; it says what is wrong. */
export const departmentsFrom = (forms: readonly DepartmentForm[]): object[] => forms.map((d) => ({
  name: d.name.trim(), serviceLine: d.serviceLine, checklist: d.checklist || null, order: d.order || null, archiveId: d.archiveId || null,
  rules: d.rules.split('\n').map((line) => line.split(';').map((part) => part.trim())).filter((parts) => parts.some(Boolean))
    .map(([name, modalities, words, contents]) => ({ name: name || 'rule', modalities: list(modalities).map((m) => m.toUpperCase()), words: list(words), contents: list(contents) })),
}));

/** A rule as a sentence. */
export function ruleText(r: IntakeRule): string {
  const parts = [r.modalities.length > 0 ? r.modalities.join(' or ') : '', r.words.length > 0 ? `a word that begins with ${r.words.join(', ')}` : '', r.contents.length > 0 ? r.contents.join(' or ') : ''];
  return `${r.name}: ${parts.filter(Boolean).join('; and ')}`;
}
