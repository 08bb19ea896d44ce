/** Holds what the DICOMDIR says against what is really there. */
import { fileKey, readDicomdir, type Dicomdir } from '@causeway/dicom';
import type { DirectoryReport } from './report';

interface Found { readonly path: string; readonly sopInstanceUid: string | null }

export class DirectoryCheck {
  private read: { readonly dicomdir: Dicomdir; readonly base: readonly string[] } | null = null;
  private readonly found = new Map<string, Found[]>();

  /** False when it cannot be read. Of several, the one nearest to the root counts: the others came along with copied discs. */
  async directory(path: readonly string[], bytes: AsyncIterable<Buffer>): Promise<boolean> {
    if (this.read && this.read.base.length <= path.length - 1) return true;
    const result = await readDicomdir(bytes);
    if (result.kind === 'failure') return false;
    this.read = { dicomdir: result.dicomdir, base: path.slice(0, -1) };
    return true;
  }

  /** A DICOM file that is there. */
  file(path: readonly string[], sopInstanceUid: string | null): void {
    const key = fileKey(path);
    const same = this.found.get(key) ?? [];
    same.push({ path: path.join('/'), sopInstanceUid });
    this.found.set(key, same);
  }

  report(examples: number): DirectoryReport | null {
    if (!this.read) return null;
    const { dicomdir, base } = this.read;
    const missing: string[] = [];
    const met = new Set<string>();
    let [missingCount, otherInstance, ambiguous, listed] = [0, 0, 0, 0];
    for (const record of dicomdir.records) {
      if (!record.fileId || !record.inUse) continue;
      listed++;
      const key = fileKey([...base, ...record.fileId]);
      const files = this.found.get(key);
      met.add(key);
      if (!files) {
        missingCount++;
        if (missing.length < examples) missing.push(record.fileId.join('/'));
      } else if (files.length > 1) ambiguous++;
      else if (record.sopInstanceUid && files[0]!.sopInstanceUid && files[0]!.sopInstanceUid !== record.sopInstanceUid) otherInstance++;
    }
    const unlisted = [...this.found].filter(([key]) => !met.has(key)).flatMap(([, files]) => files);
    return {
      findings: dicomdir.findings, listed, missing, missingCount, unlisted: unlisted.slice(0, examples).map((file) => file.path), unlistedCount: unlisted.length, otherInstance, ambiguous,
      patients: dicomdir.records.filter((record) => record.type === 'PATIENT' && record.inUse).length,
    };
  }
}
