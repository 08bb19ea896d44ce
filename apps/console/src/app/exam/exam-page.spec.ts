import { Location } from '@angular/common';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import type { InboundDetail, ReleasePreview } from '@causeway/contracts';
import { Store } from '@ngrx/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StreamActions } from '../core/stream/stream.actions';
import { provideConsole, refuse, server } from '../testing/console-testing';
import { SURFACES } from '../viewer/surface';
import { FakeSurfaces } from '../viewer/testing/fake-surface';
import { examRoutes } from './exam.routes';
import { checklistView, examDetail, offers } from './testing';

const URL = '/api/v1/inbound/e1';
const all = Object.fromEntries(checklistView().items.map((i) => [i.id, 'pass' as const]));

describe('the exam page', () => {
  let harness: RouterTestingHarness;
  const page = () => harness.routeNativeElement as HTMLElement;
  const text = () => page().textContent ?? '';
  const settle = async () => {
    await new Promise((done) => setTimeout(done, 10));
    await harness.fixture.whenStable();
  };
  const quiet = () => server().match((r) => r.url.includes('/instances')).forEach((r) => r.flush([]));
  const answer = async (detail: InboundDetail) => {
    server().match(URL).at(-1)?.flush(detail);
    await settle();
    quiet();
    await settle();
  };
  const open = async (detail = examDetail(), at = '/inbound/e1') => {
    await harness.navigateByUrl(at);
    await answer(detail);
  };
  const button = (words: string, root: ParentNode = page()) => [...root.querySelectorAll<HTMLElement>('button')].find((b) => b.textContent?.includes(words));
  const press = async (key: string, more: KeyboardEventInit = {}) => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
    await settle();
  };
  const signal = async () => {
    TestBed.inject(Store).dispatch(StreamActions.signalled({ event: { seq: '2', event: 'inbound.extended', kind: 'inbound', id: 'e1', about: 'e1', at: '' } }));
    await new Promise((done) => setTimeout(done, 750));
  };
  const dialog = () => document.querySelector<HTMLElement>('mat-dialog-container');

  beforeEach(async () => {
    vi.stubGlobal('ResizeObserver', class { observe() { /* nothing changes size here */ } disconnect() { /* nothing to stop */ } unobserve() { /* nor is anything left */ } });
    TestBed.configureTestingModule({ providers: [...provideConsole([{ path: 'inbound/:id', children: examRoutes }, { path: '**', children: [] }]), { provide: SURFACES, useValue: new FakeSurfaces() }] });
    harness = await RouterTestingHarness.create();
    document.body.append(harness.fixture.nativeElement);
  });
  afterEach(() => {
    harness.fixture.nativeElement.remove();
    TestBed.resetTestingModule();
    vi.unstubAllGlobals();
  });

  it('says who it is: the local number only when it is confirmed, the outside one with its issuer', async () => {
    await open();
    expect(page().querySelector('cw-patient-banner')?.textContent).toMatch(/Adeyemi, Folasade.*4003 9127.*00417733 @ STMARY/);
    await signal();
    await answer(examDetail({ patient: { ...examDetail().patient, local: null } }));
    expect(page().querySelector('cw-patient-banner')?.textContent).toContain('not yet');
    expect(page().querySelector('cw-patient-banner')?.textContent).not.toContain('4003');
  });

  it('saves an answer of the keyboard, goes on to the next open item, and asks what was seen before it saves a fail', async () => {
    await open();
    await press('y');
    const request = server().expectOne({ method: 'PUT', url: `${URL}/checklist` });
    expect(request.request.body).toEqual({ revision: 1, answers: { 'right-patient': { answer: 'pass' } } });
    request.flush(examDetail({ checklist: checklistView({ 'right-patient': 'pass' }) }));
    await settle();
    expect(page().querySelector('li.current')?.textContent).toContain('Side marked');
    await press('n');
    server().expectNone({ method: 'PUT', url: `${URL}/checklist` });
    expect(page().querySelector('li.current')?.textContent).toContain('Say what is wrong');
    const note = page().querySelector<HTMLTextAreaElement>('li.current textarea')!;
    expect(document.activeElement).toBe(note);
    note.value = 'No marker on series 2';
    note.dispatchEvent(new Event('change', { bubbles: true }));
    await settle();
    expect(server().expectOne({ method: 'PUT', url: `${URL}/checklist` }).request.body).toEqual({ revision: 1, answers: { laterality: { answer: 'fail', note: 'No marker on series 2' } } });
  });

  it('keeps the answers in doubt when images arrive, and takes them over with one press each', async () => {
    await open(examDetail({ checklist: checklistView({ laterality: 'pass' }), images: { received: 300, expected: null } }));
    await signal();
    await answer(examDetail({ revision: 2, checklist: checklistView({}, { revision: 2, stale: true }), images: { received: 303, expected: null } }));
    expect(text()).toContain('3 new images arrived since you answered');
    button('Still so')?.click();
    await settle();
    expect(server().expectOne({ method: 'PUT', url: `${URL}/checklist` }).request.body).toEqual({ revision: 2, answers: { laterality: { answer: 'pass' } } });
  });

  it('says that answers are in doubt when it was opened after the images came', async () => {
    await open(examDetail({ checklist: checklistView({}, { revision: 2, stale: true }) }));
    expect(text()).toContain('New images arrived after this list was answered');
  });

  it('does not lose an answer when the line is down', async () => {
    await open();
    await press('y');
    server().expectOne({ method: 'PUT', url: `${URL}/checklist` }).error(new ProgressEvent('error'));
    await settle();
    expect(text()).toContain('Not saved yet');
    expect(page().querySelector('li label.on')?.textContent).toContain('Pass');
    button('Save now')?.click();
    await settle();
    expect(server().expectOne({ method: 'PUT', url: `${URL}/checklist` }).request.body).toMatchObject({ answers: { 'right-patient': { answer: 'pass' } } });
  });

  it('goes to the open item instead of sending what would be refused', async () => {
    await open(examDetail({ checklist: checklistView({ ...all, orientation: undefined as never }) }));
    button('Check and release')?.click();
    await settle();
    server().expectNone(`${URL}/release-preview`);
    expect(page().querySelector('li.current')?.textContent).toContain('Orientation');
  });

  it('shows what release will do, every value that changes, before it is done', async () => {
    const preview: ReleasePreview = {
      decision: { id: 'd', kind: 'release', because: ['import-to-pacs'], outcome: {}, version: 1, at: '' }, destinations: ['pacs', 'vna'], visible: 'care-team', when: 'now', order: 'import',
      accession: 'W26-1', mrn: '4003 9127', changes: [{ tag: '(0010,0020)', name: 'Patient ID', before: '00417733', after: '4003 9127' }, { tag: '(0010,0021)', name: 'Issuer of Patient ID', before: '', after: 'WB' }],
    };
    await open(examDetail({ checklist: checklistView(all) }));
    button('Check and release')?.click();
    await settle();
    server().expectOne(`${URL}/release-preview`).flush(preview);
    await settle();
    expect(dialog()?.textContent).toMatch(/PACS, VNA.*The care team sees it.*W26-1.*2 values change in the copy.*00417733.*4003 9127.*not sent/s);
    server().expectNone(`${URL}/release`);
    button('Release', dialog()!)?.click();
    await vi.waitFor(() => expect(dialog()).toBeNull());
    await settle();
    const request = server().expectOne(`${URL}/release`);
    expect(request.request.body).toEqual({ version: 1, revision: 1 });
    expect(request.request.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/);
    request.flush({ ...examDetail({ state: 'releasing', moves: offers('recall'), lease: null }) });
    await settle();
    expect(text()).not.toContain('Your claim ended');
  });

  it('names who was faster, and reads the exam again', async () => {
    await open(examDetail({ moves: offers('claim'), lease: null }));
    button('Claim')?.click();
    await settle();
    refuse(`${URL}/claim`, 409, { code: 'held-by-other', by: 'J. Okoro', at: '2026-11-24T10:41:52Z', detail: 'J. Okoro is working on this.' });
    await settle();
    expect(page().querySelector('cw-conflict-note')?.textContent).toContain('J. Okoro is working on this exam at 10:41:52');
    expect(server().match(URL)).toHaveLength(1);
  });

  it('marks the items a refusal names, without speaking of another person', async () => {
    await open(examDetail({ state: 'checking', checklist: checklistView(all), moves: offers('pass-check', 'park', 'return') }));
    page().querySelector<HTMLElement>('[aria-label="More acts"]')?.click();
    await settle();
    button('Pass the check only', document.body)?.click();
    await settle();
    refuse(`${URL}/pass-check`, 409, { code: 'checklist-open', detail: 'One item has no answer.', errors: [{ pointer: '/answers/orientation', detail: 'not answered' }] });
    await settle();
    expect(page().querySelector('cw-conflict-note')).toBeNull();
    expect(text()).toContain('One item has no answer.');
    expect([...page().querySelectorAll('li')].find((li) => li.textContent?.includes('Orientation'))?.textContent).toContain('not answered');
  });

  it('tells a person that their claim ended, who holds it now, and closes the list for them', async () => {
    await open();
    await signal();
    await answer(examDetail({ lease: { holder: { id: 'p2', name: 'J. Okoro', initials: 'JO', title: '' }, until: '2026-11-24T18:00:00Z', epoch: 2, mine: false }, moves: offers('take-over', 'pass-check') }));
    expect(text()).toContain('Your claim ended: J. Okoro holds it now.');
    expect(page().querySelector<HTMLFieldSetElement>('cw-segments fieldset')?.disabled).toBe(true);
    await press('y');
    server().expectNone({ method: 'PUT', url: `${URL}/checklist` });
  });

  it('explains an exam that is not there for this person', async () => {
    await harness.navigateByUrl('/inbound/e1');
    refuse(URL, 404);
    await settle();
    expect(text()).toContain('This exam is not here for you');
  });

  it('says when the server does not answer, and tries again', async () => {
    await harness.navigateByUrl('/inbound/e1');
    server().expectOne(URL).error(new ProgressEvent('error'));
    await settle();
    expect(text()).toContain('Causeway does not answer');
    button('Try now')?.click();
    await answer(examDetail());
    expect(text()).toContain('Adeyemi');
  });

  it('walks through the list the person came from, and keeps it out of the address', async () => {
    const router = TestBed.inject(Router);
    await harness.navigateByUrl('/inbound/zz');
    server().match('/api/v1/inbound/zz').forEach((r) => r.flush(examDetail({ id: 'zz' })));
    await router.navigate(['/elsewhere']);
    await router.navigate(['/inbound', 'e1'], { state: { from: ['e0', 'e1', 'e2'] } });
    await settle();
    await answer(examDetail());
    expect(text()).toContain('2 of 3');
    await press(']');
    server().expectOne('/api/v1/inbound/e2').flush(examDetail({ id: 'e2' }));
    await settle();
    expect(router.url).toBe('/inbound/e2');
    expect((TestBed.inject(Location).getState() as { from: string[] }).from).toEqual(['e0', 'e1', 'e2']);
    expect(text()).toContain('3 of 3');
  });

  it('chooses a series by its place', async () => {
    await open();
    await press('2');
    server().expectOne('/api/v1/exams/e1/instances?series=2.25.9.2').flush([]);
    expect(page().querySelectorAll('cw-series-tile button')[1]?.getAttribute('aria-current')).toBe('true');
  });

  it('covers the person everywhere when names are hidden', async () => {
    await open();
    page().querySelector<HTMLElement>('[aria-label="Hide names"]')?.click();
    await settle();
    button('Identity')?.click();
    await settle();
    expect(text()).not.toMatch(/Adeyemi|4003 9127|00417733/);
  });
});
