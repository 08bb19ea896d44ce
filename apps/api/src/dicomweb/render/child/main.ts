/**
 * The rendering process: takes one frame after the other on its input and writes pictures to its output. It holds no settings, no secrets and no
 * connection; the api kills it when an image makes it run too long or grow too big.
 */
import type { PhotographOrder, RenderAnswer, RenderFailure, RenderOrder } from '../recipe';
import { MessageReader, packMessage } from '../wire';
import { decodedPhotograph } from './photograph';
import { render } from './render';
import { TooLarge, Unsupported } from './samples';

const NOTHING = Buffer.alloc(0);
const failureOf = (error: unknown): RenderFailure => (error instanceof TooLarge ? 'too-large' : error instanceof Unsupported ? 'unsupported' : 'undecodable');

function answer(json: RenderAnswer, bytes: Uint8Array): void {
  for (const piece of packMessage(json, bytes)) process.stdout.write(piece);
}

for (const piece of packMessage({ ready: true }, NOTHING)) process.stdout.write(piece);
const reader = new MessageReader();
for await (const piece of process.stdin as AsyncIterable<Buffer>) {
  for (const message of reader.push(piece)) {
    try {
      const order = message.json as RenderOrder | PhotographOrder;
      if ('photograph' in order) {
        const { size, pixels } = await decodedPhotograph(message.bytes);
        answer({ ok: true, size }, order.photograph === 'pixels' ? pixels : NOTHING);
      } else answer({ ok: true }, await render(order, message.bytes));
    } catch (error) {
      answer({ ok: false, failure: failureOf(error) }, NOTHING);
    }
  }
}
