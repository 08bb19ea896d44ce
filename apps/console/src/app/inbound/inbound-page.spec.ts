import { TestBed } from '@angular/core/testing';
import { RouterTestingHarness } from '@angular/router/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { provideConsole, server } from '../testing/console-testing';
import { inboundPage, inboundRow } from '../testing/inbound';
import { InboundPreview } from './inbound-preview';
import { InboundPage } from './inbound-page';
import { InboundStore } from './inbound.store';

describe('the inbox', () => {
  let harness: RouterTestingHarness;
  const text = () => harness.routeNativeElement?.textContent ?? '';
  const answer = async (page = inboundPage([inboundRow('a')])) => {
    server().match('/api/v1/facilities').forEach((r) => r.flush([]));
    server().expectOne('/api/v1/inbound/search').flush(page);
    await harness.fixture.whenStable();
  };

  beforeEach(async () => {
    vi.stubGlobal('ResizeObserver', class { observe() { /* the list keeps its width */ } disconnect() { /* nothing to stop */ } });
    TestBed.configureTestingModule({ providers: provideConsole([{ path: 'inbound', component: InboundPage, providers: [InboundStore] }]) });
    harness = await RouterTestingHarness.create();
  });
  afterEach(() => vi.unstubAllGlobals());

  it('asks for what its address says', async () => {
    await harness.navigateByUrl('/inbound?view=stat&modality=CT');
    const request = server().expectOne('/api/v1/inbound/search');
    expect(request.request.body).toMatchObject({ view: 'stat', modality: 'CT', sort: 'clock' });
    request.flush(inboundPage([]));
    server().match('/api/v1/facilities').forEach((r) => r.flush([]));
    await harness.fixture.whenStable();
    expect(harness.routeNativeElement?.querySelector('[aria-current="page"]')?.textContent).toContain('STAT');
    expect(text()).toContain('Modality');
  });

  it('says what the filters hide, and how to be rid of them', async () => {
    await harness.navigateByUrl('/inbound?modality=MG');
    await answer(inboundPage([], { hiddenByFilters: 214 }));
    expect(text()).toContain('Your filters hide 214 exams');
  });

  it('tells an empty inbox from one that is done', async () => {
    await harness.navigateByUrl('/inbound');
    await answer(inboundPage([]));
    expect(text()).toContain('Nothing has arrived yet');
  });

  it('draws the acts of the preview from what the exam offers, and nothing else', async () => {
    const fixture = TestBed.createComponent(InboundPreview);
    fixture.componentRef.setInput('row', inboundRow('a', { moves: [{ move: 'claim', needs: 'nothing' }, { move: 'reject', needs: 'reauthenticate' }, { move: 'split', needs: 'nothing' }] }));
    fixture.detectChanges();
    const element = fixture.nativeElement as HTMLElement;
    const foot = element.querySelector('.foot')?.textContent ?? '';
    expect(foot).toContain('Claim');
    expect(foot).not.toContain('Take over');
    expect(element.querySelector('[aria-label="More acts"]')).not.toBeNull();
    fixture.componentRef.setInput('row', inboundRow('a'));
    fixture.detectChanges();
    expect(element.querySelector('.foot button')).toBeNull();
  });
});
