import { folderArchive, type NamedFile } from '../parcels/folder-archive';

const TAKEN = new Set(['image/jpeg', 'image/png']);

/** Pictures a person chose: those that are taken, always in the same order, and the names of those that are not. */
export function chosenPhotographs(list: FileList | readonly File[]): { readonly files: readonly NamedFile[]; readonly left: readonly string[] } {
  const sorted = [...list].sort((a, b) => a.name.localeCompare(b.name) || a.size - b.size || a.lastModified - b.lastModified);
  const taken = sorted.filter((file) => TAKEN.has(file.type));
  // telephones give many pictures one name
  return { files: taken.map((file, i) => ({ path: `${String(i + 1).padStart(3, '0')}-${file.name}`, file })), left: sorted.filter((file) => !TAKEN.has(file.type)).map((file) => file.name) };
}

export const photographArchive = (files: readonly NamedFile[]): Blob => folderArchive(files);
