import type { Request, Response } from 'express';
import { Refusal } from '../../platform/acts/refusal';
import type { Caller } from '../../platform/http/caller';
import type { CalledRequest } from '../../platform/http/guard';
import type { Logger } from '../../platform/log';
import type { Objects } from '../../platform/objects/objects';
import type { BuffersInTurn } from '../../platform/objects/reading-buffers';
import type { Settings } from '../../platform/settings/settings';
import { givable, parseAccept, takes, type MediaRange, type Wanted } from '../http/accept';
import { baseUrl, instanceUrl } from '../http/base-url';
import { tagOf, unchanged } from '../http/caching';
import { Multipart, type Part, type PartHeaders } from '../http/multipart';
import { pour, stream, write } from '../http/paced';
import type { Viewed } from '../viewed';
import type { Holding, Instances, StoredInstance } from './instances';
import { metadataOf } from './metadata';
import { wholeFile } from './object-bytes';
import type { Target } from './target';

type Query = Readonly<Record<string, unknown>>;
const DICOM = 'application/dicom';
const JSON_TYPES = ['application/dicom+json', 'application/json'];
/** Headers read side by side while metadata is written. */
const AHEAD = 4;

const headersOf = (syntax: string): PartHeaders => ({ 'Content-Type': `${DICOM}; transfer-syntax=${syntax}` });

/** Which of what is held fits what is wanted; a 406 names what there is. */
function choose(accept: readonly MediaRange[], holding: Holding, single: boolean): { readonly one: Wanted; readonly bySyntax: Holding['bySyntax'] } {
  const forms: Wanted['form'][] = single ? ['multipart', 'single'] : ['multipart'];
  const found = givable(accept, { types: [DICOM], forms });
  const best = found[0];
  if (!best) throw new Refusal(406, 'not-in-this-form', `This can be given as multipart/related; type="application/dicom"${single ? ' or application/dicom' : ''}.`);
  const same = found.filter((one) => one.form === best.form);
  const bySyntax = holding.bySyntax.filter((held) => same.some((one) => takes(one, held.transferSyntaxUid)));
  if (bySyntax.length > 0) return { one: best, bySyntax };
  throw new Refusal(406, 'transfer-syntax', `Objects are given as they came and are not re-encoded. Stored here: ${holding.bySyntax.map((held) => held.transferSyntaxUid).join(', ')}. Ask for transfer-syntax=*.`);
}

/** Streams whole objects and their metadata. However large the study, one piece of it is in memory. */
export class Retrieval {
  constructor(
    private readonly instances: Pick<Instances, 'holding' | 'each' | 'headOf'>,
    private readonly store: Pick<Objects, 'read' | 'buffers'>,
    private readonly viewed: Viewed,
    private readonly settings: Pick<Settings, 'PUBLIC_URL'>,
    private readonly log: Logger,
  ) {}

  async objects(target: Target, query: Query, caller: Caller, request: CalledRequest, response: Response): Promise<void> {
    const accept = parseAccept(request.headers.accept, query['accept']);
    const holding = await this.instances.holding(target, caller, request.beside);
    const { one, bySyntax } = choose(accept, holding, target.instance !== undefined);
    await this.viewed.note(caller, holding.exams, 'objects');
    const syntaxes = bySyntax.map((held) => held.transferSyntaxUid);
    if (unchanged(request, response, tagOf(holding.mark, one.form, ...syntaxes))) return;
    // PS3.18 10.4.3.1: some of it, because the rest is in syntaxes that are not wanted
    response.status(bySyntax.length < holding.bySyntax.length ? 206 : 200);
    const each = this.instances.each(target, caller, holding, syntaxes);
    if (one.form === 'single') await this.single(each, request, response);
    else await this.multipart(each, bySyntax, target.instance === undefined, request, response);
  }

  async metadata(target: Target, query: Query, caller: Caller, request: CalledRequest, response: Response): Promise<void> {
    if (givable(parseAccept(request.headers.accept, query['accept']), { types: JSON_TYPES, forms: ['single', 'multipart'] }).length === 0) {
      throw new Refusal(406, 'not-in-this-form', 'Metadata is given as application/dicom+json.');
    }
    const base = baseUrl(request, this.settings);
    const holding = await this.instances.holding(target, caller, request.beside);
    await this.viewed.note(caller, holding.exams, 'metadata');
    if (unchanged(request, response, tagOf('metadata', holding.mark, base))) return;
    response.setHeader('Content-Type', 'application/dicom+json');
    if (request.method === 'HEAD') return void response.end();
    await stream(response, async () => {
      let between = '[';
      for await (const json of this.metadataOfEach(this.instances.each(target, caller, holding), base)) {
        await write(response, `${between}${json}`);
        between = ',\n';
      }
      await write(response, between === '[' ? '[]' : ']');
    });
  }

  private async single(each: AsyncIterable<StoredInstance>, request: Request, response: Response): Promise<void> {
    for await (const one of each) {
      response.setHeader('Content-Type', headersOf(one.transferSyntaxUid)['Content-Type']!);
      response.setHeader('Content-Length', String(one.fileBytes));
      if (request.method === 'HEAD') return void response.end();
      return this.withBuffers(false, (buffers) => stream(response, () => pour(response, wholeFile(this.store, one, buffers))));
    }
  }

  private async multipart(each: AsyncIterable<StoredInstance>, bySyntax: Holding['bySyntax'], several: boolean, request: Request, response: Response): Promise<void> {
    const multipart = new Multipart(DICOM);
    const length = bySyntax.reduce((sum, held) => sum + held.instances * multipart.overhead(headersOf(held.transferSyntaxUid)) + held.bytes, multipart.end.length);
    response.setHeader('Content-Length', String(length));
    response.setHeader('Content-Type', multipart.contentType);
    if (request.method === 'HEAD') return void response.end();
    await this.withBuffers(several, (buffers) => multipart.send(response, this.parts(each, buffers)));
  }

  private async *parts(each: AsyncIterable<StoredInstance>, buffers: BuffersInTurn): AsyncGenerator<Part> {
    for await (const one of each) yield { headers: headersOf(one.transferSyntaxUid), body: wholeFile(this.store, one, buffers) };
  }

  /** After an error a write may still look at the buffers: then they are not used again. */
  private async withBuffers(littleFirst: boolean, work: (buffers: BuffersInTurn) => Promise<boolean>): Promise<void> {
    const buffers = this.store.buffers.inTurn({ littleFirst });
    await work(buffers);
    buffers.end();
  }

  private async *metadataOfEach(each: AsyncIterable<StoredInstance>, base: string): AsyncGenerator<string> {
    const read = async (one: StoredInstance): Promise<string> => JSON.stringify(await metadataOf(this.store, this.instances, one, instanceUrl(base, one.studyUid, one.seriesUid, one.sopUid), this.log));
    let ahead: Promise<string>[] = [];
    for await (const one of each) {
      const next = read(one);
      next.catch(() => undefined);
      ahead.push(next);
      if (ahead.length >= AHEAD) yield ahead.shift()!;
    }
    for (; ahead.length > 0; ahead = ahead.slice(1)) yield ahead[0]!;
  }
}
