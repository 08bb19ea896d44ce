import { provideLocationMocks } from '@angular/common/testing';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { TestRequest } from '@angular/common/http/testing';
import { provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { Ticker } from '@causeway/console-ui';
import type { OverreadDetail, ReportView } from '@causeway/contracts';
import { Store } from '@ngrx/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SessionActions } from '../../core/session/session.actions';
import { Session } from '../../core/session/session';
import { provideConsole, server } from '../../testing/console-testing';
import { meWho } from '../../testing/me';
import { detail, offers, signed, text } from '../testing/reads';
import { OverreadPage } from './overread-page';

@Component({ template: `` })
class Elsewhere {}

const NOW = '2026-11-24T16:00:00Z';
const order = { caseId: 'c1', number: 'C-12', partner: 'Ridge Clinic' };
const report: ReportView = { id: 'o1', kind: 'outside', source: 'Ridge Clinic', author: 'A. Osei', status: 'F', title: 'CT head', sections: [{ heading: 'Impression', text: 'Subdural, 11 mm.' }], signedAt: NOW, receivedAt: NOW, sha256: 'ab', document: null } as unknown as ReportView;
const primary = (more: Partial<OverreadDetail> = {}): OverreadDetail => detail({ kind: 'primary', order, outsideReport: false, purpose: 'primary', decisionId: null, draft: text({ grade: null }), ...more });

describe('the page of a primary read', () => {
  let harness: RouterTestingHarness;
  const element = () => harness.fixture.nativeElement as HTMLElement;
  const words = () => element().textContent!.replace(/\s+/g, ' ');
  const settle = async () => {
    for (let i = 0; i < 5; i++) await Promise.resolve();
    await harness.fixture.whenStable();
  };
  const request = (method: string, end: string): TestRequest => server().expectOne((r) => r.method === method && r.url.endsWith(end));
  const answer = async (to: TestRequest, body: unknown) => {
    to.flush(body as object);
    await settle();
  };
  const button = (label: string) => [...element().querySelectorAll<HTMLButtonElement>('button')].find((b) => b.textContent!.includes(label))!;
  const open = async (read: OverreadDetail) => {
    harness = await RouterTestingHarness.create('/overreads/r1');
    document.body.append(element());
    await answer(request('GET', '/overreads/r1'), read);
  };

  beforeEach(() => {
    const routes = [{ path: 'overreads/:id', component: OverreadPage }, { path: '**', component: Elsewhere }];
    TestBed.configureTestingModule({ providers: [...provideConsole(routes), provideRouter(routes, withComponentInputBinding()), provideLocationMocks()] });
    TestBed.inject(Store).dispatch(SessionActions.opened({ me: meWho(['overread.claim', 'exam.list']) }));
    TestBed.inject(Ticker).sync(NOW);
    vi.spyOn(TestBed.inject(Session), 'confirmPassword').mockResolvedValue(true as never);
  });
  afterEach(() => element().remove());

  it('is called what it is, says who ordered it, and has neither grade nor a place for an outside report', async () => {
    await open(primary());
    expect(element().querySelector('h2')?.textContent).toBe('Diagnostic imaging report');
    expect(words()).toContain('Primary read');
    expect(words()).toContain('Primary read, ordered with case C-12');
    expect(words()).toContain('Ordered with case C-12 by Ridge Clinic');
    expect(element().querySelector('cw-grade-choice')).toBeNull();
    expect(words()).not.toMatch(/outside report|over-read/i);
  });

  it('is signed without a grade', async () => {
    await open(primary());
    button('Sign').click();
    await settle();
    const sent = request('POST', '/sign');
    expect(sent.request.body).toMatchObject({ version: 7, text: { grade: null, impression: 'Subdural, 13 mm.' } });
    await answer(sent, signed({ kind: 'primary', order, purpose: 'primary', decisionId: null, grade: null, signed: [{ ...signed().signed[0]!, grade: null }] }));
    expect(words()).toContain('Primary read');
    expect(words()).not.toMatch(/agrees|difference/i);
  });

  it('says who was told of a critical finding, whole or not at all', async () => {
    await open(primary());
    element().querySelector<HTMLInputElement>('.tell input')!.click();
    await settle();
    button('Sign').click();
    await settle();
    expect(element().querySelector('cw-call-record')?.textContent).toContain('They must repeat it.');
    server().expectNone((r) => r.url.endsWith('/sign'));
  });

  it('shows a report that came all the same as earlier information, compared with nothing', async () => {
    await open(primary({ outsideReports: [report], outsideReport: true }));
    [...element().querySelectorAll<HTMLElement>('.switch label, .switch button')].find((e) => e.textContent!.includes('Earlier report'))!.click();
    await settle();
    expect(element().querySelector('cw-outside-report h2')?.textContent).toBe('Earlier report');
    expect(words()).toContain('Subdural, 11 mm.');
    expect(element().querySelector('cw-impression-compare, mark')).toBeNull();
  });

  it('gets an addendum without a grade', async () => {
    const first = { ...signed().signed[0]!, grade: null };
    await open(signed({ kind: 'primary', order, purpose: 'primary', decisionId: null, grade: null, signed: [first], moves: offers('addend') }));
    button('Addendum').click();
    await settle();
    const area = element().querySelector<HTMLTextAreaElement>('cw-addendum-form textarea')!;
    area.value = 'Also a fracture.';
    area.dispatchEvent(new Event('input', { bubbles: true }));
    await settle();
    button('Sign addendum').click();
    await settle();
    expect(request('POST', '/addend').request.body).toEqual({ version: 9, text: 'Also a fracture.', grade: null });
  });
});
