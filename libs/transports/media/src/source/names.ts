import { isName } from '@causeway/dicom';

/** The names of a path as others wrote it, made fit to be shown; `changed` when one had to be. Folders that lead out of the medium are left out. */
export function pathOf(raw: string): { readonly path: string[]; readonly changed: boolean } {
  const parts = raw.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  const path = parts.filter((part) => part !== '..').map(fit);
  const absolute = /^([\\/]|[A-Za-z]:)/.test(raw);
  return { path: path.length > 0 ? path : ['_'], changed: absolute || path.length !== parts.length || path.some((part, i) => part !== parts[i]) };
}

function fit(part: string): string {
  if (isName(part)) return part;
   
  return part.replace(/[:\u0000-\u001f\u007f]/g, '_').slice(0, 255);
}
