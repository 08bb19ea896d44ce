import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { abilities, type AbilityName } from './abilities';
import { conditionWords } from './condition-words';
import type { Guarded } from './conditions';
import { explain } from './explain';
import type { Principal } from './principal';
import { neverTogether, roleConflict } from './role-conflicts';
import { roleDiff } from './role-diff';
import { roles, type Role } from './roles';
import { abilityFrom, may, rulesFor } from './rules';

const spec = JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, '../../../docs/domain/abilities.json'), 'utf8')) as { conditions: Record<string, string>; neverTogether: unknown };
const ana: Principal = { kind: 'person', id: 'ana', name: 'Ana', roles: ['tr'], facilities: ['f1'], serviceLines: ['neurology'] };
const exam: Guarded = { kind: 'exam', facilityIds: ['f1'], serviceLine: 'burn', careTeam: [], reauthenticated: false, onDuty: true };

it('words of conditions and pairs that never go together equal the specification', () => {
  expect(conditionWords).toEqual(spec.conditions);
  expect(neverTogether).toEqual(spec.neverTogether);
});

it('says which grant, which condition held or failed, and with which values', () => {
  const said = explain(ana, 'inbound.release', exam);
  expect(said.step).toBe('denied');
  expect(said.grants).toEqual([{
    role: 'tr', letters: 'FL', held: false,
    checks: [
      { letter: 'F', outcome: 'held', wanted: ['f1'], found: ['f1'] },
      { letter: 'L', outcome: 'failed', wanted: ['neurology'], found: ['burn'] },
    ],
  }]);
  expect(explain(ana, 'inbound.release', { ...exam, serviceLine: 'neurology' }).step).toBe('allowed');
});

it('says of an ability none of the roles has who has it', () => {
  const said = explain(ana, 'hold.place', exam);
  expect(said).toMatchObject({ step: 'denied', grants: [], holders: ['rm'] });
});

it('names the earlier step that forbids the second, and the password that is missing', () => {
  const lead: Principal = { ...ana, roles: ['pa'] };
  const said = explain(lead, 'match.confirm', { ...exam, earlierActors: ['ana'] });
  expect(said.grants[0]?.checks.map((c) => [c.letter, c.outcome])).toEqual([['F', 'held'], ['S', 'failed'], ['2', 'failed'], ['R', 'failed']]);
  expect(explain(lead, 'match.confirm', { ...exam, earlierActors: ['bo'] }).step).toBe('reauthenticate');
});

it('never tells another story than the rules: every role and ability, with each condition broken', () => {
  const whole: Guarded = { kind: 'x', facilityIds: ['f1'], serviceLine: 'neurology', careTeam: ['ana'], audience: ['everyone'], owners: ['ana'], earlierActors: ['bo'], tokenId: 't', reauthenticated: true, onDuty: true };
  const broken: readonly Partial<Guarded>[] = [{}, { facilityIds: ['f2'] }, { serviceLine: 'burn' }, { careTeam: [] }, { audience: ['bo'] }, { audience: [] }, { owners: ['bo'] }, { earlierActors: ['ana'] }, { tokenId: 'u' }, { reauthenticated: false }, { onDuty: false }];
  let looked = 0;
  for (const role of Object.keys(roles) as Role[]) {
    const who: Principal = role === 'ac'
      ? { ...ana, kind: 'client', id: 'token', roles: ['ac'], scopes: ['exam.list', 'requestOut.create'], behind: { ...ana, roles: ['pa'] } }
      : { ...ana, roles: [role, 'cl'], tokenFor: 't', scopes: ['requestOut.log'] };
    const rules = abilityFrom(rulesFor(who));
    for (const name of Object.keys(abilities) as AbilityName[]) {
      for (const more of broken) {
        const thing = { ...whole, ...more };
        const said = explain(who, name, thing);
        looked++;
        expect(said.step === 'allowed', `${role} ${name} ${JSON.stringify(more)}`).toBe(may(rules, name, thing));
        if (who.kind === 'person') expect(said.grants.some((g) => g.held), `${role} ${name} ${JSON.stringify(more)}`).toBe(may(rules, name, thing));
      }
    }
  }
  expect(looked).toBeGreaterThan(10_000);
});

it('names both roles that never go together', () => {
  expect(roleConflict(['pa', 'tr', 'sl'])).toBeNull();
  expect(roleConflict(['sa', 'pa'])).toEqual({ roles: ['sa', 'pa'], why: 'a system administrator sees no patient data' });
  expect(roleConflict(['rd', 'rs'])).toEqual({ roles: ['rs', 'rd'], why: 'a resident drafts' });
  expect(roleConflict(['ol', 'au'])).toEqual({ roles: ['au', 'ol'], why: 'the role auditor is held alone' });
});

it('tells two roles apart', () => {
  const diff = roleDiff('rs', 'rd');
  expect(diff.find((d) => d.ability === 'overread.sign')).toEqual({ ability: 'overread.sign', left: null, right: 'LOR' });
  expect(diff.some((d) => d.ability === 'overread.claim')).toBe(false);
  expect(roleDiff('pa', 'pa')).toEqual([]);
});
