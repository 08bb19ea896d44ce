/** Names of procedures a house usually has, for mapping a partner's names to. A house's own names come from what was mapped before. */
export const commonProcedures: readonly string[] = [
  'CT abdomen and pelvis with contrast', 'CT abdomen and pelvis without contrast', 'CT angiography chest', 'CT angiography head and neck', 'CT cervical spine without contrast', 'CT chest with contrast', 'CT chest without contrast',
  'CT head with contrast', 'CT head without contrast', 'CT lumbar spine without contrast', 'Mammography diagnostic bilateral', 'Mammography screening bilateral', 'MR abdomen with and without contrast', 'MR brain with and without contrast',
  'MR brain without contrast', 'MR cervical spine without contrast', 'MR knee without contrast', 'MR lumbar spine without contrast', 'MR shoulder without contrast', 'Nuclear medicine bone scan', 'PET CT whole body', 'US abdomen complete',
  'US obstetric', 'US pelvis', 'US thyroid', 'US venous duplex lower extremity', 'XR abdomen', 'XR ankle', 'XR cervical spine', 'XR chest 1 view', 'XR chest 2 views', 'XR foot', 'XR hand', 'XR hip', 'XR knee', 'XR lumbar spine', 'XR pelvis', 'XR shoulder', 'XR wrist',
];

const SAME: Readonly<Record<string, string>> = {
  w: 'with', wo: 'without', 'w/o': 'without', 'w/': 'with', nativ: 'without', native: 'without', noncontrast: 'without', kontrast: 'contrast', con: 'contrast', brain: 'head', kopf: 'head', schaedel: 'head', schädel: 'head', thorax: 'chest', abd: 'abdomen', pelv: 'pelvis',
  cspine: 'cervical', lspine: 'lumbar', mri: 'mr', mrt: 'mr', cxr: 'chest', xray: 'xr', cr: 'xr', dx: 'xr', rx: 'xr', roe: 'xr', rö: 'xr', sono: 'us', ultrasound: 'us', mammo: 'mammography', mg: 'mammography', knie: 'knee', angio: 'angiography', cta: 'angiography', view: 'views', pa: '', ap: '', lat: '',
};
const words = (name: string): Set<string> => new Set(name.toLowerCase().replace(/w\/o/g, ' wo ').replace(/w\//g, ' w ').split(/[^\p{L}\p{N}]+/u).map((w) => SAME[w] ?? w).filter((w) => w !== '' && w !== 'and' && w !== 'of'));

/**
 * The name of ours that says most of what theirs says, or null when none is near: a suggestion for a person to confirm, never a mapping. Two names equally near are no suggestion.
 */
export function suggestProcedure(theirs: string, ours: readonly string[]): string | null {
  const have = words(theirs);
  let best: { name: string; score: number } | null = null;
  let tied = false;
  for (const name of ours) {
    const want = words(name);
    const shared = [...want].filter((w) => have.has(w)).length;
    const score = shared / (want.size + have.size - shared);
    if (best !== null && score === best.score) tied = true;
    if (best !== null && score <= best.score) continue;
    best = { name, score };
    tied = false;
  }
  return best !== null && best.score >= 0.5 && !tied ? best.name : null;
}
