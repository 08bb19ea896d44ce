/** Local procedure of an imported exam: code and words a RIS can schedule under. A site's own vocabulary comes with partner onboarding. */
export interface Procedure { readonly code: string; readonly text: string }

export function procedureOf(modalities: readonly string[], subspecialty: string | null, description: string | null): Procedure {
  const modality = modalities.find((m) => !['SR', 'PR', 'KO', 'DOC'].includes(m)) ?? modalities[0] ?? 'OT';
  const area = subspecialty ?? 'general';
  return { code: `IMP${modality}${area.slice(0, 3).toUpperCase()}`, text: `Import ${description ?? modality}`.slice(0, 64) };
}
