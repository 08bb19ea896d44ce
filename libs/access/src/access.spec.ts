import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { abilities, type AbilityName } from './abilities';
import { BY_SIGHT, SHOWN_TO, type Guarded } from './conditions';
import type { Principal } from './principal';
import { roles, type Role } from './roles';
import { rowFilter } from './row-filter';
import { abilityFrom, may, rulesFor, stepFor } from './rules';

interface SpecGrant { role: Role; conditions: string[] }
const spec = JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, '../../../docs/domain/abilities.json'), 'utf8')) as {
  roles: Record<string, string>; abilities: { ability: string; grants: SpecGrant[] }[]; neverTogether: [Role, string, string][]; audience: { roles: Role[]; abilities: string[] };
};
const person = (role: Role, more: Partial<Principal> = {}): Principal => ({
  kind: role === 'ac' ? 'client' : 'person', id: 'p1', name: 'P', roles: [role], facilities: ['f1'], serviceLines: ['neuro'], ...more,
});
const mine: Guarded = { kind: 'x', facilityIds: ['f1', 'f9'], serviceLine: 'neuro', careTeam: ['p1'], audience: ['everyone'], owners: ['p1'], earlierActors: ['p2'], tokenId: 't', reauthenticated: true, onDuty: true };
const broken: Record<string, Partial<Guarded>> = {
  F: { facilityIds: ['f2'] }, L: { serviceLine: 'msk' }, C: { careTeam: ['p3'] }, O: { owners: ['p3'] }, S: { earlierActors: ['p1'] }, 2: { earlierActors: ['p1'] },
  R: { reauthenticated: false }, D: { onDuty: false }, T: { tokenId: 'other' },
};

it('roles and grants equal the specification', () => {
  expect(roles).toEqual(spec.roles);
  expect([SHOWN_TO, BY_SIGHT]).toEqual([spec.audience.roles, spec.audience.abilities]);
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
    [{ field: 'careTeam', any: ['p1'] }, { field: 'audience', any: ['everyone', 'p1'] }],
  ]);
  expect(rowFilter(rulesFor(person('sa')), 'exam.list')).toEqual([]);
});

describe('whom the release policy shows an exam', () => {
  const seen = (who: Principal, audience: readonly string[] | undefined, name: AbilityName = 'exam.view'): boolean => may(abilityFrom(rulesFor(who)), name, { ...mine, audience } as Guarded);

  it('is asked of those who read or treat by it, with every right they have, and of nobody who handles it', () => {
    const asked = (Object.keys(roles) as Role[]).filter((role) => ['exam.list', 'exam.view'].some((name) => seen(person(role), ['everyone'], name as AbilityName) && !seen(person(role), ['p2'], name as AbilityName)));
    expect(asked.sort()).toEqual(['cl', 'rd', 'rs']);
    for (const role of ['pa', 'tr', 'sl', 'tn'] as const) expect(seen(person(role), []), role).toBe(true);
  });

  it('is nobody where it says nothing', () => {
    for (const role of ['cl', 'rd', 'rs'] as const) for (const audience of [undefined, []]) expect(seen(person(role), audience, 'exam.list'), role).toBe(false);
  });

  it('is also whoever acts for those it names; who only sees for them does not send or take', () => {
    expect(seen(person('cl', { delegators: ['p7'] }), ['p7'], 'exam.download')).toBe(true);
    expect(seen(person('cl', { seeingFor: ['p7'] }), ['p7'])).toBe(true);
    expect(seen(person('cl', { seeingFor: ['p7'] }), ['p7'], 'exam.download')).toBe(false);
    expect(seen(person('cl'), ['p2'], 'send.create')).toBe(false);
  });

  it('gives no right that the grant does not give, and binds a client as the person behind it', () => {
    expect(may(abilityFrom(rulesFor(person('cl'))), 'exam.view', { ...mine, careTeam: ['p3'], audience: ['everyone', 'p1'] })).toBe(false);
    const client = person('ac', { id: 't', scopes: ['exam.view'], behind: person('rd') });
    expect([seen(client, ['everyone']), seen(client, ['p2'])]).toEqual([true, false]);
  });
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
