import fs from 'node:fs';
import path from 'node:path';

const workspace = path.resolve(import.meta.dirname, '../../../../..');
const root = path.join(process.env['CAUSEWAY_CORPUS'] ?? path.join(workspace, '../shared/data/corpus'), 'dicom');

/** Files somebody else wrote, where they are at hand. */
export const corpusIsHere = fs.existsSync(root);

/** By its path in the corpus. */
export const corpusFile = (name: string): Buffer => fs.readFileSync(path.join(root, name));

export function corpusFiles(): string[] {
  return fs.readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => path.relative(root, path.join(one.parentPath, one.name))).sort();
}
