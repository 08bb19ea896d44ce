import { randomBytes } from 'node:crypto';
import type { InstanceResult, OnSendProgress, OutgoingInstance, Parcel, SendReceipt, TransportFailure } from '@causeway/transport-kit';
import { jsonOf, dismiss, type Answer, type Client } from '../http/client';
import { failureOfStatus, SourceFailed } from '../http/failures';
import { segment } from './query';
import type { DicomwebSettings } from './settings';
import { resultsOf } from './store-response';

export interface SendOptions {
  readonly client: Client;
  readonly settings: DicomwebSettings;
  readonly parcel: Parcel;
  readonly signal: AbortSignal;
  readonly onProgress: OnSendProgress;
  /** Names an error met after something was handed over. */
  readonly failureOf: (error: unknown) => TransportFailure;
}

const LINE_END = Buffer.from('\r\n');

/** Hands a parcel over with STOW-RS (PS3.18 10.5), some instances a request, one request after the other. */
export async function sendParcel(options: SendOptions): Promise<SendReceipt> {
  return new Sending(options).run();
}

class Sending {
  private readonly results = new Map<OutgoingInstance, InstanceResult>();
  /** Something was handed over: from here on trouble is told in the receipt. */
  private underWay = false;

  constructor(private readonly options: SendOptions) {}

  async run(): Promise<SendReceipt> {
    const { parcel, failureOf } = this.options;
    let failure: TransportFailure | null = null;
    try {
      for (const group of this.groups()) await this.store(group);
    } catch (error) {
      if (!this.underWay) throw error;
      failure = failureOf(error);
    }
    return { results: parcel.instances.map((one) => this.results.get(one) ?? { sopInstanceUid: one.sopInstanceUid, standing: 'pending', status: null, retry: 'later', detail: 'Not handed over yet.' }), failure };
  }

  /** Requests in the parcel's order; where the partner wants it, each of one study. */
  private *groups(): Generator<readonly OutgoingInstance[]> {
    const { parcel, settings } = this.options;
    const byStudy = new Map<string, OutgoingInstance[]>();
    for (const instance of parcel.instances) {
      const study = settings.quirks.storeByStudy ? instance.studyInstanceUid : '';
      byStudy.set(study, [...(byStudy.get(study) ?? []), instance]);
    }
    for (const instances of byStudy.values()) {
      for (let at = 0; at < instances.length; at += settings.objectsPerRequest) yield instances.slice(at, at + settings.objectsPerRequest);
    }
  }

  /** The instances that can be sent; the others have their answer. */
  private async prepared(group: readonly OutgoingInstance[]): Promise<OutgoingInstance[]> {
    const ready: OutgoingInstance[] = [];
    for (const instance of group) {
      const reason = await instance.prepare?.(this.options.signal);
      if (reason) this.answered(instance, { sopInstanceUid: instance.sopInstanceUid, standing: 'rejected', status: null, retry: 'never', detail: reason });
      else ready.push(instance);
    }
    return ready;
  }

  private async store(wanted: readonly OutgoingInstance[]): Promise<void> {
    const { client, settings, signal, failureOf } = this.options;
    const group = await this.prepared(wanted);
    if (group.length === 0) return;
    const boundary = `causeway-${randomBytes(16).toString('hex')}`;
    const heads = await Promise.all(group.map(async (instance) => Buffer.concat([partHead(boundary), await instance.fileHead()])));
    const end = Buffer.from(`--${boundary}--\r\n`);
    const length = group.reduce((sum, instance, i) => sum + heads[i]!.length + instance.dataSetBytes + LINE_END.length, end.length);
    const begun = new Set<OutgoingInstance>();
    const body = async (write: (bytes: Uint8Array) => Promise<void>): Promise<void> => {
      for (const [i, instance] of group.entries()) {
        await this.one(instance, heads[i]!, write, () => begun.add(instance));
        await write(LINE_END);
      }
      await write(end);
    };
    let answer: Answer;
    let said: unknown;
    try {
      const path = settings.quirks.storeByStudy ? `/studies/${segment(group[0]!.studyInstanceUid)}` : '/studies';
      const type = settings.quirks.quotedType ? '"application/dicom"' : 'application/dicom';
      answer = await client.ask({ method: 'POST', path, accept: 'application/dicom+json', headers: { 'Content-Type': `multipart/related; type=${type}; boundary=${boundary}`, 'Content-Length': length }, body }, signal);
      this.refuseIfNobody(answer);
      said = await jsonOf(answer);
    } catch (error) {
      const failure = failureOf(error);
      if (answerless(failure)) for (const instance of begun) this.answered(instance, unknown(instance, failure.detail));
      throw error;
    }
    this.underWay = true;
    for (const [i, result] of resultsOf(group, answer.status, said).entries()) this.answered(group[i]!, result);
  }

  /** Answers that say something about us or the address, and not about the instances: nothing more is sent then. */
  private refuseIfNobody(answer: Answer): void {
    const { status } = answer;
    const aboutUs = (status >= 300 && status < 400) || [401, 403, 404, 405, 501].includes(status);
    if (!aboutUs) return;
    dismiss(answer);
    throw failureOfStatus(status, 'storing');
  }

  private async one(instance: OutgoingInstance, head: Buffer, write: (bytes: Uint8Array) => Promise<void>, begin: () => void): Promise<void> {
    begin();
    this.options.onProgress({ type: 'begun', sopInstanceUid: instance.sopInstanceUid });
    await write(head);
    let bytes = 0;
    const source = (async function* (chunks): AsyncGenerator<Uint8Array> {
      try {
        yield* chunks;
      } catch (error) {
        throw new SourceFailed('source', { cause: error });
      }
    })(instance.dataSet(this.options.signal));
    for await (const piece of source) {
      bytes += piece.length;
      if (bytes > instance.dataSetBytes) break;
      await write(piece);
    }
    if (bytes !== instance.dataSetBytes) throw new SourceFailed('other bytes than announced');
  }

  private answered(instance: OutgoingInstance, result: InstanceResult): void {
    this.underWay = true;
    this.results.set(instance, result);
    this.options.onProgress({ type: 'answered', result });
  }
}

/** Without the transfer syntax, which stands in the file: Orthanc passes over parts whose type has a parameter, and answers 200. */
const partHead = (boundary: string): Buffer => Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`, 'latin1');

/** Bytes may have been stored although no answer came. */
const answerless = ({ code }: TransportFailure): boolean => ['connection-lost', 'timeout', 'cancelled', 'closed', 'source', 'protocol'].includes(code);

const unknown = ({ sopInstanceUid }: OutgoingInstance, detail: string): InstanceResult => ({ sopInstanceUid, standing: 'unknown', status: null, retry: 'later', detail });
