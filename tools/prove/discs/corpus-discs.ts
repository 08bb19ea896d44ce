/** Media among other people's test files: images, archives, folders with a DICOMDIR, and each DICOMDIR of another make put in its place. */
import fs from 'node:fs';
import path from 'node:path';
import { workspaceRoot } from '../../index';

export interface CorpusDisc { readonly name: string; readonly at: string }

/** Empty where there is no corpus. */
export function corpusDiscs(dir: string): CorpusDisc[] {
  const root = process.env['CAUSEWAY_CORPUS'] ?? path.resolve(workspaceRoot(), '../../shared/data/corpus');
  if (!fs.existsSync(root)) return [];
  const files = fs.readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)).sort();
  const discs: CorpusDisc[] = files.filter((file) => /\.(iso|zip)$/i.test(file)).map((at) => ({ name: path.relative(root, at), at }));
  for (const file of files.filter((name) => /^DICOMDIR/i.test(path.basename(name)))) {
    const name = path.relative(root, file);
    const folder = path.dirname(file);
    if (path.basename(file).toUpperCase() === 'DICOMDIR' && folder !== root && !fs.readdirSync(folder).some((other) => /^DICOMDIR./i.test(other))) discs.push({ name: path.dirname(name), at: folder });
    else discs.push({ name, at: inItsPlace(file, folder, path.join(dir, 'corpus', name.replaceAll('/', '_'))) });
  }
  return discs;
}

/** A copy of the folder in which this directory is the one. */
function inItsPlace(file: string, folder: string, to: string): string {
  fs.cpSync(folder, to, { recursive: true, filter: (from) => !/^DICOMDIR/i.test(path.basename(from)) });
  fs.copyFileSync(file, path.join(to, 'DICOMDIR'));
  return to;
}
