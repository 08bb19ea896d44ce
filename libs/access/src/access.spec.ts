import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { abilities, type AbilityName } from './abilities';
import type { Guarded } from './conditions';
import type { Principal } from './principal';
import { roles, type Role } from './roles';
import { rowFilter } from './row-filter';
import { abilityFrom, may, rulesFor, stepFor } from './rules';

interface SpecGrant { role: Role; conditions: string[] }
const spec = JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, '../../../docs/domain/abilities.json'), 'utf8')) as {
  roles: Record<string, string>; abilities: { ability: string; grants: SpecGrant[] }[]; neverTogether: [Role, string, string][];
};
const person = (role: Role, more: Partial<Principal> = {}): Principal => ({
  kind: role === 'ac' ? 'client' : 'person', id: 'p1', name: 'P', roles: [role], facilities: ['f1'], serviceLines: ['neuro'], ...more,
});
const mine: Guarded = { kind: 'x', facilityIds: ['f1', 'f9'], serviceLine: 'neuro', careTeam: ['p1'], owners: ['p1'], earlierActors: ['p2'], tokenId: 't', reauthenticated: true, onDuty: true };
const broken: Record<string, Partial<Guarded>> = {
  F: { facilityIds: ['f2'] }, L: { serviceLine: 'msk' }, C: { careTeam: ['p3'] }, O: { owners: ['p3'] }, S: { earlierActors: ['p1'] }, 2: { earlierActors: ['p1'] },
  R: { reauthenticated: false }, D: { onDuty: false }, T: { tokenId: 'other' },
};

it('roles and grants equal the specification', () => {
  expect(roles).toEqual(spec.roles);
  for (const [name, row] of Object.entries(abilities)) {
    const want = spec.abilities.find((a) => a.ability === name);
    expect(Object.fromEntries(want?.grants.map((g) => [g.role, g.conditions.join('')]) ?? []), name).toEqual(row.grants);
  }
});

describe('truth table: every role, every ability, every condition broken alone', () => {
  for (const name of Object.keys(abilities) as AbilityName[]) {
    it(name, () => {
      for (const role of Object.keys(roles) as Role[]) {
        const letters = (abilities[name].grants as Partial<Record<Role, string>>)[role];
        const who = person(role, { scopes: [name], tokenFor: 't', ...(role === 'ac' ? { behind: person('pa') } : {}) });
        const ability = abilityFrom(rulesFor(who));
        expect(may(ability, name, mine), `${role} with all conditions`).toBe(letters !== undefined);
        for (const letter of letters ?? '') {
          if (broken[letter]) expect(may(ability, name, { ...mine, ...broken[letter] }), `${role} without ${letter}`).toBe(false);
        }
        if (letters?.includes('V')) expect(may(abilityFrom(rulesFor({ ...who, scopes: [] })), name, mine)).toBe(false);
      }
    });
  }
});

it('a client may at most what the person behind its token may, there and then', () => {
  const client = (behind: Principal | null, ...scopes: AbilityName[]) => abilityFrom(rulesFor(person('ac', { id: 'token', scopes, ...(behind ? { behind } : {}) })));
  const all = client(person('tr'), 'exam.list', 'exam.view', 'exam.download', 'inbound.receive');
  expect(may(all, 'exam.view', mine)).toBe(true);
  expect(may(all, 'exam.view', { ...mine, facilityIds: ['f2'] }), 'another facility').toBe(false);
  expect(may(all, 'exam.view', { ...mine, serviceLine: 'msk' }), 'another line').toBe(false);
  expect(may(all, 'exam.download', mine), 'triage may not download').toBe(false);
  expect(may(all, 'inbound.receive', mine)).toBe(true);
  expect(may(all, 'inbound.receive', { ...mine, facilityIds: ['f2'] }), 'bytes of another facility').toBe(false);
  expect(may(client(person('tr'), 'exam.list'), 'exam.view', mine), 'not in the token').toBe(false);
  expect(may(client(person('cl', { id: 'p1' }), 'exam.view'), 'exam.view', mine), 'care team of the person, not of the token').toBe(true);
  expect(may(client(person('sa'), 'exam.view'), 'exam.view', mine), 'no patient data').toBe(false);
  expect(may(client(null, 'exam.view'), 'exam.view', mine), 'nobody behind it').toBe(false);
});

it('pairs that never go together hold', () => {
  for (const [role, ability, why] of spec.neverTogether) {
    if (ability in abilities) expect(may(abilityFrom(rulesFor(person(role))), ability as AbilityName, mine), why).toBe(false);
  }
});

it('rules survive JSON, so the console answers as the api does', () => {
  const rules = rulesFor(person('sl'));
  const there = abilityFrom(JSON.parse(JSON.stringify(rules)) as typeof rules);
  expect(may(there, 'overread.sign', mine)).toBe(true);
  expect(may(there, 'overread.sign', Object.freeze({ ...mine, serviceLine: 'msk' }))).toBe(false);
});

it('says which step stands between a session and an act', () => {
  const ability = abilityFrom(rulesFor(person('rd')));
  expect(stepFor(ability, 'overread.sign', mine)).toBe('allowed');
  expect(stepFor(ability, 'overread.sign', { ...mine, reauthenticated: false })).toBe('reauthenticate');
  expect(stepFor(ability, 'overread.claim', { ...mine, onDuty: false })).toBe('give-duty-reason');
  expect(stepFor(ability, 'overread.sign', { ...mine, owners: ['p3'] })).toBe('denied');
});

it('a row filter is the union of the grants, and empty for who may see nothing', () => {
  const both = rowFilter(rulesFor(person('tr', { roles: ['tr', 'cl'] })), 'exam.list');
  expect(both).toEqual([
    [{ field: 'facilityIds', any: ['f1'] }, { field: 'serviceLine', any: ['neuro'] }],
    [{ field: 'careTeam', any: ['p1'] }],
  ]);
  expect(rowFilter(rulesFor(person('sa')), 'exam.list')).toEqual([]);
});

it('emergency access shows and opens the exams it names, whose ever they are, and nothing else follows from it', () => {
  const strange: Guarded = { kind: 'x', facilityIds: ['f2'], serviceLine: 'msk', careTeam: [], earlierActors: [], reauthenticated: true, onDuty: true, examId: 'e1' };
  for (const role of Object.keys(roles) as Role[]) {
    const opens = abilities['exam.view'].grants[role as keyof (typeof abilities)['exam.view']['grants']]?.includes('B') ?? false;
    const ability = abilityFrom(rulesFor(person(role, { opened: ['e1'], scopes: [], ...(role === 'ac' ? { behind: person('pa', { opened: ['e1'] }) } : {}) })));
    for (const name of ['exam.list', 'exam.view'] as const) {
      expect(may(ability, name, strange), `${role} ${name}`).toBe(opens);
      expect(may(ability, name, { ...strange, examId: 'e2' }), `${role} ${name}, another exam`).toBe(false);
    }
    const without = abilityFrom(rulesFor(person(role)));
    for (const name of (Object.keys(abilities) as AbilityName[]).filter((n) => !['exam.list', 'exam.view'].includes(n))) expect(may(ability, name, strange), `${role} ${name}`).toBe(may(without, name, strange));
  }
});
