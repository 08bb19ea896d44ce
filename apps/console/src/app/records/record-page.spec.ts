import { TestBed } from '@angular/core/testing';
import { RouterTestingHarness } from '@angular/router/testing';
import { SiteTime } from '@causeway/console-ui';
import type { LocalExamView, RequestInDetail } from '@causeway/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { provideConsole, server } from '../testing/console-testing';
import { RecordPage } from './record-page';

const exam = (more: Partial<LocalExamView> = {}): LocalExamView => ({
  examId: 'x1', description: 'CT head', modalities: ['CT'], studyDate: '2026-11-12', images: 214, source: 'Lakeview', report: 'F', fits: true, chosen: false, sentAt: null, decisionId: null, answer: null, send: null, ...more,
});
const offer = (...moves: string[]): RequestInDetail['moves'] => moves.map((move) => ({ move }) as RequestInDetail['moves'][number]);
const request = (more: Partial<RequestInDetail> = {}): RequestInDetail => ({
  id: 'q1', number: 'Q-12', version: 4, state: 'received', stateSince: '2026-11-24T10:00:00Z', patient: { name: { text: 'Bianchi, Lorenzo', family: 'Bianchi', given: 'Lorenzo' } as never, birthDate: '1971-07-02', sex: 'M', mrn: null, outsideId: null },
  facility: { id: 'f1', name: 'Hillview' }, requester: { name: 'Dr. Osei', phone: '+1 555 0119', role: '' }, reference: null, wanted: [{ modality: 'CT', what: 'CT head', from: null, to: null }], withReports: true, emergency: false,
  clock: { holder: 'records', holderName: null, since: '2026-11-24T10:00:00Z', dueAt: null, over: false, paused: null, turns: [] } as never, legalLastAt: '2026-12-24T10:00:00Z', accepted: 0, sent: 0, promisedBy: null, moves: offer('accept', 'decline'),
  madeAt: '2026-11-24T10:00:00Z', legalBasis: 'treatment', purpose: 'treatment', reason: null, exception: null, question: null, when: null, reviewer: null, local: [exam(), exam({ examId: 'x2', description: 'MR knee', fits: false })], declineReasons: [], entries: [], ...more,
});

describe('a request of a partner', () => {
  let page: HTMLElement;
  let harness: RouterTestingHarness;
  const settle = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve));
    harness.detectChanges();
  };
  const open = async (shown: RequestInDetail): Promise<void> => {
    harness = await RouterTestingHarness.create();
    await harness.navigateByUrl('/records/q1');
    harness.detectChanges();
    server().expectOne('/api/v1/requests-in/q1').flush(shown);
    await settle();
    page = harness.routeNativeElement!;
  };
  const button = (name: RegExp): HTMLButtonElement | undefined => [...page.querySelectorAll('button')].find((b) => name.test(b.textContent ?? ''));

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: provideConsole([{ path: 'records/:id', component: RecordPage }]) });
    TestBed.inject(SiteTime);
  });

  it('has chosen what fits, and promises exactly what is chosen', async () => {
    await open(request());
    expect(button(/^Promise/)?.textContent).toContain('Promise 1 now');
    page.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')[1]!.click();
    harness.detectChanges();
    button(/^Promise 2 now/)!.click();
    await settle();
    const sent = server().expectOne('/api/v1/requests-in/q1/accept');
    expect(sent.request.body).toEqual({ version: 4, examIds: ['x1', 'x2'], when: 'now' });
  });

  it('shows how far the send of a promised exam is, and offers no hand-over while it moves', async () => {
    await open(request({ state: 'accepted', moves: offer('record-sent'), accepted: 2, local: [exam({ chosen: true, send: { id: 's1', state: 'sending', reason: null } }), exam({ examId: 'x2', description: 'MR knee', chosen: true, send: { id: 's2', state: 'draft', reason: 'no-route' } })] }));
    expect(page.querySelector('a[href="/sends/s1"]')?.textContent).toContain('Sending');
    expect(page.textContent).toContain('no route');
    expect([...page.querySelectorAll('button')].filter((b) => /Given on disc/.test(b.textContent ?? ''))).toHaveLength(1);
  });

  it('draws no button that the api does not offer', async () => {
    await open(request({ moves: [], local: [] }));
    expect(page.textContent).not.toContain('What we hold');
    expect([...page.querySelectorAll('.acts button')]).toEqual([]);
  });

  it('says what went wrong when it cannot be read', async () => {
    harness = await RouterTestingHarness.create();
    await harness.navigateByUrl('/records/q1');
    harness.detectChanges();
    server().expectOne('/api/v1/requests-in/q1').flush({ type: 'about:blank', title: 'x', status: 404, code: 'not-found', detail: 'There is no such request.', traceId: 't1' }, { status: 404, statusText: 'x' });
    await settle();
    expect(harness.routeNativeElement!.querySelector('cw-problem-card')).not.toBeNull();
  });
});
