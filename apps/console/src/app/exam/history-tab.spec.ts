import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { SiteTime } from '@causeway/console-ui';
import type { HistoryEntry, InboundRow } from '@causeway/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { provideConsole, server } from '../testing/console-testing';
import { visitWaitText } from '../inbound/visit-words';
import { shownToText } from './exam-words';
import { historyLine } from './history-words';
import { firstTab } from './side-tabs';
import { DeliveryTab } from './tabs/delivery-tab';
import { HistoryTab } from './tabs/history-tab';

const entry = (more: Partial<HistoryEntry>): HistoryEntry => ({ kind: 'exam', id: 'x', at: '2026-11-20T00:00:00Z', title: 'CT Head', detail: 'CT', state: 'released', number: null, source: 'Lakeside', examId: 'x', useCase: null, readKind: null, here: false, ...more });

@Component({ imports: [HistoryTab], template: '<cw-history-tab examId="e1" />' })
class Host {}

describe('the history of a patient', () => {
  beforeEach(() => TestBed.configureTestingModule({ providers: [...provideConsole()] }));
  const page = async (...answers: object[]) => {
    const host = TestBed.createComponent(Host);
    for (const answer of answers) {
      host.detectChanges();
      server().match((r) => r.url === '/api/v1/inbound/e1/history').forEach((r) => r.flush(answer));
      await host.whenStable();
    }
    host.detectChanges();
    return host;
  };

  it('leads to each thing but the exam one is at, and shows more when asked', async () => {
    const host = await page({ known: true, rows: [entry({ id: 'e1', examId: 'e1', here: true }), entry({ kind: 'case', id: 'c1', number: 'C-7', useCase: 'U10', state: 'open', title: 'Surgery?' })], next: 'after' });
    const el = host.nativeElement as HTMLElement;
    expect([...el.querySelectorAll('a')].map((a) => a.getAttribute('href'))).toEqual(['/cases/c1']);
    expect(el.textContent).toContain('this exam');
    el.querySelector('button')?.click();
    host.detectChanges();
    const [next] = server().match((r) => r.url === '/api/v1/inbound/e1/history');
    expect(next?.request.params.get('cursor')).toBe('after');
    next?.flush({ known: true, rows: [entry({ kind: 'visit', id: 'v1', title: 'Back pain', state: 'booked', at: '2020-01-01T09:00:00Z' })], next: null });
    await host.whenStable();
    host.detectChanges();
    expect(el.textContent).toContain('Visit: Back pain');
    expect(el.querySelector('button')).toBeNull();
  });

  it('stands under the reports, and has an address', () => {
    expect(firstTab({ state: 'released', checklist: null }, 'history')).toBe('reports');
  });

  it('says that nobody has said whose exam it is', async () => {
    const host = await page({ known: false, rows: [], next: null });
    expect((host.nativeElement as HTMLElement).textContent).toContain('Nobody has said whose exam this is');
  });
});

describe('words', () => {
  const site = () => TestBed.inject(SiteTime);
  beforeEach(() => TestBed.configureTestingModule({ providers: [...provideConsole()] }));

  it('of each kind of thing say what it is and where it stands', () => {
    expect(historyLine(entry({}), site())).toMatchObject({ title: 'CT Head', more: 'Exam · CT · Lakeside · in PACS', link: '/inbound/x' });
    expect(historyLine(entry({ kind: 'report', state: 'F', detail: null }), site()).more).toBe('Report · Lakeside · final');
    expect(historyLine(entry({ kind: 'overread', detail: 'minor', state: 'signed' }), site())).toMatchObject({ title: 'Over-read of CT Head', link: '/overreads/x' });
    expect(historyLine(entry({ kind: 'visit', at: '2099-01-01T09:00:00Z', state: 'booked' }), site()).ahead).toBe(true);
    expect(historyLine(entry({ kind: 'visit', at: '2099-01-01T09:00:00Z', state: 'cancelled' }), site()).ahead).toBe(false);
  });

  it('of an exam that waits for its visit say for which, and that none is known', () => {
    const wait = (more: Partial<NonNullable<InboundRow['waitsForVisit']>>) => visitWaitText({ since: '2026-11-30T08:00:00Z', known: true, loadAt: '2026-12-03T00:00:00Z', visit: { startsAt: '2026-12-04T09:30:00Z', clinic: 'Spine clinic' }, ...more }, site());
    expect(wait({}).title).toMatch(/^Loads with the visit on 04 Dec 2026 .*\(Spine clinic\)$/);
    expect(wait({ visit: null }).title).toBe('Loads with the visit');
    expect(wait({ known: false, visit: null, loadAt: null })).toMatchObject({ known: false, title: 'Waits for a visit, and no appointment is known' });
  });

  it('stand on the delivery of an exam that waits, instead of that nothing was sent', () => {
    const tab = TestBed.createComponent(DeliveryTab);
    tab.componentRef.setInput('deliveries', []);
    tab.detectChanges();
    expect((tab.nativeElement as HTMLElement).textContent).toContain('Nothing was sent yet');
    tab.componentRef.setInput('waitsForVisit', { since: '2026-11-30T08:00:00Z', known: false, loadAt: null, visit: null });
    tab.detectChanges();
    expect((tab.nativeElement as HTMLElement).textContent).toContain('no appointment is known');
    expect((tab.nativeElement as HTMLElement).textContent).not.toContain('Nothing was sent yet');
  });

  it('of whom an exam is shown name those who handle it too', () => {
    expect(shownToText(null)).toBe('The care team and who handles it, until it is released');
    expect(shownToText('requester')).toBe('Who asked for it, and who handles it');
  });
});
