/** One medium through the same reader the product uses, with what it cost. */
import fs from 'node:fs';
import path from 'node:path';
import { memoryIntake } from '@causeway/transport-media/testing';
import { Budget, failureWords, MEDIA_LIMITS, openMedia, readDisc, reasonWords, type DiscReport } from '@causeway/transport-media';

export interface Judged {
  readonly name: string;
  readonly verdict: 'whole' | 'partly' | 'nothing' | 'refused' | 'crashed';
  readonly reason: string;
  /** Every code that was told about it. */
  readonly told: readonly string[];
  readonly taken: number;
  readonly cpuMs: number;
  /** Highest rise of the resident memory while it was read. */
  readonly riseMib: number;
}

const MIB = 2 ** 20;

export async function judge(name: string, at: string, dir: string): Promise<Judged> {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let highest = before;
  const watch = setInterval(() => { highest = Math.max(highest, process.memoryUsage.rss()); }, 20);
  const cpu = process.cpuUsage();
  const outcome = await read(at).catch((error: unknown) => ({ verdict: 'crashed' as const, reason: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown', told: [], taken: 0 }));
  const { user, system } = process.cpuUsage(cpu);
  clearInterval(watch);
  highest = Math.max(highest, process.memoryUsage.rss());
  if (fs.existsSync(path.join(path.dirname(dir), 'causeway-slipped'))) throw new Error('A medium wrote a file outside.');
  return { name, ...outcome, cpuMs: Math.round((user + system) / 1000), riseMib: Math.round((highest - before) / MIB) };
}

async function read(at: string): Promise<Pick<Judged, 'verdict' | 'reason' | 'told' | 'taken'>> {
  const budget = new Budget(MEDIA_LIMITS);
  const opened = await openMedia(at, budget);
  if (opened.kind === 'failure') return { verdict: 'refused', reason: failureWords(opened.reason), told: [opened.reason], taken: 0 };
  try {
    const report = await readDisc(opened.source, memoryIntake(), { budget });
    const taken = report.objects.taken + report.objects.already + report.objects.conflicts;
    const left = report.objects.aside + report.objects.refused + report.objects.unread;
    const verdict = taken === 0 ? 'nothing' : left > 0 || (report.directory?.missingCount ?? 0) > 0 ? 'partly' : 'whole';
    return { verdict, reason: sentence(report, taken), told: toldBy(report), taken };
  } finally {
    await opened.source.close();
  }
}

export function toldBy(report: DiscReport): string[] {
  const { directory } = report;
  return [...new Set([
    ...report.findings, ...report.notTaken.map((file) => file.reason), ...report.ignored.map((group) => group.why), ...(directory?.findings ?? []),
    ...(directory && directory.missingCount > 0 ? ['missing'] : []), ...(directory && directory.otherInstance > 0 ? ['other-instance'] : []),
  ])];
}

function sentence(report: DiscReport, taken: number): string {
  const { directory } = report;
  const reasons = [...new Set(report.notTaken.map((file) => reasonWords(file.reason)))];
  return [
    `${report.files} files, ${taken} objects of ${report.exams.length} exams`,
    ...(reasons.length > 0 ? [`not taken: ${report.objects.aside + report.objects.refused + report.objects.unread} (${reasons.join('; ')})`] : []),
    ...(directory ? [`DICOMDIR lists ${directory.listed}, ${directory.missingCount} missing, ${directory.unlistedCount} unlisted${directory.findings.length > 0 ? ` (${directory.findings.join(', ')})` : ''}`] : ['no DICOMDIR']),
    ...(report.documents.length > 0 ? [`${report.documents.length} documents`] : []),
    ...(report.findings.length > 0 ? [report.findings.join(', ')] : []),
  ].join('; ');
}
