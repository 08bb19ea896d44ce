import { PassThrough } from 'node:stream';
import type { BufferBudget } from '../buffer-budget';
import { DataDigest } from '../data-digest';
import type { Location } from '../location';
import type { ObjectWriter } from '../object-store';
import type { S3Sdk } from './sdk';

/** Size of one part of a multipart upload; an object shorter than it goes up in one request. Held in memory until it is sent. */
const PART_BYTES = 5 * 1024 * 1024;

/** Streams one object into the bucket. Sealed means uploaded completely, and the remote store has said so: it is durable then. */
export class S3Writer implements ObjectWriter {
  private readonly body = new PassThrough({ highWaterMark: 1024 * 1024 });
  private readonly done: Promise<unknown>;
  private upload: { abort(): Promise<unknown> } | null = null;
  private failure: Error | null = null;
  private bytes = 0;
  private over = false;
  private readonly digest: DataDigest;

  constructor(sdk: Promise<S3Sdk>, bucket: string, readonly key: string, private readonly budget: BufferBudget, private readonly forget: (key: string) => void, digestFrom: number) {
    this.digest = new DataDigest(digestFrom);
    this.body.on('error', () => undefined);
    this.done = sdk.then(({ Upload, client }) => {
      const upload = new Upload({ client, params: { Bucket: bucket, Key: key, Body: this.body, ContentType: 'application/dicom' }, partSize: PART_BYTES, queueSize: 2 });
      this.upload = upload;
      return upload.done();
    });
    this.done.catch((error: unknown) => {
      this.failure ??= error instanceof Error ? error : new Error('upload failed');
      this.body.destroy();
    });
  }

  append(bytes: Uint8Array): void | Promise<void> {
    if (this.failure) throw this.failure;
    this.bytes += bytes.length;
    this.digest.update(bytes);
    this.budget.take(bytes.length);
    const room = this.body.write(bytes, () => this.budget.give(bytes.length));
    return room && !this.budget.full ? undefined : this.drained();
  }

  async seal(): Promise<Location> {
    if (this.failure) throw this.failure;
    this.body.end();
    await this.done;
    return { store: 's3', key: this.key, offset: 0, length: this.bytes };
  }

  sha256(): Promise<string> {
    return Promise.resolve(this.digest.value);
  }

  /** What was uploaded already is removed; what cannot be removed now is found by the sweep. */
  abort(): void {
    if (this.over) return;
    this.over = true;
    this.body.destroy();
    void this.upload?.abort().catch(() => undefined);
    this.done.then(() => this.forget(this.key), () => undefined);
  }

  private async drained(): Promise<void> {
    await new Promise<void>((resolve) => {
      const go = (): void => {
        this.body.off('drain', go);
        this.body.off('close', go);
        resolve();
      };
      if (!this.body.writableNeedDrain || this.body.destroyed) return resolve();
      this.body.on('drain', go);
      this.body.on('close', go);
    });
    if (this.failure) throw this.failure;
    await this.budget.room();
  }
}
