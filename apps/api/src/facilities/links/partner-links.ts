import type { IssuedLink, IssueLink, LinkPurpose, LinkRow } from '@causeway/contracts';
import { MOST_LINK_TRIES } from '@causeway/domain';
import type { Actor } from '../../platform/acts/actor';
import type { Acts } from '../../platform/acts/acts';
import { notFound, Refusal } from '../../platform/acts/refusal';
import { plainAddress } from '../../platform/addresses';
import type { Caller } from '../../platform/http/caller';
import { newId } from '../../platform/ids';
import type { Settings } from '../../platform/settings/settings';
import { digestOf } from '../../platform/sign-in/digest';
import { newSecret } from '../../platform/sign-in/secrets';
import { LinkThrottle } from './link-throttle';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const PAGES: Readonly<Record<LinkPurpose, string>> = { onboarding: '/partner', retest: '/retest', page: '/partner-page' };
/** The technical people make links to test a line again; those who develop the relation make links to fill in. */
const ABILITY = { onboarding: 'facility.develop', retest: 'facility.connect', page: 'facility.develop' } as const;

/** What a link opens: one purpose, for one facility. Acts done with it are recorded under `actor`. */
export interface OpenLink {
  readonly id: string;
  readonly purpose: LinkPurpose;
  readonly facilityId: string;
  readonly facilityName: string;
  readonly endpointId: string | null;
  readonly forWhom: string;
  readonly issuedBy: string;
  readonly endsAt: Date;
  readonly actor: Actor;
}

interface TriedRow { right: boolean; locked: boolean; revoked: boolean; over: boolean; purpose: LinkPurpose; facility_id: string; facility_name: string; state: string; endpoint_id: string | null; for_whom: string; issued_by_name: string; ends_at: Date }

