// Third-party readers (dcmtk) open what the world writes, in every transfer syntax it uses.
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plannedObjects, renderExam, type RenderedObject, world } from '../index';

const run = promisify(execFile);
const w = world({ seed: 7, now: new Date('2026-11-24T15:42:07Z') });
let folder = '';

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'demo-world-'));
});
afterAll(() => fs.rm(folder, { recursive: true, force: true }));

async function written(object: RenderedObject): Promise<string> {
  const file = path.join(folder, `${object.sopInstanceUid}.dcm`);
  await fs.writeFile(file, object.bytes);
  return file;
}

describe('dcmtk', () => {
  it('reads one object of every series of every exam without a complaint', async () => {
    const seen = new Set<string>();
    for (const exam of w.exams) {
      const planned = plannedObjects(exam, { maxImages: 1 }).filter(({ plan }) => {
        const sort = `${plan.phantom.kind}/${plan.syntax ?? exam.syntax}/${exam.charset?.join('+') ?? 'plain'}`;
        return seen.has(sort) ? false : seen.add(sort);
      });
      for await (const object of renderExam(exam, { matrix: 64 }, planned)) {
        const { stderr } = await run('dcmdump', ['--quiet', await written(object)], { maxBuffer: 64_000_000 });
        expect(stderr, exam.key).toBe('');
      }
    }
    expect(seen.size).toBeGreaterThan(40);
  }, 240_000);

  it.each([
    ['kilo-head', 'dcmdrle'],
    ['jpeg-ultrasound', 'dcmdjpeg'],
    ['mci-burn', 'dcmdjpeg'],
    ['deflated', 'dcmconv'],
  ])('decodes the pixels of %s with %s', async (key, tool) => {
    const exam = w.exams.find((e) => e.key === key)!;
    for await (const object of renderExam(exam, { matrix: 64, maxImages: 1 })) {
      if (object.seriesNumber >= 900) continue;
      const plain = path.join(folder, 'plain.dcm');
      await run(tool, [await written(object), plain]);
      const { stdout } = await run('dcmdump', ['+P', '7fe0,0010', '+P', '0028,0010', '+P', '0028,0011', plain]);
      expect(stdout).toMatch(/7fe0,0010/);
    }
  });
});
