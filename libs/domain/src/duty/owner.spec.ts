import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dutyBook } from './book';
import { usualWeek } from './hours';
import { ownerOf, type WorkAsked } from './owner';
import type { Rota } from './rota';

const NOW = Date.parse('2026-03-03T03:00Z');
const within = { from: NOW - 86_400_000, to: NOW + 86_400_000 };
const rota = (pool: string, person: string | null, more: Partial<Rota> = {}): Rota => ({
  id: `${pool} ${person}`, pool, serviceLine: null, workKinds: [], zone: 'UTC', cover: 'always', week: usualWeek, overrides: [],
  rotations: person === null ? [] : [{ id: 'x', people: [person], every: 'week', n: 1, from: '2026-01-05', to: null, at: '07:00' }], ...more,
});
const work: WorkAsked = { workKind: 'overread', serviceLine: 'neurology', holder: null, pool: 'radiologist-on-call', escalate: ['section-lead'], at: NOW };
const nobody = (): readonly string[] => [];

describe('a task is in exactly one hand', () => {
  it('of whoever holds it, else of the pool, else of the next in the chain', () => {
    const book = dutyBook([rota('radiologist-on-call', 'ana')], within);
    expect(ownerOf({ ...work, holder: 'max' }, book, nobody)).toMatchObject({ by: 'owner', people: ['max'] });
    expect(ownerOf(work, book, nobody)).toMatchObject({ by: 'pool', people: ['ana'], gap: null });
    const gap = dutyBook([rota('radiologist-on-call', null), rota('section-lead', 'ina')], within);
    expect(ownerOf(work, gap, nobody)).toEqual({ by: 'escalation', role: 'section-lead', people: ['ina'], gap: 'radiologist-on-call' });
  });

  it('a role nobody plans is filled by everybody who holds it; a planned gap is not', () => {
    const staff = (role: string): readonly string[] => (role === 'radiologist-on-call' ? ['ana', 'ben'] : role === 'section-lead' ? ['ina'] : []);
    expect(ownerOf(work, dutyBook([], within), staff)).toMatchObject({ by: 'pool', people: ['ana', 'ben'] });
    expect(ownerOf(work, dutyBook([rota('radiologist-on-call', null)], within), staff)).toMatchObject({ by: 'escalation', people: ['ina'] });
  });

  it('when the whole chain is off duty its people are asked all the same', () => {
    const staff = (role: string): readonly string[] => (role === 'section-lead' ? ['ina'] : []);
    expect(ownerOf(work, dutyBook([rota('radiologist-on-call', null), rota('section-lead', null)], within), staff)).toMatchObject({ by: 'escalation', role: 'section-lead', people: ['ina'], gap: 'radiologist-on-call' });
    expect(ownerOf(work, dutyBook([], within), nobody)).toBeNull();
  });

  it('a rota of the line goes before the house’s, and one of the kind of task before both', () => {
    const book = dutyBook([rota('radiologist-on-call', 'house'), rota('radiologist-on-call', 'neuro', { serviceLine: 'neurology' }), rota('radiologist-on-call', 'reads', { serviceLine: 'neurology', workKinds: ['overread'] })], within);
    expect(book.on('radiologist-on-call', 'neurology', 'overread', NOW).people).toEqual(['reads']);
    expect(book.on('radiologist-on-call', 'neurology', 'inbound', NOW).people).toEqual(['neuro']);
    expect(book.on('radiologist-on-call', 'chest', 'overread', NOW).people).toEqual(['house']);
  });

  it('while the house has a section lead, no task is ever without a hand', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom('radiologist-on-call', 'section-lead', 'pacs-on-call'), fc.constantFrom(null, 'p1'), fc.constantFrom('always' as const, 'off' as const))), fc.integer({ min: -86_000_000, max: 86_000_000 }), (list, shift) => {
      const book = dutyBook(list.map(([pool, person, cover]) => rota(pool, person, { cover })), within);
      expect(ownerOf({ ...work, at: NOW + shift }, book, (role) => (role === 'section-lead' ? ['ina'] : []))).not.toBeNull();
    }));
  });
});
