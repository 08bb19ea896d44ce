import type { Request, Response } from 'express';
import { Refusal } from '../../platform/acts/refusal';
import type { Caller } from '../../platform/http/caller';
import type { Objects } from '../../platform/objects/objects';
import { covers, parseAccept } from '../http/accept';
import { tagOf, unchanged } from '../http/caching';
import { pour, stream } from '../http/paced';
import type { Instances, StoredInstance } from '../retrieve/instances';
import type { Target } from '../retrieve/target';
import type { Viewed } from '../viewed';
import { documentOf, isDocument } from './document';
import { MEDIA_TYPES, pictureRequest } from './picture-request';
import { Renderer } from './renderer';

type Query = Readonly<Record<string, unknown>>;
const PDF = 'application/pdf';

/** Answers for pictures: an image as one, a document as the document it is. */
export class Pictures {
  constructor(
    private readonly instances: Pick<Instances, 'one' | 'middleImage'>,
    private readonly renderer: Renderer,
    private readonly store: Pick<Objects, 'read'>,
    private readonly viewed: Viewed,
  ) {}

  async rendered(target: Target, frame: number, query: Query, caller: Caller, request: Request, response: Response): Promise<void> {
    const one = await this.instances.one(target, caller);
    if (isDocument(one)) await this.document(one, query, caller, request, response);
    else await this.picture(one, frame, query, caller, request, response, false);
  }

  /** Of a study or series: its middle image. */
  async thumbnail(target: Target, frame: number, query: Query, caller: Caller, request: Request, response: Response): Promise<void> {
    const one = target.instance === undefined ? await this.instances.middleImage(target, caller) : await this.instances.one(target, caller);
    await this.picture(one, frame, query, caller, request, response, true);
  }

  private async picture(one: StoredInstance, frame: number, query: Query, caller: Caller, request: Request, response: Response, thumbnail: boolean): Promise<void> {
    const asked = pictureRequest(query, parseAccept(request.headers.accept, query['accept']), thumbnail);
    await this.viewed.note(caller, [one.examId], 'pictures');
    if (unchanged(request, response, tagOf(Renderer.key(one, frame, asked)))) return;
    const image = await this.renderer.picture(one, frame, asked);
    response.setHeader('Content-Type', MEDIA_TYPES[asked.output.format]);
    response.end(image);
  }

  private async document(one: StoredInstance, query: Query, caller: Caller, request: Request, response: Response): Promise<void> {
    if (!parseAccept(request.headers.accept, query['accept']).some((range) => covers(range.type, PDF))) throw new Refusal(406, 'not-in-this-form', 'This document is given as application/pdf.');
    const piece = await documentOf(this.store, one);
    await this.viewed.note(caller, [one.examId], 'pictures');
    if (unchanged(request, response, tagOf('document', one.sha256))) return;
    response.setHeader('Content-Type', PDF);
    response.setHeader('Content-Length', String(piece.length));
    response.setHeader('Content-Disposition', 'inline; filename="document.pdf"');
    if (request.method === 'HEAD') return void response.end();
    await stream(response, () => pour(response, piece.body()));
  }
}
