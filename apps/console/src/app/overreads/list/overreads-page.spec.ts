import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { TestRequest } from '@angular/common/http/testing';
import { Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { ReasonAsker, Ticker } from '@causeway/console-ui';
import type { AbilityName } from '@causeway/access';
import type { OverreadRow } from '@causeway/contracts';
import { Store } from '@ngrx/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SessionActions } from '../../core/session/session.actions';
import { RailCounts } from '../../shell/rail-counts';
import { provideConsole, server } from '../../testing/console-testing';
import { FakeEventSource } from '../../testing/fake-event-source';
import { meWho } from '../../testing/me';
import { detail, event, lease, offers, page, row } from '../testing/reads';
import { OverreadsPage } from './overreads-page';
import { OverreadsStore } from './overreads.store';

@Component({ template: `` })
class Elsewhere {}

const open = (id: string, more: Partial<OverreadRow> = {}): OverreadRow => row({ id, state: 'open', lease: null, moves: offers('claim'), ...more });

describe('the worklist of over-reads', () => {
  let harness: RouterTestingHarness;
  let reason: ReturnType<typeof vi.fn>;
  const element = () => harness.fixture.nativeElement as HTMLElement;
  const words = () => element().textContent!.replace(/\s+/g, ' ');
  const store = () => harness.routeDebugElement!.injector.get(OverreadsStore);
  const ids = () => store().rows().map((r) => r.id);
  const settle = async () => {
    for (let i = 0; i < 5; i++) await Promise.resolve();
    await harness.fixture.whenStable();
  };
  const list = (): TestRequest => server().expectOne((r) => r.method === 'GET' && r.url === '/api/v1/overreads');
  const post = (end: string): TestRequest => server().expectOne((r) => r.method === 'POST' && r.url.endsWith(end));
  const answer = async (to: TestRequest, body: unknown, status = 200) => {
    to.flush(body as object, { status, statusText: 'x' });
    await settle();
  };
  const press = async (key: string) => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    await settle();
  };
  /** The stream's signals are gathered for half a second before the list is asked for again. */
  const said = async (name: string, id: string, ...answers: readonly unknown[]) => {
    FakeEventSource.last.say('change', event(name, id));
    for (const body of answers) await vi.waitFor(() => answer(list(), body));
  };
  const show = async (rows: readonly OverreadRow[], abilities: readonly AbilityName[] = ['exam.list', 'overread.claim']) => {
    TestBed.inject(Store).dispatch(SessionActions.opened({ me: meWho(abilities) }));
    TestBed.inject(Ticker).sync('2026-11-24T16:00:00Z');
    harness = await RouterTestingHarness.create('/overreads');
    document.body.append(element());
    await answer(list(), page(rows));
  };

  beforeEach(() => {
    vi.stubGlobal('ResizeObserver', class { observe(): void {} disconnect(): void {} });
    reason = vi.fn(async () => ({ reason: null, text: 'nobody else tonight' }));
    const routes = [{ path: 'overreads', component: OverreadsPage, providers: [OverreadsStore] }, { path: '**', component: Elsewhere }];
    TestBed.configureTestingModule({ providers: [...provideConsole(routes), { provide: ReasonAsker, useValue: { ask: reason } }] });
  });
  afterEach(() => {
    element().remove();
    vi.unstubAllGlobals();
  });

  it('marks primary reads and is narrowed to them', async () => {
    await show([open('r1', { kind: 'primary', order: { caseId: 'c1', number: 'C-12', partner: 'Ridge Clinic' }, decisionId: null, purpose: 'primary', outsideReport: false }), open('r2')]);
    expect([...element().querySelectorAll('cw-state-chip')].filter((c) => c.textContent!.includes('Primary read'))).toHaveLength(1);
    await TestBed.inject(Router).navigateByUrl('/overreads?kind=primary');
    await settle();
    const asked = list();
    expect(asked.request.params.get('kind')).toBe('primary');
    await answer(asked, page([open('r1', { kind: 'primary' })]));
    expect(words()).toContain('Kind Primary read');
  });

  it('begins a reader with their subspecialty and who asked with what waits for them', async () => {
    await show([open('a')]);
    expect(store().query().view).toBe('mine-to-read');
    expect(words()).toContain('Claim next');
    expect(TestBed.inject(RailCounts).counts()['overreads']).toEqual({ count: 1, hot: true });
  });

  it('shows who asked for reads no views or acts of readers', async () => {
    await show([], ['exam.list', 'overread.acknowledge']);
    expect(store().query().view).toBe('to-acknowledge');
    expect(words()).not.toContain('Claim next');
    expect(words()).not.toContain('Drafts');
  });

  it('leaves every row where it stands when another claims one, and says by whom', async () => {
    await show([open('a'), open('b')]);
    await said('overread.claimed', 'a', page([open('b'), open('c')]), page([row({ id: 'a', state: 'claimed', lease: lease(false), moves: [] })]));
    expect(ids()).toEqual(['a', 'b']);
    expect(store().waiting()).toEqual({ arrived: 1, changed: 1 });
    expect(store().gone().has('a')).toBe(true);
    expect(store().rows()[0]?.lease?.holder.name).toBe('J. Okoro');
    await press('.');
    await answer(list(), page([open('b'), open('c')]));
    expect(ids()).toEqual(['b', 'c']);
  });

  it('takes a draft that is saved again for no news, but keeps the version for the next act', async () => {
    await show([row({ id: 'a', state: 'drafting', lease: lease(false), moves: [] }), open('b')]);
    await said('overread.flagged', 'b', page([row({ id: 'a', state: 'drafting', version: 40, lease: { ...lease(false), until: '2026-11-24T17:00:00Z' }, moves: [] }), open('b', { version: 9 })]));
    expect(store().waiting()).toEqual({ arrived: 0, changed: 0 });
    expect(store().rows().map((r) => r.version)).toEqual([40, 9]);
  });

  it('claims the next read and opens it', async () => {
    await show([open('a')]);
    await press('n');
    await answer(post('/claim-next'), detail({ id: 'z' }));
    expect(TestBed.inject(Router).url).toBe('/overreads/z');
  });

  it('claims a read of another subspecialty only with a reason', async () => {
    await show([open('a')]);
    harness.routeDebugElement!.componentInstance.active.set('a');
    await press('c');
    const first = post('/a/claim');
    expect(first.request.body).toEqual({ version: 7 });
    await answer(first, { type: 'x', title: 'x', status: 409, traceId: 't', code: 'other-subspecialty', detail: 'This is a neuro read and not yours. Say why you take it.' }, 409);
    expect(reason).toHaveBeenCalledWith(expect.objectContaining({ sentence: 'This is a neuro read and not yours. Say why you take it.' }), expect.anything());
    const second = post('/a/claim');
    expect(second.request.body).toEqual({ version: 7, reason: 'nobody else tonight' });
    await answer(second, detail({ id: 'a', version: 8, state: 'claimed', moves: offers('draft', 'release') }));
    expect(store().rows()[0]).toMatchObject({ id: 'a', state: 'claimed', version: 8 });
  });

  it('does nothing by a key that the row does not offer', async () => {
    await show([open('a', { moves: [] })]);
    harness.routeDebugElement!.componentInstance.active.set('a');
    await press('c');
    await press('e');
    server().expectNone((r) => r.method === 'POST');
    expect(reason).not.toHaveBeenCalled();
  });

  it('says who was faster and looks again', async () => {
    await show([open('a')]);
    harness.routeDebugElement!.componentInstance.active.set('a');
    await press('c');
    await answer(post('/a/claim'), { type: 'x', title: 'x', status: 409, traceId: 't', code: 'held-by-other', by: 'J. Okoro', detail: 'J. Okoro has claimed this read.' }, 409);
    expect(words()).toContain('J. Okoro has claimed this read.');
    await answer(list(), page([]));
    await answer(list(), page([row({ id: 'a', state: 'claimed', lease: lease(false), moves: [] })]));
    expect(store().gone().has('a')).toBe(true);
  });

  it('keeps patients out of the address', async () => {
    await show([open('a')]);
    harness.routeDebugElement!.componentInstance.active.set('a');
    await press('o');
    expect(TestBed.inject(Router).url).toBe('/overreads/a');
  });
});
