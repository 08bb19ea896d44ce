import { TestBed } from '@angular/core/testing';
import { RouterTestingHarness } from '@angular/router/testing';
import type { CandidateView, MatchDetail } from '@causeway/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { provideConsole, refuse, server } from '../testing/console-testing';
import { inboundRow } from '../testing/inbound';
import { MatchPage } from './match-page';
import { MatchStore } from './match.store';

const name = (text: string) => ({ family: text, given: '', text, native: null });
const candidate = (patientId: string, more: Partial<CandidateView> = {}): CandidateView => ({
  patientId, name: name(`Ruiz ${patientId}`), birthDate: '1998-08-30', sex: 'M', mrn: `MRN-${patientId}`, score: 860, lookalike: [], dismissed: false, evidence: [], priors: [], blockedBy: [], people: 1,
  rows: [{ element: 'family', incoming: 'RUIZ', candidate: 'Ruiz', comparison: 'agrees', weight: 31, written: 'Ruiz', writtenNote: null, required: true }], ...more,
});
const detail = (more: Partial<MatchDetail> = {}): MatchDetail => ({
  id: 'm1', examId: 'e1', version: 3, attempt: 1, state: 'proposed', clock: { state: 'none', startedAt: null, dueAt: null, holder: 'identity', holderName: null, segments: [] },
  incoming: { name: name('RUIZ'), birthDate: '1998-08-30', sex: 'M', identifier: null }, candidates: [candidate('a'), candidate('b', { lookalike: ['twin'], score: 400 })],
  decision: { id: 'd1', outcome: { act: 'person' }, because: 'lookalike' }, lines: { review: 300, accept: 950 }, second: null, registration: null, confirmed: null, history: [],
  moves: [{ move: 'accept', needs: 'nothing' }, { move: 'dismiss-candidate', needs: 'nothing' }], ...more,
});

describe('whose exam is this', () => {
  let harness: RouterTestingHarness;
  const text = (): string => harness.routeNativeElement?.textContent ?? '';
  const button = (words: string): HTMLButtonElement | undefined =>
    [...(harness.routeNativeElement?.querySelectorAll('button') ?? [])].find((b) => b.textContent?.includes(words));
  const settle = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve));
    await harness.fixture.whenStable();
    harness.detectChanges();
  };
  const show = async (match: MatchDetail): Promise<void> => {
    server().expectOne('/api/v1/exams/e1/match').flush(match);
    server().expectOne('/api/v1/inbound/e1').flush(inboundRow('e1'));
    await settle();
  };

  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: provideConsole([{ path: 'match/:examId', component: MatchPage, providers: [MatchStore] }]) });
    harness = await RouterTestingHarness.create();
    await harness.navigateByUrl('/match/e1');
  });

  it('warns of a twin only beside the candidate it is about', async () => {
    await show(detail());
    expect(text()).not.toContain('perhaps a twin');
    button('Ruiz b')?.click();
    await settle();
    expect(text()).toContain('perhaps a twin');
  });

  it('matches to the chosen candidate with the version that was seen', async () => {
    await show(detail());
    button('Match to MRN')?.click();
    const request = server().expectOne('/api/v1/matches/m1/accept');
    expect(request.request.body).toEqual({ version: 3, patientId: 'a' });
    request.flush(detail({ state: 'matched', version: 4, moves: [], confirmed: { patientId: 'a', by: 'M. Lindqvist', reason: null, overridden: [] } }));
    await settle();
    expect(text()).toContain('M. Lindqvist decided');
    expect(button('Match to MRN')).toBeUndefined();
  });

  it('offers no match where the policy wants something equal that differs, and says what', async () => {
    await show(detail({ candidates: [candidate('a', { blockedBy: ['birth-date', 'sex'], people: 2 })], moves: [{ move: 'accept', needs: 'nothing' }, { move: 'ask-second', needs: 'reauthenticate' }] }));
    expect(button('Match to MRN')).toBeUndefined();
    expect(text()).toContain('birth date and sex');
    expect(button('Ask a second person')).toBeDefined();
  });

  it('says who was faster, and shows what they did', async () => {
    await show(detail());
    button('Match to MRN')?.click();
    refuse('/api/v1/matches/m1/accept', 412, { detail: 'J. Okoro matched it.', by: 'J. Okoro', at: '2026-11-24T10:00:00Z' });
    await settle();
    await show(detail({ state: 'matched', version: 4, moves: [], confirmed: { patientId: 'b', by: 'J. Okoro', reason: null, overridden: [] } }));
    expect(text()).toContain('J. Okoro');
    expect(button('Match to MRN')).toBeUndefined();
  });
});
