/** Files nobody here wrote: third-party DICOM from a folder beside the repository, where there is one. Nothing of it is in the repository. */
import fs from 'node:fs';
import path from 'node:path';

const ROOT = process.env['CAUSEWAY_CORPUS'] ?? path.resolve(import.meta.dirname, '../../../../../../shared/data/corpus');
const FOLDERS = ['dicom', 'derived', 'dicomdir', 'xdsi'];
const NOT_OBJECTS = /\.(json|tsv|md|txt|xml|py|csv)$/i;

export interface CorpusFile {
  /** Path inside the corpus. */
  readonly name: string;
  readonly path: string;
}

function walk(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

/** All files that could be objects, in the order of their names; empty where there is no corpus. */
export function corpusFiles(): CorpusFile[] {
  const files = FOLDERS.flatMap((folder) => walk(path.join(ROOT, folder))).filter((file) => !NOT_OBJECTS.test(file));
  return files.sort().map((file) => ({ name: path.relative(ROOT, file), path: file }));
}
