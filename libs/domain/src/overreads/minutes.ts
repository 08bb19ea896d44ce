/** Minutes a reader needs for an exam, by modality, before anybody measured their own: shown as an estimate, editable later. */
const MINUTES: Readonly<Record<string, number>> = { CT: 12, MR: 20, CR: 4, DX: 4, RG: 4, MG: 6, US: 8, XA: 15, NM: 12, PT: 20, XC: 5 };

export const estimatedMinutes = (modalities: readonly string[]): number => Math.max(5, ...modalities.map((m) => MINUTES[m] ?? 0));
