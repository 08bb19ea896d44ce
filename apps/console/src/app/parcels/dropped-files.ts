import type { NamedFile } from './folder-archive';

/** What a person chose or dropped: one archive or image, or the files of a folder. */
export type Chosen = { readonly form: 'file'; readonly file: File } | { readonly form: 'folder'; readonly files: readonly NamedFile[] };

/** Files of a folder chooser: the chosen folder's own name is left away, so that a disc may be chosen again under another drive letter. */
export function chosenFolder(list: FileList | readonly File[]): Chosen | null {
  const files = [...list].map((file): NamedFile => ({ path: withoutFirst(file.webkitRelativePath || file.name), file }));
  return files.length > 0 ? { form: 'folder', files } : null;
}

export const chosenFile = (file: File | undefined): Chosen | null => (file ? { form: 'file', file } : null);

/** What was dropped. A single file is taken as it is; folders, or several files, are taken together. Must be called while the event is handled. */
export async function dropped(items: DataTransferItemList): Promise<Chosen | null> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const [only] = entries;
  if (entries.length === 1 && only?.isFile) return chosenFile(await fileOf(only as FileSystemFileEntry));
  const files: NamedFile[] = [];
  for (const entry of entries) await gather(entry, entries.length === 1 ? '' : `${entry.name}`, files);
  return files.length > 0 ? { form: 'folder', files } : null;
}

async function gather(entry: FileSystemEntry, path: string, into: NamedFile[]): Promise<void> {
  if (entry.isFile) {
    into.push({ path: path || entry.name, file: await fileOf(entry as FileSystemFileEntry) });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // the browser gives a folder in pieces, and an empty piece at its end
  for (let piece = await readSome(reader); piece.length > 0; piece = await readSome(reader)) {
    for (const child of piece) await gather(child, path ? `${path}/${child.name}` : child.name, into);
  }
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> => new Promise((resolve, reject) => entry.file(resolve, reject));
const readSome = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> => new Promise((resolve, reject) => reader.readEntries(resolve, reject));
const withoutFirst = (path: string): string => (path.includes('/') ? path.slice(path.indexOf('/') + 1) : path);
