import type { MediaFinding, MediaSource } from '../source/media-source';
import type { IgnoredWhy } from '../sift/kinds';
import type { DirectoryReport, DiscDocument, DiscReport, RefusedFile } from './report';

/** Counts while a disc is read; of long lists only the first ones are kept. */
export class Tally {
  files = 0;
  bytes = 0;
  objects = 0;
  readonly documents: DiscDocument[] = [];
  private readonly counts = { taken: 0, already: 0, conflicts: 0, aside: 0, refused: 0, unread: 0 };
  private readonly exams = new Map<string, number>();
  private readonly refused: RefusedFile[] = [];
  private readonly ignored = new Map<IgnoredWhy, { files: number; examples: string[] }>();

  constructor(private readonly examples: number) {}

  placed(kind: 'taken' | 'already' | 'conflict', examId: string): void {
    this.counts[kind === 'conflict' ? 'conflicts' : kind]++;
    this.exams.set(examId, (this.exams.get(examId) ?? 0) + 1);
  }

  notTaken(path: string, reason: string, as: RefusedFile['as']): void {
    this.counts[as]++;
    if (this.refused.length < this.examples) this.refused.push({ path, reason, as });
  }

  ignore(why: IgnoredWhy, path: string): void {
    const group = this.ignored.get(why) ?? { files: 0, examples: [] };
    group.files++;
    if (group.examples.length < 20) group.examples.push(path);
    this.ignored.set(why, group);
  }

  report(source: MediaSource, findings: readonly MediaFinding[], directory: DirectoryReport | null): DiscReport {
    return {
      kind: source.kind, label: source.label, files: this.files, bytes: this.bytes, findings, objects: { ...this.counts },
      exams: [...this.exams].map(([examId, instances]) => ({ examId, instances })), notTaken: this.refused, directory,
      ignored: [...this.ignored].map(([why, group]) => ({ why, ...group })), documents: this.documents,
    };
  }
}
