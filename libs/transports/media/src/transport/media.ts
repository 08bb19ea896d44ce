/** The line to a disc: `send` makes an image of what it is given and puts it into a folder under its tracking number. */
import { constants } from 'node:fs';
import { access, open, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { climb, LineScope, TransportFailure, type InstanceResult, type Line, type OnSendProgress, type Parcel, type Probe, type ProbeOptions, type SendReceipt, type Step, type Transport } from '@causeway/transport-kit';
import { trackingNumber, volumeIdOf } from '../out/tracking-number';
import { writeDisc, type Disc } from '../out/write-disc';
import { mediaSettings, type MediaSettings } from './settings';

/** Identifies what made the directory of the disc (PS3.10 7.1); never changes. */
const IMPLEMENTATION = { classUid: '2.25.208472034150287319842730193847561029384', versionName: 'CAUSEWAY_1' } as const;
const ROOM_LEFT = 64 * 2 ** 20;

export const media: Transport<MediaSettings> = {
  kind: 'media',
  settings: mediaSettings,
  open: async (settings) => new MediaLine(settings),
};

class MediaLine implements Line {
  private readonly scope = new LineScope(failureFrom);

  constructor(private readonly settings: MediaSettings) {}

  probe(signal: AbortSignal, options: ProbeOptions = {}): Promise<Probe> {
    const { folder } = this.settings;
    const steps: Step[] = [
      step('folder', `a folder at ${folder}`, (either) => this.reach(either).then(() => 'there')),
      step('write', 'leave to write', () => access(folder, constants.W_OK).then(() => 'granted')),
      step('room', 'room for a disc (1 GB)', () => this.room(2 ** 30).then((free) => this.roomWords(free))),
    ];
    return this.scope.run(signal, (either) => climb(steps, either, options.climber));
  }

  async close(): Promise<void> {
    this.scope.close();
  }

  send(parcel: Parcel, signal: AbortSignal, onProgress?: OnSendProgress): Promise<SendReceipt> {
    return this.scope.run(signal, async (either) => {
      await this.reach(either);
      const at = new Date();
      const tracking = trackingNumber(at);
      const { from, contact, format } = this.settings;
      const disc = await writeDisc(parcel.instances, { volumeId: volumeIdOf(tracking), from, ...(contact ? { contact } : {}), trackingNumber: tracking, at, implementation: IMPLEMENTATION }, either);
      await this.room(disc.isoBytes);
      for (const { sopInstanceUid } of parcel.instances) onProgress?.({ type: 'begun', sopInstanceUid });
      const name = `${tracking}.${format}`;
      await this.put(name, disc, either);
      const results = parcel.instances.map(({ sopInstanceUid }): InstanceResult => ({ sopInstanceUid, standing: 'sent', status: tracking, retry: null, detail: `On the disc image ${name}.` }));
      for (const result of results) onProgress?.({ type: 'answered', result });
      return { results, failure: null };
    });
  }

  /** Under another name until it is whole and on the disk: whoever watches the folder never takes half an image. */
  private async put(name: string, disc: Disc, signal: AbortSignal): Promise<void> {
    const part = path.join(this.settings.folder, `.${name}.part`);
    try {
      const file = await open(part, 'wx', 0o640);
      try {
        for await (const chunk of this.settings.format === 'iso' ? disc.iso() : disc.zip()) {
          signal.throwIfAborted();
          await file.writeFile(chunk);
        }
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, path.join(this.settings.folder, name));
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  /** The folder is there, and it is the right one. A share that hangs is given up when the caller gives up. */
  private async reach(signal: AbortSignal): Promise<void> {
    const { folder, marker } = this.settings;
    const there = stat(folder).then((about) => { if (!about.isDirectory()) throw new TransportFailure('misconfigured', 'never', `${folder} is not a folder.`); });
    await orAborted(there, signal);
    if (!marker) return;
    await orAborted(readFile(path.join(folder, marker)).then(() => undefined, (error: unknown) => {
      if ((error as { code?: string }).code === 'ENOENT') throw new TransportFailure('unreachable', 'later', `The marker file ${marker} is not in the folder: is the share mounted?`);
      throw error;
    }), signal);
  }

  private async room(bytes: number): Promise<number> {
    const { bavail, bsize } = await statfs(this.settings.folder);
    const free = bavail * bsize;
    if (free < bytes + ROOM_LEFT) throw new TransportFailure('busy', 'later', `The folder has room for ${this.roomWords(free)}, and ${this.roomWords(bytes)} are needed.`);
    return free;
  }

  private roomWords(bytes: number): string {
    return `${(bytes / 2 ** 20).toLocaleString('en-US', { maximumFractionDigits: 0 })} MB`;
  }
}

function step(rung: string, expected: string, look: (signal: AbortSignal) => Promise<string>): Step {
  return { rung, expected, run: async (signal) => ({ actual: await look(signal).catch((error: unknown) => { throw failureFrom(error); }) }) };
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const give = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', give, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}

const FAILURES: Readonly<Record<string, TransportFailure>> = {
  ENOENT: new TransportFailure('unreachable', 'later', 'The folder is not there: is the share mounted?'),
  EACCES: new TransportFailure('unauthorised', 'later', 'The folder may not be written to by this program.'),
  EPERM: new TransportFailure('unauthorised', 'later', 'The folder may not be written to by this program.'),
  EROFS: new TransportFailure('unauthorised', 'later', 'The folder is on a disk that is only read.'),
  ENOSPC: new TransportFailure('busy', 'later', 'The disk of the folder is full.'),
  EDQUOT: new TransportFailure('busy', 'later', 'The quota of the folder is used up.'),
};

function failureFrom(error: unknown): TransportFailure {
  if (error instanceof TransportFailure) return error;
  if (error instanceof RangeError) return new TransportFailure('source', 'never', error.message, { cause: error });
  const known = FAILURES[(error as { code?: string } | null)?.code ?? ''];
  return known ? new TransportFailure(known.code, known.retry, known.detail, { cause: undefined }) : new TransportFailure('connection-lost', 'later', 'Writing into the folder failed.', { cause: error });
}
