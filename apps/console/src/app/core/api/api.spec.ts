import { HttpClient } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { Store } from '@ngrx/store';
import { firstValueFrom } from 'rxjs';
import { beforeEach, describe, expect, it } from 'vitest';
import { provideConsole, refuse, server } from '../../testing/console-testing';
import { meWho } from '../../testing/me';
import { SessionActions } from '../session/session.actions';
import { sessionFeature } from '../session/session.reducer';
import { ApiProblem, problemFrom } from './api-problem';
import { newCommandKey, once } from './command';
import { isConflict, wordsOf } from './problem-words';

describe('talking to the api', () => {
  beforeEach(() => TestBed.configureTestingModule({ providers: provideConsole() }));
  const failure = (request: Promise<unknown>): Promise<ApiProblem> => request.then(() => { throw new Error('should fail'); }, (e: unknown) => e as ApiProblem);
  const post = (options = {}) => firstValueFrom(TestBed.inject(HttpClient).post('/api/v1/inbound/x/park', { reason: 'x' }, options));

  it('turns a problem of the api into one error, with the fault of each field', async () => {
    const request = failure(post());
    refuse('/api/v1/inbound/x/park', 422, { detail: 'Say why.', errors: [{ pointer: '/reason', detail: 'At least three characters.' }] });
    const problem = await request;
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem.fault('/reason')).toBe('At least three characters.');
    expect(problem.fault('/until')).toBeNull();
    expect(wordsOf(problem.problem)).toMatchObject({ title: 'Something is missing or wrong', text: 'Say why.', canRetry: false });
  });

  it('says that nothing answered when nothing answered', async () => {
    const request = failure(post());
    server().expectOne('/api/v1/inbound/x/park').error(new ProgressEvent('error'));
    expect(wordsOf((await request).problem)).toMatchObject({ title: 'Causeway does not answer', canRetry: true, traceId: undefined });
  });

  it('does not show what a proxy or a crash wrote', async () => {
    const request = failure(post());
    server().expectOne('/api/v1/inbound/x/park').flush('<html>Bad gateway at /srv/secret</html>', { status: 502, statusText: 'x' });
    const words = wordsOf((await request).problem);
    expect(`${words.title} ${words.text}`).not.toContain('secret');
    expect(words.title).toBe('This did not work');
  });

  it('reads a problem that came as text, as it does when a document was asked for', async () => {
    const request = failure(firstValueFrom(TestBed.inject(HttpClient).get('/api/v1/audit.csv', { responseType: 'text' })));
    server().expectOne('/api/v1/audit.csv').flush(JSON.stringify({ type: 'x', title: 'Not allowed', status: 403, traceId: 't9' }), { status: 403, statusText: 'x' });
    expect((await request).problem.traceId).toBe('t9');
  });

  it('knows that somebody was faster, with name and time', async () => {
    const request = failure(post());
    refuse('/api/v1/inbound/x/park', 412, { by: 'J. Okoro', at: '2026-11-24T10:41:52Z' });
    const { problem } = await request;
    expect(isConflict(problem)).toBe(true);
    expect([problem.by, problem.at]).toEqual(['J. Okoro', '2026-11-24T10:41:52Z']);
  });

  it('names each command anew, but one act only once', () => {
    const keys = [1, 2].map(() => {
      void post().catch(() => undefined);
      return server().expectOne((r) => r.method === 'POST').request.headers.get('Idempotency-Key');
    });
    expect(new Set(keys).size).toBe(2);
    const key = newCommandKey();
    void post(once(key)).catch(() => undefined);
    expect(server().expectOne((r) => r.method === 'POST').request.headers.get('Idempotency-Key')).toBe(key);
    expect(key).toMatch(/^[0-9a-f]{32}$/);
  });

  it('ends the session when a request in the middle of work finds it over, but not for a wrong password', async () => {
    TestBed.inject(Store).dispatch(SessionActions.opened({ me: meWho([]) }));
    const status = TestBed.inject(Store).selectSignal(sessionFeature.selectStatus);
    const signIn = failure(firstValueFrom(TestBed.inject(HttpClient).post('/api/v1/session', {})));
    refuse('/api/v1/session', 401);
    await signIn;
    expect(status()).toBe('open');
    const request = failure(post());
    refuse('/api/v1/inbound/x/park', 401);
    await request;
    expect(status()).toBe('none');
  });

  it('leaves addresses that are not ours alone', async () => {
    void firstValueFrom(TestBed.inject(HttpClient).post('/elsewhere', {})).catch(() => undefined);
    expect(server().expectOne('/elsewhere').request.headers.has('Idempotency-Key')).toBe(false);
  });

  it('explains an error of our own as one', () => {
    expect(problemFrom(new TypeError('x is undefined')).problem.title).toBe('Something went wrong in the console');
  });
});
