import type { Readable } from 'node:stream';
import { newId } from '../../ids';
import type { BufferBudget } from '../buffer-budget';
import type { Location } from '../location';
import { boundsOf, ObjectMissing, type ByteRange, type ObjectStore, type ObjectWriter } from '../object-store';
import { S3Writer } from './s3-writer';
import { loadS3, type S3Sdk } from './sdk';

export interface S3Options {
  /** Absent: the public cloud of the region. Given: path-style addresses, as every S3-compatible store understands. */
  readonly endpoint?: string | undefined;
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly budget: BufferBudget;
}

const PREFIX = 'objects/';

/** One object of the bucket for each DICOM object. Durable means the store has confirmed the upload, so `sync` has nothing left to do. */
export class S3Store implements ObjectStore {
  readonly name = 's3';
  private readonly sdk: Promise<S3Sdk>;

  constructor(private readonly options: S3Options) {
    this.sdk = loadS3({
      region: options.region,
      credentials: { accessKeyId: options.accessKey, secretAccessKey: options.secretKey },
      // checksums beyond those an upload needs are not understood by older stores
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      ...(options.endpoint ? { endpoint: options.endpoint, forcePathStyle: true } : {}),
    });
    this.sdk.catch(() => undefined);
  }

  open(digestFrom = 0): S3Writer {
    const { bucket, budget } = this.options;
    return new S3Writer(this.sdk, bucket, `${PREFIX}${newId()}`, budget, (key) => void this.remove(key).catch(() => undefined), digestFrom);
  }

  sync(_writers: readonly ObjectWriter[]): Promise<void> {
    return Promise.resolve();
  }

  async *read(at: Location, range?: ByteRange): AsyncGenerator<Buffer> {
    const { first, bytes } = boundsOf(at, range);
    if (bytes === 0) return;
    let left = bytes;
    for await (const chunk of await this.get(at, `bytes=${first}-${first + bytes - 1}`)) {
      left -= (chunk as Buffer).length;
      yield chunk as Buffer;
    }
    if (left > 0) throw new ObjectMissing(at);
  }

  /** Keys older than `ageMs` by the store's own clock. */
  async *keysOlderThan(ageMs: number): AsyncGenerator<{ readonly key: string; readonly bytes: number }> {
    const { client, ListObjectsV2Command } = await this.sdk;
    let token: string | undefined;
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket: this.options.bucket, Prefix: PREFIX, ContinuationToken: token }));
      for (const object of page.Contents ?? []) {
        if (object.Key && object.LastModified && Date.now() - object.LastModified.getTime() > ageMs) yield { key: object.Key, bytes: object.Size ?? 0 };
      }
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token);
  }

  async remove(key: string): Promise<void> {
    const { client, DeleteObjectCommand } = await this.sdk;
    await client.send(new DeleteObjectCommand({ Bucket: this.options.bucket, Key: key }));
  }

  /** Removes an object with every version of it, and looks whether it is gone. */
  async erase(key: string): Promise<void> {
    const { client, ListObjectVersionsCommand, DeleteObjectCommand, HeadObjectCommand } = await this.sdk;
    const Bucket = this.options.bucket;
    const kept = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: key })).catch((error: Error) => {
      // a store without versions has only the one
      if (['NotImplemented', 'MethodNotAllowed', 'NoSuchKey', 'InvalidArgument'].includes(error.name)) return null;
      throw error;
    });
    const versions = [...(kept?.Versions ?? []), ...(kept?.DeleteMarkers ?? [])].filter((v) => v.Key === key && v.VersionId !== undefined && v.VersionId !== 'null');
    for (const { VersionId } of versions) await client.send(new DeleteObjectCommand({ Bucket, Key: key, VersionId }));
    if (versions.length === 0) await this.remove(key);
    const still = await client.send(new HeadObjectCommand({ Bucket, Key: key })).then(() => true, (error: Error & { $metadata?: { httpStatusCode?: number } }) => {
      if (error.$metadata?.httpStatusCode === 404) return false;
      throw error;
    });
    if (still) throw new Error('The bucket still has an object that was removed.');
  }

  /** Gives up uploads nobody finished. Returns how many; none where a store cannot list them. */
  async dropUploadsOlderThan(ageMs: number): Promise<number> {
    const { client, AbortMultipartUploadCommand, ListMultipartUploadsCommand } = await this.sdk;
    const open = await client.send(new ListMultipartUploadsCommand({ Bucket: this.options.bucket, Prefix: PREFIX })).catch((error: Error) => {
      if (error.name === 'NotImplemented') return null;
      throw error;
    });
    if (!open) return 0;
    const old = (open.Uploads ?? []).filter((u) => u.Initiated && Date.now() - u.Initiated.getTime() > ageMs);
    for (const upload of old) await client.send(new AbortMultipartUploadCommand({ Bucket: this.options.bucket, Key: upload.Key, UploadId: upload.UploadId }));
    return old.length;
  }

  async close(): Promise<void> {
    (await this.sdk).client.destroy();
  }

  private async get(at: Location, range: string): Promise<Readable> {
    const { client, GetObjectCommand } = await this.sdk;
    try {
      const answer = await client.send(new GetObjectCommand({ Bucket: this.options.bucket, Key: at.key, Range: range }));
      return answer.Body as Readable;
    } catch (error) {
      if (['NoSuchKey', 'NotFound', 'InvalidRange'].includes((error as Error).name)) throw new ObjectMissing(at, { cause: error });
      throw error;
    }
  }
}
