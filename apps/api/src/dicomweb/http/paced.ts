import type { Response } from 'express';

/** The client went away in the middle: nothing is wrong on our side. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/** Resolves when the response takes more, rejects when it never will. */
function drained(response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      response.off('drain', settle);
      response.off('close', settle);
      if (response.destroyed || response.writableEnded) reject(new ClientGone());
      else resolve();
    };
    response.on('drain', settle);
    response.on('close', settle);
  });
}

/** Writes at the client's pace: what is not sent yet is at most one piece and the socket's own buffer. */
export async function write(response: Response, bytes: Uint8Array | string): Promise<void> {
  if (response.destroyed) throw new ClientGone();
  if (!response.write(bytes)) await drained(response);
}

/** Resolves when the kernel has the bytes, so that their memory may be used again. */
function handedOver(response: Response, text: string, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    if (response.destroyed) return reject(new ClientGone());
    const gone = (): void => reject(new ClientGone());
    response.once('close', gone);
    // a head and what it heads leave as one write, and so does what follows at once
    response.cork();
    if (text) response.write(text);
    response.write(bytes, (error) => {
      response.off('close', gone);
      if (error) gone();
      else resolve();
    });
    process.nextTick(() => response.uncork());
  });
}

/**
 * Writes pieces at the client's pace. While one leaves the next is fetched: when a source is asked for a piece, only the one it gave last may still be
 * looked at, so two buffers in turn are enough for it. None is looked at any more once this has ended, or thrown `ClientGone`.
 */
export async function pour(response: Response, pieces: AsyncIterable<Uint8Array | string>): Promise<void> {
  let leaving: Promise<void> = Promise.resolve();
  let text = '';
  for await (const piece of pieces) {
    if (typeof piece === 'string') {
      text += piece;
      continue;
    }
    await leaving;
    leaving = handedOver(response, text, piece);
    leaving.catch(() => undefined);
    text = '';
  }
  const last = text ? write(response, text) : Promise.resolve();
  last.catch(() => undefined);
  await leaving;
  await last;
}

/** Runs the writing of a body. A client that leaves ends it; an error after the first byte cuts the connection, so that nobody takes half for whole. False when the client left. */
export async function stream(response: Response, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    response.end();
    return true;
  } catch (error) {
    if (!(error instanceof ClientGone)) throw error;
    return false;
  }
}
