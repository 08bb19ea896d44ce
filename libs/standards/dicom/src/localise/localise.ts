/**
 * A localised copy of a stored object: the receiving site's identity over somebody else's object, without writing the object again. The
 * bytes are read twice: once up to the last element that matters, to plan; once to copy. What is not replaced is copied as it is.
 */
import { pipeline, Readable } from 'node:stream';
import zlib from 'node:zlib';
import { OBJECT_LIMITS, type ObjectLimits } from '../limits';
import { feedAll, ObjectFeed, type ByteSource } from '../part10/object-feed';
import type { TransferSyntax } from '../registry/transfer-syntax';
import type { LocalisePlan, LocaliseRefusal, PlanResult } from './plan';
import { askedBy, planSplices } from './planner';
import type { LocaliseRequest } from './request';
import { Splicer } from './splicer';
import { TopLevelReader } from './top-level';

export interface LocaliseOptions {
  /** Of a bare data set; left out for a file. */
  readonly transferSyntaxUid?: string;
  readonly limits?: ObjectLimits;
}

const refused = (reason: LocaliseRefusal, at: number, tag: number | null = null): PlanResult => ({ kind: 'refused', reason, at, tag });

function planFrom(request: LocaliseRequest, limits: ObjectLimits, feed: ObjectFeed, reader: TopLevelReader): PlanResult {
  const syntax = feed.syntax!;
  const result = reader.finish();
  if (result.kind === 'failure') return refused(result.failure.reason, result.failure.at);
  if (result.kind === 'element-too-long') return refused('element-too-long', result.at, result.tag);
  const planned = planSplices(request, syntax, result.topLevel, limits.depth);
  if ('refusal' in planned) return refused(planned.refusal, planned.at, planned.tag);
  const dataSetOffset = feed.head?.dataSetOffset ?? 0;
  return { kind: 'plan', plan: { transferSyntaxUid: syntax.uid, dataSetOffset, deflated: syntax.deflated, ...planned } };
}

/**
 * Plans the localised copy of one object, reading no further than the last element that matters. The object should have passed
 * `ObjectReader` with verdict ok; what cannot be planned is refused with a reason, never guessed.
 */
export async function planLocalise(source: ByteSource, request: LocaliseRequest, options: LocaliseOptions = {}): Promise<PlanResult> {
  const limits = options.limits ?? OBJECT_LIMITS;
  let reader: TopLevelReader | null = null;
  const open = (syntax: TransferSyntax): TopLevelReader => {
    reader = new TopLevelReader(syntax, askedBy(request), limits);
    return reader;
  };
  const feed = new ObjectFeed(open, limits, options.transferSyntaxUid);
  await feedAll(feed, source);
  const opened = reader as TopLevelReader | null;
  if (feed.failure || !opened) return refused(feed.failure ?? 'empty', 0);
  if (feed.inflateFailure && !opened.done) return refused(feed.inflateFailure, 0);
  return planFrom(request, limits, feed, opened);
}

async function* spliced(source: ByteSource, plan: LocalisePlan): AsyncGenerator<Uint8Array> {
  const shifted = plan.splices.map((splice) => ({ ...splice, offset: splice.offset + plan.dataSetOffset }));
  const splicer = new Splicer(shifted);
  for await (const chunk of source) yield* splicer.push(chunk);
  yield* splicer.finish();
}

/** The head of a file as it is, then the data set inflated, spliced and deflated again. */
async function* splicedDeflated(source: ByteSource, plan: LocalisePlan): AsyncGenerator<Uint8Array> {
  const heads: Uint8Array[] = [];
  async function* body(): AsyncGenerator<Uint8Array> {
    let head = plan.dataSetOffset;
    for await (const chunk of source) {
      const own = Math.min(head, chunk.length);
      if (own > 0) heads.push(Buffer.from(chunk.subarray(0, own)));
      head -= own;
      if (own < chunk.length) yield chunk.subarray(own);
    }
  }
  async function* splice(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const splicer = new Splicer(plan.splices);
    for await (const block of blocks) yield* splicer.push(block);
    yield* splicer.finish();
  }
  const deflated = pipeline(Readable.from(body()), zlib.createInflateRaw(), splice, zlib.createDeflateRaw(), () => undefined);
  let written = 0;
  for await (const block of deflated) {
    if (written === 0) yield* heads;
    written += (block as Buffer).length;
    yield block as Buffer;
  }
  // The deflated stream is padded to even length (PS3.5 A.5).
  if (written % 2 === 1) yield Buffer.alloc(1);
}

/** The copy of `source`, which must be the bytes the plan was made from. Nothing is held but one piece at a time. */
export function applyLocalise(source: ByteSource, plan: LocalisePlan): AsyncGenerator<Uint8Array> {
  return plan.deflated && plan.splices.length > 0 ? splicedDeflated(source, plan) : spliced(source, plan);
}
