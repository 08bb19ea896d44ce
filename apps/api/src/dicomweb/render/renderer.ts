import { createHash } from 'node:crypto';
import { COLLECT_LIMITS, readHeader, type DataSet } from '@causeway/dicom';
import { Refusal } from '../../platform/acts/refusal';
import type { Objects } from '../../platform/objects/objects';
import { lengthOf, rangesOf, type Frames } from '../retrieve/frames';
import type { StoredInstance } from '../retrieve/instances';
import { fromTheStart, gather, syntaxOfParts } from '../retrieve/object-bytes';
import type { PictureRequest } from './picture-request';
import { MOST_PIXELS, type PixelRecipe, type RenderFailure } from './recipe';
import type { RenderCache } from './render-cache';
import type { RenderPool } from './render-pool';
import { pixelsOf, viewOf } from './view-of';

/** Raised when pictures of the same order would look different. */
const EDITION = 1;
const MOST_FRAME_BYTES = 256 * 2 ** 20;
/** What could not be decoded is not tried again for a while: it may have cost all a picture may cost. */
const FAILED_MS = 10 * 60_000;
const FAILED_KEPT = 2000;

const WORDS: Readonly<Record<RenderFailure | 'no-image', string>> = {
  'no-image': 'This object has no image to show.',
  undecodable: 'The image of this object cannot be decoded. It can be fetched as it is.',
  unsupported: 'No picture can be made of an image in this coding. It can be fetched as it is.',
  'too-large': 'The image of this object is too large to make a picture of. It can be fetched as it is.',
  'too-slow': 'The image of this object takes too long to decode. It can be fetched as it is.',
};
const refusal = (failure: keyof typeof WORDS): Refusal => new Refusal(406, failure, WORDS[failure]);

/** Float and double float pixel data come without Bits Stored (PS3.3 C.7.6.24, C.7.6.25). */
const isFloat = (dataSet: DataSet): boolean => !dataSet.has('BitsStored') && [32, 64].includes(dataSet.number('BitsAllocated') ?? 0);

/** Makes pictures of frames in processes of their own, once: they are kept by the digest of the object and of what was asked. */
export class Renderer {
  private readonly running = new Map<string, Promise<Buffer>>();
  private readonly failed = new Map<string, { readonly failure: RenderFailure; readonly until: number }>();

  constructor(private readonly store: Pick<Objects, 'read'>, private readonly frames: Frames, private readonly pool: RenderPool, private readonly cache: RenderCache) {}

  /** Names the picture: the same object and the same wishes give the same one. */
  static key(one: StoredInstance, frame: number, asked: PictureRequest): string {
    return createHash('sha256').update(JSON.stringify([EDITION, one.sha256, frame, asked])).digest('hex').slice(0, 40);
  }

  /** Throws a 406 that says why there is no picture, a 404 for a frame there is not, a 503 when too much is asked at once. */
  async picture(one: StoredInstance, frame: number, asked: PictureRequest): Promise<Buffer> {
    const key = Renderer.key(one, frame, asked);
    const known = await this.cache.get(one.sha256, key);
    if (known) return known;
    const running = this.running.get(key) ?? this.make(one, frame, asked, key).finally(() => this.running.delete(key));
    this.running.set(key, running);
    return running;
  }

  onModuleDestroy(): void {
    this.pool.close();
  }

  private async make(one: StoredInstance, frame: number, asked: PictureRequest, key: string): Promise<Buffer> {
    const bad = `${one.sha256} ${frame}`;
    const before = this.failed.get(bad);
    if (before && before.until > Date.now()) throw refusal(before.failure);
    const { dataSet, pixels } = await this.describe(one);
    const ranges = rangesOf(await this.frames.index(one), frame);
    if (lengthOf(ranges) > MOST_FRAME_BYTES || pixels.rows * pixels.columns > MOST_PIXELS) throw refusal('too-large');
    const order = { pixels, view: viewOf(dataSet, frame, asked.window), output: asked.output };
    const made = await this.pool.render(order, () => gather(this.frames.bytes(one, ranges)));
    if (!made.ok) {
      this.remember(bad, made.failure);
      throw refusal(made.failure);
    }
    await this.cache.put(one.sha256, key, made.image);
    return made.image;
  }

  private async describe(one: StoredInstance): Promise<{ readonly dataSet: DataSet; readonly pixels: PixelRecipe }> {
    const result = await readHeader(fromTheStart(this.store, one), { collect: COLLECT_LIMITS });
    if (result.kind === 'failure') throw refusal('undecodable');
    const { dataSet, pixelsFollow } = result.header;
    const pixels = pixelsFollow ? pixelsOf(dataSet, syntaxOfParts(one), isFloat(dataSet)) : null;
    if (!pixels) throw refusal('no-image');
    return { dataSet, pixels };
  }

  private remember(bad: string, failure: RenderFailure): void {
    if (this.failed.size >= FAILED_KEPT) this.failed.delete(this.failed.keys().next().value!);
    this.failed.set(bad, { failure, until: Date.now() + FAILED_MS });
  }
}
