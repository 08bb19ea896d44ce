/** Local procedure of an outside exam: code and words a RIS can schedule under. A site's own vocabulary comes with partner onboarding. */
export interface Procedure { readonly code: string; readonly text: string }

/** What an order is for: to file an exam that was made and read elsewhere, or to have it read here. A RIS tells them apart by the procedure, and lists the second for readers. */
export type OrderKind = 'import' | 'read';

const KINDS = { import: { code: 'IMP', verb: 'Import' }, read: { code: 'RDO', verb: 'Read outside' } } as const;

/** The modality an exam is of: not that of the reports and states that come along. */
export const mainModality = (modalities: readonly string[]): string | null => modalities.find((m) => !['SR', 'PR', 'KO', 'DOC'].includes(m)) ?? modalities[0] ?? null;

export function procedureOf(modalities: readonly string[], subspecialty: string | null, description: string | null, kind: OrderKind): Procedure {
  const modality = mainModality(modalities) ?? 'OT';
  const area = subspecialty ?? 'general';
  return { code: `${KINDS[kind].code}${modality}${area.slice(0, 3).toUpperCase()}`, text: `${KINDS[kind].verb} ${description ?? modality}`.slice(0, 64) };
}
