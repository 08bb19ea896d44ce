import { abilities, EVERYONE, explain, type Explanation, type Guarded, type Principal } from '@causeway/access';
import type { AskWhy, ExplanationView, NamedValue } from '@causeway/contracts';
import { onDutyFor } from '../duty/on-duty';
import { queryable } from '../exchange/queryable';
import type * as z from 'zod/mini';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import { Caller } from '../platform/http/caller';
import { DELEGATORS, OPENED } from '../platform/sign-in/opened';
import { principalOf, type PersonRow } from '../platform/sign-in/sessions';
import { thingOf } from './subjects';

type Question = z.output<typeof AskWhy>;
/** Letters whose values are ids of facilities, and of people. */
const OF_FACILITIES: readonly string[] = ['F'];
const OF_PEOPLE: readonly string[] = ['C', 'O', 'S', '2', 'audience'];
/** Stands for somebody other than the person asked about. */
const ANOTHER = '00000000-0000-0000-0000-000000000000';

/** Can this person do this to that, and why: the decision of the rules with every grant and condition. Asking is written down. */
export class WhyMay {
  constructor(private readonly acts: Acts) {}

  async ask(caller: Caller, q: Question): Promise<ExplanationView> {
    const [person] = await this.acts.read<PersonRow>(`select p.*, ${OPENED} as opened, ${DELEGATORS} from person p where p.id = $1`, [q.personId]);
    if (!person) throw notFound('person');
    const who = principalOf(person);
    const seen = q.object ? await thingOf(this.acts, q.object.kind, q.object.id, who) : described(q.thing, who);
    // as a request of theirs would be judged now; that they are asked for their password is no refusal
    const asked = new Caller(who, { reauthenticated: false, id: null }, await onDutyFor(queryable(this.acts), who, new Date()));
    const said = explain(who, q.ability, asked.inSession(seen));
    await this.acts.run(caller.actor, async (act) => act.audit({
      action: 'people.explained', object: { kind: 'person', id: who.id }, details: { ability: q.ability, ...(q.object ? { kind: q.object.kind, id: q.object.id } : {}), step: person.disabled_at ? 'disabled' : said.step },
    }));
    return this.view(person, said);
  }

  private async view(person: PersonRow, said: Explanation): Promise<ExplanationView> {
    const checks = said.grants.flatMap((g) => g.checks);
    const idsOf = (letters: readonly string[]): string[] => [...new Set(checks.filter((c) => letters.includes(c.letter)).flatMap((c) => [...c.wanted, ...(c.found ?? [])]))].filter((id) => id !== EVERYONE);
    const names = new Map<string, string>([[ANOTHER, 'somebody else'], [EVERYONE, 'everyone']]);
    for (const row of await this.acts.read<NamedValue>('select id, name from facility where id = any($1::uuid[]) union all select id, name from person where id = any($2::uuid[])', [idsOf(OF_FACILITIES), idsOf(OF_PEOPLE)])) names.set(row.id, row.name);
    const named = (ids: readonly string[]): NamedValue[] => ids.map((id) => ({ id, name: names.get(id) ?? id }));
    return {
      person: { id: person.id, name: person.name, state: person.disabled_at ? 'disabled' : 'active', roles: person.roles },
      ability: said.ability, summary: abilities[said.ability].summary, step: person.disabled_at ? 'denied' : said.step, holders: said.holders, asOf: new Date().toISOString(),
      grants: said.grants.map((g) => ({ ...g, checks: g.checks.map((c) => ({ ...c, wanted: named(c.wanted), found: c.found && named(c.found) })) })),
    };
  }
}

/** A thing as the asker describes it; what they leave out it does not carry. */
function described(thing: Question['thing'], who: Principal): Omit<Guarded, 'kind'> {
  return {
    facilityIds: thing?.facilityId ? [thing.facilityId] : [], ...(thing?.serviceLine ? { serviceLine: thing.serviceLine } : {}), careTeam: [thing?.inCareTeam ? who.id : ANOTHER],
    owners: [thing?.own ? who.id : ANOTHER], earlierActors: [thing?.didEarlierStep ? who.id : ANOTHER],
  };
}
