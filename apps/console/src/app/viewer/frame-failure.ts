import { syntaxWords } from './viewer-words';

export type FailureCode = 'undecodable' | 'video' | 'too-large' | 'slow' | 'offline' | 'forbidden' | 'gone' | 'server';

/** Why a picture cannot be shown. `detail` is what the decoder said, for the person who must fix it; never patient data. */
export class FrameFailure extends Error {
  constructor(readonly code: FailureCode, readonly detail: string | null = null) {
    super(code);
    this.name = 'FrameFailure';
  }

  /** Another try may help: the picture is not at fault. */
  get passing(): boolean {
    return this.code === 'slow' || this.code === 'offline' || this.code === 'server';
  }
}

const LONGEST_DETAIL = 120;

/** Anything thrown on the way to a picture as one of our failures. */
export function failureFrom(error: unknown): FrameFailure {
  if (error instanceof FrameFailure) return error;
  const inner = typeof error === 'object' && error !== null && 'error' in error ? error.error : error;
  if (inner instanceof FrameFailure) return inner;
  const said = inner instanceof Error ? inner.message : typeof inner === 'string' ? inner : '';
  return new FrameFailure('undecodable', said === '' ? null : said.split('\n')[0]?.slice(0, LONGEST_DETAIL) ?? null);
}

/** A failed answer of the server as a failure of the picture. */
export function failureOfStatus(status: number): FrameFailure {
  if (status === 401 || status === 403) return new FrameFailure('forbidden');
  if (status === 404 || status === 410) return new FrameFailure('gone');
  return new FrameFailure('server', `HTTP ${status}`);
}

/** What the tile says: a title, and one sentence on what is safe and what can be done. */
export function failureWords(failure: FrameFailure, transferSyntax: string): { readonly title: string; readonly text: string } {
  switch (failure.code) {
    case 'undecodable': return { title: 'This image cannot be decoded', text: `${syntaxWords(transferSyntax)}. Its bytes are kept as they came; the other images are not affected.` };
    case 'video': return { title: 'This is a video', text: `${syntaxWords(transferSyntax)} is not played here. The server may have a still picture of it.` };
    case 'too-large': return { title: 'This object is too large for the browser', text: 'It is kept whole. The server can draw it picture by picture.' };
    case 'slow': return { title: 'This image takes too long', text: 'The line may be slow. Nothing is lost; try it again.' };
    case 'offline': return { title: 'The image did not arrive', text: 'The connection is down. Nothing is lost; try it again.' };
    case 'forbidden': return { title: 'This image is not open to you', text: 'Seeing images of this exam needs a role you do not hold, or your session is over.' };
    case 'gone': return { title: 'This image is no longer here', text: 'It was moved, purged or split to another exam since the list was read.' };
    case 'server': return { title: 'The server could not give this image', text: 'Its bytes are not lost. Try it again in a moment.' };
  }
}
