/**
 * A localised copy of a stored object: the receiving site's identity over somebody else's object, without writing the object again. The
 * bytes are read twice: once up to the last element that matters, to plan; once to copy. What is not replaced is copied as it is.
 */
import { pipeline, Readable } from 'node:stream';
import zlib from 'node:zlib';
import { OBJECT_LIMITS, type ObjectLimits } from '../limits';
import { readFileHead } from '../part10/file-head';
import { Inflater } from '../reader/inflater';
import { transferSyntax, type TransferSyntax } from '../registry/transfer-syntax';
import type { LocalisePlan, LocaliseRefusal, PlanResult } from './plan';
import { askedBy, planSplices } from './planner';
import type { LocaliseRequest } from './request';
import { Splicer } from './splicer';
import { TopLevelReader } from './top-level';

/** Bytes of one stored object in pieces of any size. */
export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export interface LocaliseOptions {
  /** Of a bare data set; left out for a file. */
  readonly transferSyntaxUid?: string;
  readonly limits?: ObjectLimits;
}

const PREAMBLE_AND_HEADER = 144;
const refused = (reason: LocaliseRefusal, at: number, tag: number | null = null): PlanResult => ({ kind: 'refused', reason, at, tag });

interface Begun {
  readonly syntax: TransferSyntax;
  readonly offset: number;
  readonly reader: TopLevelReader;
  readonly inflater: Inflater | null;
}

class PlanRun {
  #begun: Begun | null = null;
  #gathered = Buffer.alloc(0);
  #refusal: LocaliseRefusal | null = null;

  constructor(
    readonly request: LocaliseRequest,
    readonly limits: ObjectLimits,
    transferSyntaxUid: string | undefined,
  ) {
    if (transferSyntaxUid !== undefined) this.#begin(transferSyntaxUid, 0);
  }

  get done(): boolean {
    return this.#refusal !== null || (this.#begun?.reader.done ?? false);
  }

  async push(chunk: Uint8Array): Promise<void> {
    if (this.#begun) return this.#body(chunk);
    this.#gathered = Buffer.concat([this.#gathered, chunk]);
    return this.#head(this.#gathered.length > this.limits.metaBytes + PREAMBLE_AND_HEADER);
  }

  async finish(): Promise<PlanResult> {
    if (!this.#begun && !this.#refusal) await this.#head(true);
    if (this.#refusal || !this.#begun) return refused(this.#refusal ?? 'empty', 0);
    const { syntax, offset, reader, inflater } = this.#begun;
    if (inflater) {
      await inflater.end();
      if (inflater.failure && !reader.done) return refused(inflater.failure, 0);
    }
    const result = reader.finish();
    if (result.kind === 'failure') return refused(result.failure.reason, result.failure.at);
    if (result.kind === 'element-too-long') return refused('element-too-long', result.at, result.tag);
    const planned = planSplices(this.request, syntax, result.topLevel, this.limits.depth);
    if ('refusal' in planned) return refused(planned.refusal, planned.at, planned.tag);
    const plan: LocalisePlan = { transferSyntaxUid: syntax.uid, dataSetOffset: offset, deflated: syntax.deflated, ...planned };
    return { kind: 'plan', plan };
  }

  #begin(uid: string, offset: number): void {
    const syntax = transferSyntax(uid);
    const reader = new TopLevelReader(syntax, askedBy(this.request), this.limits);
    const sink = (bytes: Buffer): boolean => {
      reader.push(bytes);
      return !reader.done;
    };
    this.#begun = { syntax, offset, reader, inflater: syntax.deflated ? new Inflater(sink, this.limits) : null };
  }

  async #head(whole: boolean): Promise<void> {
    const result = readFileHead(this.#gathered, this.limits.metaBytes, whole);
    if (result.kind === 'more') return;
    if (result.kind === 'bad') {
      this.#refusal = result.reason;
      return;
    }
    const { transferSyntaxUid, dataSetOffset } = result.head;
    this.#begin(transferSyntaxUid, dataSetOffset);
    await this.#body(this.#gathered.subarray(dataSetOffset));
  }

  async #body(bytes: Uint8Array): Promise<void> {
    if (this.#begun!.inflater) await this.#begun!.inflater.push(bytes);
    else this.#begun!.reader.push(bytes);
  }
}

/**
 * Plans the localised copy of one object, reading no further than the last element that matters. The object should have passed
 * `ObjectReader` with verdict ok; what cannot be planned is refused with a reason, never guessed.
 */
export async function planLocalise(source: ByteSource, request: LocaliseRequest, options: LocaliseOptions = {}): Promise<PlanResult> {
  const run = new PlanRun(request, options.limits ?? OBJECT_LIMITS, options.transferSyntaxUid);
  for await (const chunk of source) {
    await run.push(chunk);
    if (run.done) break;
  }
  return run.finish();
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
