import { TransportFailure, type FetchReceipt, type Intake, type RemoteInstance, type RemoteReference } from '@causeway/transport-kit';
import { dismiss, type Answer, type Client } from '../http/client';
import { failureOfStatus } from '../http/failures';
import { isBoundary, parseMediaType } from '../multipart/content-type';
import { MultipartReader } from '../multipart/multipart-reader';
import { FilePart, type FilePartOptions } from './file-part';
import { findRemote, segment } from './query';
import type { DicomwebSettings } from './settings';

export interface FetchOptions {
  readonly client: Client;
  readonly settings: DicomwebSettings;
  readonly reference: RemoteReference;
  readonly intake: Intake;
  readonly signal: AbortSignal;
  /** Names an error met after something came. */
  readonly failureOf: (error: unknown) => TransportFailure;
}

/** Parts of one answer: more than a study has. */
const MOST_PARTS = 200_000;

/**
 * Brings instances to the intake with WADO-RS (PS3.18 10.4): a study or series in one answer, chosen instances one by one. What the partner lists is asked
 * first, so that what is missing afterwards is known by name. Addresses are made of UIDs; those in the partner's answers are not called.
 */
export async function fetchRemote(options: FetchOptions): Promise<FetchReceipt> {
  return new Fetching(options).run();
}

class Fetching {
  private readonly kept = new Set<string>();
  private readonly refused = new Set<string>();
  private unreadable = 0;
  private readonly part: FilePartOptions;

  constructor(private readonly options: FetchOptions) {
    const { intake, client } = options;
    this.part = {
      sender: { address: client.base.host, identity: client.base.host },
      open: (arriving) => intake.instance!(arriving),
      done: (uid, outcome) => {
        if (uid === null) this.unreadable++;
        else (outcome === 'kept' ? this.kept : this.refused).add(uid);
      },
    };
  }

  async run(): Promise<FetchReceipt> {
    const { reference, intake, failureOf } = this.options;
    if (!intake.instance) throw new TransportFailure('misconfigured', 'never', 'There is nobody to take instances.');
    const listed = await this.list();
    let failure: TransportFailure | null = null;
    try {
      if (reference.sopInstanceUids) await this.oneByOne(reference.sopInstanceUids, listed ?? []);
      else await this.get(this.path(reference.seriesInstanceUid), 'study');
    } catch (error) {
      if (this.kept.size + this.refused.size === 0) throw error;
      failure = failureOf(error);
    }
    const missing = (listed ?? []).map((instance) => instance.sopInstanceUid).filter((uid) => !this.kept.has(uid) && !this.refused.has(uid));
    return { kept: [...this.kept], refused: [...this.refused], failedAtPartner: listed ? missing.length : this.unreadable, ...(listed ? { missing } : {}), failure };
  }

  /** What they list of it; null where they have no search. */
  private async list(): Promise<readonly RemoteInstance[] | null> {
    const { client, settings, reference, signal } = this.options;
    const { studyInstanceUid, seriesInstanceUid, sopInstanceUids } = reference;
    const listed: RemoteInstance[] = [];
    try {
      for await (const match of findRemote(client, settings, { level: 'instance', studyInstanceUid, ...(seriesInstanceUid === undefined ? {} : { seriesInstanceUid }) }, signal)) {
        if (match.level === 'instance' && (sopInstanceUids?.includes(match.sopInstanceUid) ?? true)) listed.push(match);
      }
    } catch (error) {
      if (error instanceof TransportFailure && error.code === 'unsupported') return null;
      throw error;
    }
    return listed;
  }

  private async oneByOne(uids: readonly string[], listed: readonly RemoteInstance[]): Promise<void> {
    const seriesOf = new Map(listed.map((instance) => [instance.sopInstanceUid, instance.seriesInstanceUid]));
    for (const uid of uids) {
      const series = this.options.reference.seriesInstanceUid ?? seriesOf.get(uid);
      if (series) await this.get(`${this.path(series)}/instances/${segment(uid)}`, 'instance');
    }
  }

  private path(series: string | undefined): string {
    const study = `/studies/${segment(this.options.reference.studyInstanceUid)}`;
    return series === undefined ? study : `${study}/series/${segment(series)}`;
  }

  private async get(path: string, what: 'study' | 'instance'): Promise<void> {
    const { client, settings, signal } = this.options;
    const { quotedType, anySyntax } = settings.quirks;
    const accept = `multipart/related; type=${quotedType ? '"application/dicom"' : 'application/dicom'}${anySyntax ? '; transfer-syntax=*' : ''}`;
    const answer = await client.ask({ method: 'GET', path, accept }, signal);
    if (answer.status === 200 || answer.status === 206) return this.take(answer);
    dismiss(answer);
    if (answer.status !== 404 && answer.status !== 410) throw failureOfStatus(answer.status, 'a retrieval');
    // an instance that is gone is among the missing; a study is a failure
    if (what === 'study') throw new TransportFailure('rejected', 'never', 'They do not have what was asked for, or not any more.');
  }

  private async take(answer: Answer): Promise<void> {
    const type = parseMediaType(answer.headers['content-type']);
    if (type?.type === 'application/dicom') return this.takeFile(answer);
    const boundary = type?.parameters.get('boundary');
    if (type?.type !== 'multipart/related' || !isBoundary(boundary)) {
      dismiss(answer);
      throw new TransportFailure('protocol', 'never', 'Their answer to a retrieval is neither multipart/related nor application/dicom.');
    }
    const reader = new MultipartReader({ boundary, mostParts: MOST_PARTS, part: () => new FilePart(this.part) });
    try {
      for await (const bytes of answer.body as AsyncIterable<Buffer>) {
        await reader.push(bytes);
        if (reader.fault) break;
      }
    } catch (error) {
      reader.abort();
      throw error;
    }
    const fault = reader.finish();
    if (fault === 'truncated') throw new TransportFailure('connection-lost', 'later', 'Their answer broke off before its end.');
    if (fault && fault !== 'empty') throw new TransportFailure('protocol', 'never', `Their answer is no multipart that can be read (${fault}).`);
  }

  private async takeFile({ body }: Answer): Promise<void> {
    const part = new FilePart(this.part);
    try {
      for await (const bytes of body as AsyncIterable<Buffer>) await part.write(bytes);
    } catch (error) {
      part.abort();
      throw error;
    }
    await part.end();
  }
}
