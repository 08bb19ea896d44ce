import { TestBed } from '@angular/core/testing';
import type { HistoryEntry, Launched } from '@causeway/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { Access } from '../core/access/access';
import { provideConsole, refuse, server } from '../testing/console-testing';
import { LaunchPage } from './launch-page';

const entry = (more: Partial<HistoryEntry>): HistoryEntry => ({ kind: 'exam', id: 'x', at: '2026-11-20T00:00:00Z', title: 'CT Head', detail: 'CT', state: 'released', number: null, source: 'Lakeside', examId: 'x', useCase: null, readKind: null, here: false, ...more });
const launched: Launched = {
  patient: { family: 'Adeyemi', given: 'Folasade', birthDate: '1961-03-12', sex: 'F', identifier: { value: '4003 9127', issuer: 'WESTBROOK' } }, known: true,
  history: [entry({ id: 'e1' }), entry({ id: 'e2', state: 'checking' }), entry({ kind: 'report', id: 'r1', state: 'F' }), entry({ id: 'e3' })],
};
const settle = () => new Promise((done) => setTimeout(done, 20));

describe('a patient opened from a record', () => {
  let may: readonly string[] = [];
  beforeEach(() => TestBed.configureTestingModule({ providers: [...provideConsole(), { provide: Access, useValue: { can: (ability: string) => may.includes(ability) } }] }));
  const shown = async (answer?: Launched) => {
    const page = TestBed.createComponent(LaunchPage);
    page.componentRef.setInput('code', 'once');
    page.detectChanges();
    if (answer) server().expectOne('/api/v1/launches/open').flush(answer);
    else refuse('/api/v1/launches/open', 404, { code: 'launch-over' });
    await settle();
    page.detectChanges();
    return page.nativeElement as HTMLElement;
  };
  const sendLink = (root: HTMLElement) => [...root.querySelectorAll('a')].find((a) => a.textContent.includes('to a partner'))?.getAttribute('href');

  it('is asked for and sent from there: the send begins with what is released, and the address names exams only', async () => {
    may = ['requestOut.create', 'send.create'];
    const root = await shown(launched);
    expect(root.textContent).toContain('Adeyemi, Folasade');
    expect(root.textContent).toContain('Ask a partner for exams');
    expect(sendLink(root)).toBe('/sends/new?exams=e1,e3');
  });

  it('offers what one may, and nothing to send where nothing is released', async () => {
    may = ['requestOut.create'];
    expect(sendLink(await shown(launched))).toBeUndefined();
    may = ['send.create'];
    const root = await shown({ ...launched, history: [entry({ state: 'checking' })] });
    expect(sendLink(root)).toBeUndefined();
    expect(root.textContent).not.toContain('Ask a partner');
  });

  it('says that the way in is over, and what to do', async () => {
    expect((await shown()).textContent).toContain('Go back to the record');
  });
});
