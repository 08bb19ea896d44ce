import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeObject } from '@causeway/dicom/testing';
import { describeTransport, type Partner } from '@causeway/transport-kit/testing';
import { outgoingOf } from '../../testing';
import { media } from './media';

const made = makeObject({ edge: 16, attributes: { PatientName: 'SAMPLE^SIMON' } });
const folder = (): string => fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-burner-'));
const partnerAt = (settings: object, dir: string): Partner => ({ settings, stop: async () => fs.rmSync(dir, { recursive: true, force: true }) });

/** A share that hangs: its marker is a pipe nobody writes to, so reading it does not return. */
async function silent(): Promise<Partner> {
  const dir = folder();
  const pipe = path.join(dir, 'marker');
  execFileSync('mkfifo', [pipe]);
  const partner = partnerAt({ folder: dir, marker: 'marker' }, dir);
  return {
    ...partner,
    stop: async () => {
      // lets the reads that were given up return, so that the process can end
      fs.closeSync(fs.openSync(pipe, fs.constants.O_RDWR | fs.constants.O_NONBLOCK));
      await partner.stop();
    },
  };
}

describeTransport('media', {
  transport: media,
  honest: async () => {
    const dir = folder();
    return partnerAt({ folder: dir }, dir);
  },
  silent,
  unreachable: { folder: path.join(os.tmpdir(), 'causeway-no-such-folder') },
  wrong: { raw: { folder: 'relative/Simon' }, path: 'folder', word: 'Simon' },
  exercises: { send: (line, signal) => line.send!({ instances: [outgoingOf(made)] }, signal) },
  patientWords: ['SIMON', 'SAMPLE'],
});

it.each(['iso', 'zip'] as const)('puts a whole %s under its tracking number into the folder, and nothing else', async (format) => {
  const dir = folder();
  const line = await media.open(media.settings.parse({ folder: dir, format, from: 'Westbrook' }), { endpoint: 'spec', log: () => undefined });
  const receipt = await line.send!({ instances: [outgoingOf(made)] }, new AbortController().signal);
  const [result] = receipt.results;
  expect(result).toMatchObject({ standing: 'sent', sopInstanceUid: made.sopInstanceUid });
  expect(result!.status).toMatch(/^CW\d{6}-[2-9A-Z]{6}$/);
  expect(fs.readdirSync(dir)).toEqual([`${result!.status}.${format}`]);
  fs.rmSync(dir, { recursive: true });
});

it('leaves nothing behind when an object cannot be read', async () => {
  const dir = folder();
  const line = await media.open(media.settings.parse({ folder: dir }), { endpoint: 'spec', log: () => undefined });
  const short = { ...outgoingOf(made), dataSetBytes: made.bytes.length + 2 };
  await expect(line.send!({ instances: [short] }, new AbortController().signal)).rejects.toMatchObject({ code: 'source' });
  expect(fs.readdirSync(dir)).toEqual([]);
  fs.rmSync(dir, { recursive: true });
});
