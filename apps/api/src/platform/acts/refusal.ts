/** An act that may not happen now. `code` is stable; the status follows RFC 9110. Never carries patient data. */
export class Refusal extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 406 | 409 | 410 | 412 | 413 | 415 | 422 | 428 | 429 | 503,
    readonly code: string,
    /** A sentence that says what to do. */
    readonly detail: string,
    readonly more: { readonly by?: string; readonly at?: string; readonly errors?: readonly { readonly pointer: string; readonly detail: string }[] } = {},
  ) {
    super(`${code}: ${detail}`);
    this.name = 'Refusal';
  }
}

/** Unknown and forbidden ids answer alike, so that nobody learns what exists. */
export const notFound = (what: string): Refusal => new Refusal(404, 'not-found', `There is no such ${what}, or it is not yours to see.`);
export const changedMeanwhile = (by?: string, at?: string): Refusal =>
  new Refusal(412, 'changed-meanwhile', 'Somebody changed this after you opened it. Look at the new state and decide again.', { ...(by ? { by } : {}), ...(at ? { at } : {}) });