/** Links with which somebody at a partner does one thing without an account. Looking never uses one up: it holds until its end, or until it is taken back. */
export class PartnerLinks {
  private readonly throttle: LinkThrottle;

  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'PUBLIC_URL'>) {
    this.throttle = new LinkThrottle(acts);
  }

  async issue(caller: Caller, facilityId: string, wanted: IssueLink): Promise<IssuedLink> {
    const [id, secret] = [newId(), newSecret()];
    return this.acts.run(caller.actor, async (act) => {
      const [facility] = await act.query<{ state: string; host: boolean }>('select state, host from facility where id = $1', [facilityId]);
      if (!facility) throw notFound('facility');
      caller.require(ABILITY[wanted.purpose], { facilityIds: [facilityId] }, 'facility.read');
      if (facility.host) throw new Refusal(409, 'own-house', 'A link is for a partner, not for this house.');
      if (facility.state === 'retired') throw new Refusal(409, 'retired', 'This partner is retired. Revive it before you invite anybody.');
      if (wanted.purpose === 'retest') {
        const [endpoint] = await act.query('select 1 as there from endpoint where id = $1 and facility_id = $2 and disabled_at is null', [wanted.endpointId, facilityId]);
        if (!endpoint) throw new Refusal(422, 'endpoint', 'Say which connection of this partner is to be tested.', { errors: [{ pointer: '/endpointId', detail: 'a connection of this facility' }] });
      }
      const [row] = await act.query<{ ends_at: Date }>(
        `insert into partner_link (id, facility_id, endpoint_id, purpose, secret, for_whom, ends_at, issued_by) values ($1, $2, $3, $4, $5, $6, clock_timestamp() + make_interval(days => $7), $8) returning ends_at`,
        [id, facilityId, wanted.purpose === 'retest' ? wanted.endpointId : null, wanted.purpose, digestOf(secret), wanted.forWhom, wanted.days, caller.id]);
      act.audit({ action: 'facility.link-issued', object: { kind: 'facility', id: facilityId }, details: { link: id, purpose: wanted.purpose, days: wanted.days } });
      act.emit({ event: 'facility.link-issued', kind: 'facility', id: facilityId, data: { link: id } });
      return { id, address: `${(this.settings.PUBLIC_URL ?? '').replace(/\/$/, '')}${PAGES[wanted.purpose]}#${id}.${secret}`, endsAt: (row?.ends_at ?? new Date()).toISOString() };
    });
  }

  /** The links of a facility, the newest first; secrets are not among what is kept. */
  async list(caller: Caller, facilityId: string): Promise<LinkRow[]> {
    if (!caller.may('facility.read', { facilityIds: [facilityId] })) throw notFound('facility');
    const rows = await this.acts.read<{ id: string; purpose: LinkPurpose; endpoint_id: string | null; for_whom: string; name: string; made_at: Date; ends_at: Date; used_at: Date | null; state: LinkRow['state'] }>(
      `select l.id, l.purpose, l.endpoint_id, l.for_whom, p.name, l.made_at, l.ends_at, l.used_at,
         case when l.revoked_at is not null then 'revoked' when l.locked_at is not null then 'locked' when l.ends_at <= clock_timestamp() then 'ended' else 'open' end as state
       from partner_link l join person p on p.id = l.issued_by where l.facility_id = $1 order by l.made_at desc, l.id limit 50`, [facilityId]);
    return rows.map((r) => ({
      id: r.id, purpose: r.purpose, endpointId: r.endpoint_id, forWhom: r.for_whom, issuedBy: r.name, madeAt: r.made_at.toISOString(), endsAt: r.ends_at.toISOString(), usedAt: r.used_at?.toISOString() ?? null, state: r.state,
    }));
  }

  /** From the next request on it opens nothing. Taking it back twice is no error. */
  async revoke(caller: Caller, facilityId: string, linkId: string): Promise<void> {
    await this.acts.run(caller.actor, async (act) => {
      const [link] = await act.query<{ purpose: LinkPurpose; revoked_at: Date | null }>('select purpose, revoked_at from partner_link where id = $1 and facility_id = $2 for update', [linkId, facilityId]);
      if (!link) throw notFound('link');
      caller.require(ABILITY[link.purpose], { facilityIds: [facilityId] }, 'facility.read');
      if (link.revoked_at) return;
      await act.query('update partner_link set revoked_at = clock_timestamp(), revoked_by = $2 where id = $1', [linkId, caller.id]);
      act.audit({ action: 'facility.link-revoked', object: { kind: 'facility', id: facilityId }, details: { link: linkId } });
      act.emit({ event: 'facility.link-revoked', kind: 'facility', id: facilityId, data: { link: linkId } });
    });
  }

  /**
   * What the words behind `#` open. One statement looks and counts, so that a thousand guesses at once are no more than ten: the row is theirs one after the other.
   * Refuses with 404 (unknown, wrong), 410 (over, taken back, locked), and 429 for an address that guesses at links that do not exist.
   */
  async resolve(token: string | undefined, address: string, purpose: LinkPurpose): Promise<OpenLink> {
    const [id = '', secret = ''] = (token ?? '').split('.');
    const place = await this.throttle.tried(plainAddress(address));
    const row = UUID.test(id) && secret.length <= 100 ? await this.look(id, secret) : undefined;
    if (!row || (!row.right && !row.locked)) throw unknownLink();
    if (row.locked) throw new Refusal(410, 'link-locked', 'This link was tried with wrong words too often and is locked. Ask whoever sent it for a new one.');
    await place.giveBack();
    if (row.purpose !== purpose) throw unknownLink();
    if (row.revoked || row.state === 'retired') throw new Refusal(410, 'link-revoked', 'This link was taken back. Ask whoever sent it for a new one.');
    if (row.over) throw new Refusal(410, 'link-over', 'This link has ended. Ask whoever sent it for a new one: what was filled in is kept.');
    return {
      id, purpose: row.purpose, facilityId: row.facility_id, facilityName: row.facility_name, endpointId: row.endpoint_id, forWhom: row.for_whom, issuedBy: row.issued_by_name, endsAt: row.ends_at,
      actor: { kind: 'client', id: `partner-link ${id}`, name: row.for_whom === '' ? `${row.facility_name}, by link` : `${row.for_whom}, ${row.facility_name}, by link` },
    };
  }

  private async look(id: string, secret: string): Promise<TriedRow | undefined> {
    const [row] = await this.acts.read<TriedRow>(
      `update partner_link l set
         tries = case when l.locked_at is not null then l.tries when l.secret = $2 then 0 else l.tries + 1 end,
         locked_at = case when l.locked_at is null and l.secret <> $2 and l.tries + 1 >= ${MOST_LINK_TRIES} then clock_timestamp() else l.locked_at end,
         used_at = case when l.locked_at is null and l.secret = $2 then clock_timestamp() else l.used_at end
       from facility f, person p where l.id = $1 and f.id = l.facility_id and p.id = l.issued_by
       returning l.secret = $2 and l.locked_at is null as right, l.locked_at is not null as locked, l.revoked_at is not null as revoked, l.ends_at <= clock_timestamp() as over, l.purpose, l.facility_id, f.name as facility_name, f.state,
         l.endpoint_id, l.for_whom, p.name as issued_by_name, l.ends_at`, [id, digestOf(secret)]);
    return row;
  }
}

const unknownLink = (): Refusal => new Refusal(404, 'link-unknown', 'This link is not complete, or not one of ours. Open it again from the message it came with, with everything behind the #.');
