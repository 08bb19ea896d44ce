import { TestBed } from '@angular/core/testing';
import { SiteTime } from '@causeway/console-ui';
import { describe, expect, it } from 'vitest';
import { buttonsOf } from './acts/exam-buttons';
import { crossingOf } from './crossing-steps';
import { eventWords, orderText, visibleText } from './exam-words';
import { listFrom, neighboursOf } from './neighbours';
import { firstTab } from './side-tabs';
import { checklistView, examDetail, offers } from './testing';

const NOW = Date.parse('2026-11-24T10:30:00Z');
const entry = (event: string, at: string, who = 'Causeway') => ({ at: `2026-11-24T${at}:00Z`, event, who, what: '', detail: null, decisionId: null });

describe('the buttons', () => {
  const words = (moves: readonly string[], state: 'checking' | 'triaging' | 'released' | 'quarantined' | 'identifying' = 'checking', issues = 0) => {
    const b = buttonsOf({ moves: offers(...moves), matchMoves: [], state }, issues);
    return { first: b.first?.words, beside: b.beside.map((x) => x.words), more: b.more.map((x) => x.words), claim: b.claim?.words };
  };

  it('are what the server offers, and nothing else', () => {
    expect(words([])).toEqual({ first: undefined, beside: [], more: [], claim: undefined });
    expect(words(['release', 'park', 'return', 'reject', 'split'])).toEqual({ first: 'Check and release', beside: ['Set aside'], more: ['Return to sender', 'Reject', 'Part series off'], claim: undefined });
  });

  it('offer to load now what waits for its visit', () => {
    expect(words(['load-now', 'recall'], 'released').beside).toEqual(['Load now']);
  });

  it('say what the first one will really do', () => {
    expect(words(['release']).first).toBe('Check and release');
    expect(words(['release'], 'checking', 2).first).toBe('Release with issues');
    expect(words(['release'], 'triaging').first).toBe('Release');
  });

  it('put the claim where the claim is told', () => {
    expect(words(['claim', 'park']).claim).toBe('Claim');
    expect(words(['take-over']).claim).toBe('Take over');
    expect(words(['claim', 'park']).more).toEqual([]);
  });

  it('lead with what a stopped or a delivered exam needs', () => {
    expect(words(['clear', 'reject'], 'quarantined').beside).toEqual(['Clear']);
    expect(words(['recall', 'reopen'], 'released')).toMatchObject({ beside: ['Call back'], more: ['Take up again'] });
  });

  it('mark what hurts, and send to the match page while nobody has said whose it is', () => {
    const b = buttonsOf({ moves: offers('reject', 'split'), matchMoves: offers('accept'), state: 'identifying' }, 0);
    expect(b.more.map((x) => x.danger)).toEqual([true, false]);
    expect(b.match).toBe(true);
  });
});

describe('the crossing', () => {
  const site = () => TestBed.inject(SiteTime);
  const timeline = [entry('inbound.made', '10:00', 'CT1'), entry('inbound.settle', '10:09'), entry('inbound.accept-identity', '10:12', 'Match v4')];

  it('says what each step took and who did it, and who holds it now', () => {
    const { steps, hue } = crossingOf(examDetail({ timeline, stateSince: '2026-11-24T10:18:00Z', images: { received: 312, expected: 312 } }), NOW, site());
    expect(steps.map((s) => [s.name, s.stands, s.note])).toEqual([
      ['Sent', 'done', '10:00 · St. Mary'], ['Received', 'done', '9 m · 312 images'], ['Identified', 'done', '3 m · by Match v4'], ['Quality check', 'now', '12 m · you hold it'],
      ['Released', 'next', ''], ['In PACS', 'next', ''], ['Over-read', 'next', ''],
    ]);
    expect(hue).toBe('attn');
  });

  it('counts while images arrive', () => {
    const { steps } = crossingOf(examDetail({ state: 'receiving', images: { received: 214, expected: 300 }, lease: null }), NOW, site());
    expect(steps[1]).toMatchObject({ stands: 'now', note: '214 of 300 images' });
  });

  it('turns red when the clock ran over, whatever the state', () => {
    const late = examDetail({ clock: { state: 'running', startedAt: '2026-11-24T10:00:00Z', dueAt: '2026-11-24T10:20:00Z', holder: 'triage', holderName: null, segments: [] } });
    expect(crossingOf(late, NOW, site()).hue).toBe('stop');
  });

  it('does not promise a read nobody asked for', () => {
    const read = (overread: { id: string; state: string; kind: 'over-read' | 'primary' } | null) => crossingOf(examDetail({ state: 'released', overread }), NOW, site()).steps[6];
    expect(read(null)).toMatchObject({ stands: 'next' });
    expect(read({ id: 'o', state: 'open', kind: 'over-read' })).toMatchObject({ name: 'Over-read', stands: 'now', note: 'To read' });
    expect(read({ id: 'o', state: 'acknowledged', kind: 'primary' })).toMatchObject({ name: 'Primary read', stands: 'done' });
  });
});

describe('the list a person came from', () => {
  it('gives the exams before and after, and none at its ends', () => {
    expect(neighboursOf('b', ['a', 'b', 'c'])).toEqual({ place: 2, count: 3, previous: 'a', next: 'c' });
    expect(neighboursOf('c', ['a', 'b', 'c'])?.next).toBeNull();
    expect(neighboursOf('x', ['a'])).toBeNull();
  });

  it('is read from the state of the navigation, and from nothing odd', () => {
    expect(listFrom({ from: ['a', 1, 'b'], navigationId: 3 })).toEqual(['a', 'b']);
    expect([listFrom(null), listFrom({ from: 'a' }), listFrom(undefined)]).toEqual([[], [], []]);
  });
});

describe('where the page opens', () => {
  it('is what the address asks for, else what the state needs', () => {
    const exam = { state: 'checking', checklist: checklistView() } as const;
    expect(firstTab(exam, 'reports')).toBe('reports');
    expect(firstTab(exam, 'nonsense')).toBe('check');
    expect(firstTab({ state: 'identifying', checklist: null }, 'check')).toBe('summary');
    expect(firstTab({ state: 'releasing', checklist: checklistView() }, null)).toBe('delivery');
    expect(firstTab({ state: 'released', checklist: checklistView() }, null)).toBe('summary');
    expect(firstTab(null, null)).toBe('summary');
  });
});

describe('words', () => {
  it('say what release will do, and read out what they do not know', () => {
    const preview = { visible: 'care-team', when: 'after-check', order: 'import' } as never;
    expect(visibleText(preview)).toBe('The care team sees it, after the check.');
    expect(orderText(preview)).toBe('An import order is sent, so that PACS expects it.');
    expect(orderText({ order: 'read-twice' } as never)).toBe('Read twice');
    expect(eventWords('inbound.settle')).toBe('All here');
    expect(eventWords('custody.weighed')).toBe('Custody weighed');
  });
});
