import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { hostileMedia, memoryIntake } from '../../testing';
import { Budget, failureWords, MEDIA_LIMITS, openMedia, readDisc, senderReport, type DiscReport } from '../index';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-hostile-'));
afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));

/** Every code a report tells. */
function toldBy(report: DiscReport): string[] {
  const { directory } = report;
  return [
    ...report.findings, ...report.notTaken.map((r) => r.reason), ...report.ignored.map((g) => g.why), ...(directory?.findings ?? []),
    ...(directory && directory.missingCount > 0 ? ['missing'] : []), ...(directory && directory.otherInstance > 0 ? ['other-instance'] : []),
  ];
}

it.each(hostileMedia(dir, 2 ** 28))('$name is read to its end, harms nobody, and is told about', async ({ name, at, tells, takes }) => {
  const limits = { ...MEDIA_LIMITS, freeBytes: 2 ** 23 };
  const budget = new Budget(limits);
  const opened = await openMedia(at, budget);
  if (opened.kind === 'failure') {
    expect(tells).toEqual([opened.reason]);
    expect(failureWords(opened.reason)).toMatch(/\.$/);
    return;
  }
  const intake = memoryIntake();
  const report = await readDisc(opened.source, intake, { limits, budget });
  await opened.source.close();
  expect(intake.objects.size, name).toBe(takes);
  const told = toldBy(report);
  if (tells.length > 0) expect(told.some((code) => tells.includes(code)), `${name} told ${told.join(', ')}`).toBe(true);
  else expect(report.findings).toEqual([]);
  expect(senderReport(report).length).toBeGreaterThan(0);
  expect(fs.existsSync('/tmp/causeway-slipped')).toBe(false);
});

it('stops a bomb long before it is unpacked', async () => {
  const bomb = path.join(dir, 'zip-bomb-as-dicom.zip');
  const limits = { ...MEDIA_LIMITS, freeBytes: 2 ** 23 };
  const opened = await openMedia(bomb, new Budget(limits));
  if (opened.kind === 'failure') throw new Error(opened.reason);
  const report = await readDisc(opened.source, memoryIntake(), { limits });
  expect(report.bytes).toBeLessThan(2 ** 27);
  expect(report.findings).toContain('bomb');
});
