import type { OwnedThing, ProgrammeOwners, SaveOwnership } from '@causeway/contracts';
import { mayEver } from '@causeway/access';
import { endpointGuarded, lockEndpoint } from '../endpoints/endpoint.row';
import { facilitySight } from '../facilities/facility.row';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder } from '../platform/http/row-sql';
import { lockPolicy, policyGuarded, requireOfPolicy } from '../policies/policy.row';
import { told } from './plan';

type Row = Omit<OwnedThing, 'maySet'> & { scope: string };

/** Who answers for each version of a policy that decides or is being written, and for each connection. */
export class Ownership {
  constructor(private readonly acts: Acts) {}

  async view(caller: Caller): Promise<ProgrammeOwners> {
    const policies = mayEver(caller.ability, 'policy.read') ? await this.acts.read<Row>(
      `select 'policy' as kind, v.id, coalesce(nullif(v.title, ''), 'Version ' || v.number) as name, v.kind as of, v.scope, null as "facilityId", v.state, o.owned_by as "ownedBy", coalesce(o.person, '') as person
       from policy_version v left join owned_thing o on o.kind = 'policy' and o.subject_id = v.id where v.state not in ('superseded', 'rejected', 'withdrawn') order by v.kind, v.scope, v.number`) : [];
    const b = new Binder();
    const endpoints = await this.acts.read<Row>(
      `select 'endpoint' as kind, e.id, e.label as name, f.name as of, '' as scope, f.id as "facilityId", e.state, o.owned_by as "ownedBy", coalesce(o.person, '') as person
       from endpoint e join facility f on f.id = e.facility_id left join owned_thing o on o.kind = 'endpoint' and o.subject_id = e.id where e.state <> 'removed' and ${facilitySight(caller, b.bind)} order by f.host desc, f.name, e.label limit 2000`, b.values);
    const things = [
      ...policies.map(({ scope, ...p }) => ({ ...p, of: scope === 'all' ? p.of : `${p.of}, ${scope}`, maySet: caller.may('policy.draft', policyGuarded({ scope, author_ids: [] })) })),
      ...endpoints.map(({ scope: _, ...e }) => ({ ...e, maySet: mayOfLine(caller, { facility_id: e.facilityId ?? '' }) })),
    ];
    return { things, without: things.filter((t) => t.ownedBy === null).length };
  }

  set(caller: Caller, kind: string, id: string, body: SaveOwnership): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      if (kind === 'policy') {
        const row = await lockPolicy(act, id);
        requireOfPolicy(caller, 'policy.draft', { scope: row.scope, author_ids: [] });
      } else {
        const row = kind === 'endpoint' ? await lockEndpoint(act, id) : null;
        if (!row || !caller.may('facility.read', endpointGuarded(row))) throw notFound('connection');
        if (!mayOfLine(caller, row)) caller.require('facility.connect', endpointGuarded(row), 'facility.read');
      }
      if (body.ownedBy !== null && body.person === '') throw new Refusal(422, 'person', 'Name the person who answers for it.', { errors: [{ pointer: '/person', detail: 'needed' }] });
      const [before] = await act.query<{ owned_by: string; person: string }>('delete from owned_thing where kind = $1 and subject_id = $2 returning owned_by, person', [kind, id]);
      if (body.ownedBy !== null) await act.query('insert into owned_thing (kind, subject_id, owned_by, person, by_name) values ($1, $2, $3, $4, $5)', [kind, id, body.ownedBy, body.person, act.actor.name]);
      told(act, 'owner-set', id, { of: kind, ownedBy: body.ownedBy, person: body.person, before: before ? `${before.owned_by}: ${before.person}` : null });
    });
  }
}

const mayOfLine = (caller: Caller, row: { readonly facility_id: string }): boolean => caller.may('facility.connect', endpointGuarded(row)) || caller.may('facility.develop', endpointGuarded(row));
