import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { TestRequest } from '@angular/common/http/testing';
import { RouterTestingHarness } from '@angular/router/testing';
import { SiteTime, Ticker } from '@causeway/console-ui';
import type { NoticePage, NoticeView } from '@causeway/contracts';
import { type MachineTable, machines } from '@causeway/domain';
import { Store } from '@ngrx/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NoticesActions } from '../core/notices/notices.actions';
import { Preferences } from '../core/preferences/preferences';
import { provideConsole, server } from '../testing/console-testing';
import { groupOf } from './notice-groups';
import type { DecidedNotice } from './notice-item';
import { addressOfNotice, becauseWords, noticeWords, openWords } from './notice-words';
import { NoticesPage } from './notices-page';

@Component({ template: `` })
class Elsewhere {}

const notice = (id: string, more: Partial<DecidedNotice> = {}): DecidedNotice => ({
  id, version: 1, state: 'sent', event: 'overread.signed', because: 'report-is-there', urgent: false, ackNeeded: true,
  subject: { kind: 'overread', id: 'r1', label: 'Adeyemi, Folasade · CT Head' }, values: { examId: 'x1' }, at: '2026-11-24T16:00:00Z', dueAt: '2026-11-24T16:10:00Z', ...more,
});
const told = (rows: readonly NoticeView[]): NoticePage => ({ rows, unread: rows.filter((n) => n.state === 'sent').length, needsAnswer: rows.filter((n) => n.ackNeeded).length });

describe('words of notices', () => {
  it('exist for every event the machines tell people of', () => {
    const tables = Object.values(machines).map((m) => m.table as MachineTable);
    const told = tables.flatMap((table) => Object.values(table.moves).filter((move) => move.out?.includes('notice')).map((move) => move.event));
    const without = told.filter((event) => noticeWords({ event, values: {} }).icon === 'notifications');
    expect([told.length > 30, without]).toEqual([true, []]);
  });

  it('say the grade first where it changes care, and how much of a time is used', () => {
    expect(noticeWords({ event: 'overread.signed', values: { grade: 'critical' } })).toMatchObject({ title: 'Critical difference from the outside report', hue: 'stop' });
    expect(noticeWords({ event: 'overread.signed', values: { grade: 'agree' } }).title).toBe('The read is signed');
    expect(noticeWords({ event: 'overread.clock-mark', values: { permille: '800' } }).title).toBe('80 % of the time for this read is used');
    expect(noticeWords({ event: 'inbound.clock-mark', values: { permille: '1000' } })).toMatchObject({ title: 'The time for this exam is over', hue: 'stop' });
  });

  it('read an unknown event aloud rather than hide it', () => {
    expect(noticeWords({ event: 'sendOut.was-opened', values: {} }).title).toBe('SendOut: was opened');
  });

  it('say to the person why they were told', () => {
    expect(becauseWords('urgent-exam-is-there')).toBe('You are told because an urgent exam you waited for is here.');
    expect(becauseWords('')).toBe('');
  });

  it('lead to the thing, or else to its exam', () => {
    expect(addressOfNotice(notice('n'))).toBe('/overreads/r1');
    expect(addressOfNotice(notice('n', { subject: { kind: 'recall', id: 'c', label: '' } }))).toBe('/inbound/x1');
    expect(addressOfNotice(notice('n', { subject: { kind: 'recall', id: 'c', label: '' }, values: {} }))).toBeNull();
  });

  it('of a version whose work they follow lead those to the bulletin who may not read policies, and its authors to the policy', () => {
    const policy = notice('n', { event: 'policy.in-force', subject: { kind: 'policy', id: 'p1', label: '' }, values: {} });
    expect([addressOfNotice({ ...policy, because: 'your-work-follows-it' }), openWords({ ...policy, because: 'your-work-follows-it' })]).toEqual(['/notices/bulletin', 'Open the bulletin']);
    expect([addressOfNotice({ ...policy, because: 'you-wrote-it' }), openWords({ ...policy, because: 'you-wrote-it' })]).toEqual(['/policies/p1', 'Open the policy']);
  });

  it('part what needs the person from what concerns the team and what is only good to know', () => {
    expect(groupOf(notice('n'))).toBe('needs-you');
    expect(groupOf(notice('n', { ackNeeded: false, because: 'escalated' }))).toBe('team');
    expect(groupOf(notice('n', { ackNeeded: false, because: 'your-exam-is-there' }))).toBe('information');
    expect(groupOf(notice('n', { ackNeeded: false, state: 'withdrawn' }))).toBe('done');
  });
});

