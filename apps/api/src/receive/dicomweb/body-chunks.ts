import type { Readable } from 'node:stream';

/**
 * Hands each chunk of a body to `take`, which says whether it wants another one; while it promises to say so, nothing more is read. Resolves with true when the
 * body ended or no more was wanted, with false when the sender has gone, or when `take` failed: one request ends with that, and not the process. Half the price of an asynchronous iterator, which is asked for every 64 KiB.
 */
export function bodyChunks(body: Readable, take: (chunk: Buffer) => boolean | Promise<boolean>): Promise<boolean> {
  return new Promise((resolve) => {
    let asked: Promise<unknown> | null = null;
    const settle = (whole: boolean): void => {
      body.off('data', onData).off('end', onEnd).off('close', onClose).pause();
      resolve(whole);
    };
    // the stream ends beside the last chunk, not behind it: what is still looked at is looked at to its end
    const onEnd = (): void => void Promise.resolve(asked).then(() => settle(true));
    const onClose = (): void => void Promise.resolve(asked).then(() => settle(false));
    const answered = (more: boolean): void => {
      asked = null;
      if (more) body.resume();
      else settle(true);
    };
    const looked = (chunk: Buffer): void => {
      const more = take(chunk);
      if (more === true) return;
      body.pause();
      if (more === false) settle(true);
      else asked = more.then(answered).catch(() => settle(false));
    };
    const onData = (chunk: Buffer): void => {
      try {
        looked(chunk);
      } catch {
        settle(false);
      }
    };
    body.on('error', () => undefined).on('data', onData).once('end', onEnd).once('close', onClose);
  });
}
