/** Answers made of stored bytes, as one part or as several. */
import type { Request, Response } from 'express';
import { Refusal } from '../../platform/acts/refusal';
import { givable, takes, type MediaRange, type Wanted } from './accept';
import { Multipart } from './multipart';
import { pour, stream } from './paced';

/** One value to send. */
export interface Piece {
  readonly length: number;
  readonly body: () => AsyncIterable<Uint8Array>;
}

export interface Offer {
  /** Media types these bytes go by, the most telling first. */
  readonly types: readonly string[];
  readonly transferSyntaxUid: string;
  readonly pieces: readonly Piece[];
}

function choose(accept: readonly MediaRange[], offer: Offer): Wanted & { readonly as: string } {
  const forms: Wanted['form'][] = offer.pieces.length === 1 ? ['multipart', 'single'] : ['multipart'];
  const found = givable(accept, { types: offer.types, forms });
  const fits = found.find((one) => takes(one, offer.transferSyntaxUid));
  if (fits) return fits;
  const how = found.length > 0 ? `only in its own transfer syntax, ${offer.transferSyntaxUid}: ask for transfer-syntax=*` : `as ${offer.types.join(' or ')}, in multipart/related${forms.length > 1 ? ' or alone' : ''}`;
  throw new Refusal(406, 'not-in-this-form', `This can be given ${how}.`);
}

/** Sends the pieces in the form the client wants; a 406 says which there are. */
export async function sendPieces(request: Request, response: Response, accept: readonly MediaRange[], offer: Offer): Promise<void> {
  const { form, as } = choose(accept, offer);
  const headers = { 'Content-Type': `${as}; transfer-syntax=${offer.transferSyntaxUid}` };
  const [only] = offer.pieces;
  const multipart = new Multipart(as);
  const alone = form === 'single' && only !== undefined;
  const length = alone ? only.length : offer.pieces.reduce((sum, piece) => sum + multipart.overhead(headers) + piece.length, multipart.end.length);
  response.setHeader('Content-Type', alone ? headers['Content-Type'] : multipart.contentType);
  response.setHeader('Content-Length', String(length));
  if (request.method === 'HEAD') response.end();
  else if (alone) await stream(response, () => pour(response, only.body()));
  else await multipart.send(response, offer.pieces.map((piece) => ({ headers, body: piece.body() })));
}
