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

/** Runs the writing of a body. A client that leaves ends it; an error after the first byte cuts the connection, so that nobody takes half for whole. */
export async function stream(response: Response, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    response.end();
  } catch (error) {
    if (!(error instanceof ClientGone)) throw error;
  }
}