describe('the page of notices', () => {
  let harness: RouterTestingHarness;
  const element = () => harness.fixture.nativeElement as HTMLElement;
  const words = () => element().textContent!.replace(/\s+/g, ' ');
  const items = () => [...element().querySelectorAll<HTMLElement>('.groups > section li')].map((li) => li.dataset['notice']);
  const button = (label: string) => [...element().querySelectorAll<HTMLButtonElement>('button')].filter((b) => b.textContent!.includes(label));
  const settle = async () => {
    for (let i = 0; i < 5; i++) await Promise.resolve();
    await harness.fixture.whenStable();
  };
  const answer = async (to: TestRequest, body: unknown) => {
    to.flush(body as object);
    await settle();
  };
  const list = () => server().expectOne((r) => r.method === 'GET' && r.url === '/api/v1/notices');
  const show = async (rows: readonly NoticeView[]) => {
    harness = await RouterTestingHarness.create('/notices');
    document.body.append(element());
    await answer(list(), told(rows));
  };

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: provideConsole([{ path: 'notices', component: NoticesPage }, { path: '**', component: Elsewhere }]) });
    TestBed.inject(Ticker).sync('2026-11-24T16:02:00Z');
    TestBed.inject(SiteTime).zone.set('utc');
  });
  afterEach(() => element().remove());

  it('says what happened to whom, why, by when, and where it is', async () => {
    await show([notice('a', { decisionId: 'd7' } as Partial<DecidedNotice>)]);
    expect(words()).toContain('1 waits for your answer');
    expect(words()).toContain('The read is signed');
    expect(words()).toContain('Adeyemi, Folasade · CT Head');
    expect(words()).toContain('You are told because the report you asked for is signed. Why?');
    expect(words()).toContain('answer within 8 m');
    expect(element().querySelector('li a')!.getAttribute('href')).toBe('/overreads/r1');
  });

  it('acknowledges in place: the answered notice stays where it was, so that the next press hits no other', async () => {
    await show([notice('a'), notice('b')]);
    button('Acknowledge')[0]!.click();
    await settle();
    await answer(server().expectOne('/api/v1/notices/a/acknowledge'), null);
    await answer(list(), told([notice('b'), notice('a', { state: 'acknowledged', ackNeeded: false })]));
    expect(items()).toEqual(['a', 'b']);
    expect(words()).toContain('Acknowledged');
    expect(button('Acknowledge')).toHaveLength(1);
  });

  it('answers the notice that has the focus by one key', async () => {
    await show([notice('a'), notice('b')]);
    element().querySelector<HTMLElement>('[data-notice=b]')!.focus();
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: 'e', bubbles: true }));
    await settle();
    server().expectOne('/api/v1/notices/b/acknowledge');
  });

  it('lets new notices wait until they are wanted', async () => {
    await show([notice('a')]);
    TestBed.inject(Store).dispatch(NoticesActions.loaded({ page: told([notice('c'), notice('a')]) }));
    await settle();
    expect(items()).toEqual(['a']);
    button('Show now')[0]!.click();
    await settle();
    expect(items()).toEqual(['c', 'a']);
  });

  it('keeps what it shows and says so when an answer does not get through', async () => {
    await show([notice('a')]);
    button('Acknowledge')[0]!.click();
    await settle();
    server().expectOne('/api/v1/notices/a/acknowledge').error(new ProgressEvent('error'));
    await settle();
    expect(words()).toContain('Causeway does not answer');
    expect(items()).toEqual(['a']);
  });

  it('covers names where names are hidden', async () => {
    TestBed.inject(Preferences).namesHidden.set(true);
    await show([notice('a')]);
    expect(words()).not.toContain('Adeyemi');
    expect(words()).toContain('Name hidden');
  });
});
