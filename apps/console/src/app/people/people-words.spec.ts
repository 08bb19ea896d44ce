import { abilities, explain, type Guarded, type Principal } from '@causeway/access';
import type { ExplanationView } from '@causeway/contracts';
import { describe, expect, it } from 'vitest';
import { abilitiesBySubject, checkSentence, grantWords, subjectWords, thingAt, verdictOf } from './people-words';

const ana: Principal = { kind: 'person', id: 'ana', name: 'Ana', roles: ['tr'], facilities: ['f1'], serviceLines: ['neurology'] };
const exam: Guarded = { kind: 'exam', facilityIds: ['f1'], serviceLine: 'burn', careTeam: [], earlierActors: [], reauthenticated: false, onDuty: true };
function view(thing: Guarded, more: Partial<ExplanationView['person']> = {}, ability: Parameters<typeof explain>[1] = 'inbound.release'): ExplanationView {
  const said = explain(ana, ability, thing);
  const named = (ids: readonly string[]) => ids.map((id) => ({ id, name: id === 'f1' ? 'Westbrook' : id }));
  return {
    person: { id: 'ana', name: 'Ana Moreno', state: 'active', roles: ['tr'], ...more }, ability, summary: abilities[ability].summary, step: said.step, holders: said.holders, asOf: '2026-11-30T00:00:00Z',
    grants: said.grants.map((g) => ({ ...g, checks: g.checks.map((c) => ({ ...c, wanted: named(c.wanted), found: c.found && named(c.found) })) })),
  };
}

describe('the words of rights', () => {
  it('tell both sides of a condition that failed', () => {
    const said = view(exam);
    expect(verdictOf(said).look.word).toBe('No');
    expect(said.grants[0]!.checks.map((c) => checkSentence(c, 'Ana Moreno'))).toEqual([
      'It belongs to Westbrook, where Ana Moreno works.',
      'Its service line is burn; Ana Moreno has neurology.',
    ]);
  });

  it('tell a role that is missing from a condition that is', () => {
    expect(verdictOf(view(exam, {}, 'hold.place')).sentence).toContain('none of their roles');
    expect(verdictOf(view({ ...exam, serviceLine: 'neurology' })).look.word).toBe('Yes');
    expect(verdictOf(view(exam, { state: 'disabled' })).sentence).toContain('disabled');
  });

  it('tell whom the release policy shows an exam', () => {
    const nobody = checkSentence({ letter: 'audience', outcome: 'failed', wanted: [], found: [] }, 'Ana');
    expect(nobody).toBe('The release policy shows it to nobody and to those who handle exams; Ana is not among them.');
    expect(checkSentence({ letter: 'audience', outcome: 'held', wanted: [], found: [{ id: 'everyone', name: 'everyone' }] }, 'Ana')).toBe('The release policy shows it to everyone with a right to it.');
  });

  it('shorten long lists and say how much is left out', () => {
    const wanted = Array.from({ length: 9 }, (_, i) => ({ id: `f${i}`, name: `House ${i}` }));
    expect(checkSentence({ letter: 'F', outcome: 'failed', wanted, found: [] }, 'Ana')).toBe('It belongs to no facility; Ana works for House 0, House 1, House 2, House 3 and 5 more.');
  });

  it('exist for every ability and every grant', () => {
    expect(abilitiesBySubject.flatMap((g) => g.abilities)).toHaveLength(Object.keys(abilities).length);
    expect(abilitiesBySubject.filter((g) => subjectWords[g.subject] === undefined)).toEqual([]);
    expect(grantWords('FL')).toBe('own facilities, own service lines');
  });

  it('know the thing at an address, and nothing else', () => {
    const id = '0199abcd-0000-7000-8000-000000000001';
    expect(thingAt(`https://causeway.example/inbound/${id}#retention`)).toEqual({ kind: 'inbound', id });
    expect(thingAt(`/overreads/${id.toUpperCase()}`)).toEqual({ kind: 'overread', id });
    expect(thingAt(`/elsewhere/${id}`)).toBeNull();
    expect(thingAt('/inbound')).toBeNull();
  });
});
