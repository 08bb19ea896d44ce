import type { ChannelView, OwnChannel, ProgrammeChannels, SaveChannel } from '@causeway/contracts';
import { mayEver } from '@causeway/access';
import { channelStanding, neverSecure } from '@causeway/domain';
import { facilitySight } from '../facilities/facility.row';
import type { Acts } from '../platform/acts/acts';
import { changedMeanwhile, notFound, Refusal } from '../platform/acts/refusal';
import { dayIn } from '../platform/clocks';
import type { Caller } from '../platform/http/caller';
import { Binder } from '../platform/http/row-sql';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { told } from './plan';
import { figureSight, withHouse } from './sight';

type Row = Omit<ChannelView, 'standing' | 'at'> & { at: Date };

/** All ways on which images travel: those people keep here by name, and those of this exchange, counted. */
export class ProgrammeChannelsRead {
  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'SITE_ZONE'>) {}

  async view(caller: Caller): Promise<ProgrammeChannels> {
    const today = dayIn(new Date(), this.settings.SITE_ZONE);
    const rows = await this.acts.read<Row>(
      `select id, version, name, kind, secure, service_line as "serviceLine", owner, per_month as "perMonth", plan, replace_by::text as "replaceBy", ended_on::text as "endedOn", by_name as by, at from programme_channel
       order by ended_on is not null, secure, replace_by nulls first, name limit 1000`);
    const [connections, doors] = await Promise.all([this.connections(caller), this.doors(caller)]);
    return { channels: rows.map((r) => ({ ...r, at: r.at.toISOString(), standing: channelStanding(r, today) })), own: [...connections, ...doors], mayKeep: mayKeep(caller) };
  }

  private connections(caller: Caller): Promise<OwnChannel[]> {
    const b = new Binder();
    return this.acts.read<OwnChannel>(
      `select e.kind, 'connection' as of, count(distinct e.facility_id)::int as facilities, count(*)::int as connections, count(*) filter (where e.state = 'passing')::int as passing,
         case e.kind when 'dimse' then count(*) filter (where e.direction <> 'in' and e.settings->'tls' is null)::int when 'hl7v2' then count(*) filter (where coalesce((e.settings->'tls'->>'on')::boolean, false) = false and e.settings->'listen'->>'certPem' is null)::int when 'dicomweb' then count(*) filter (where e.settings::text ilike '%"http://%')::int end as open,
         (select count(*)::int from exam x where x.door = e.kind and x.first_at > clock_timestamp() - interval '90 days' and x.source_facility_id in (select f.id from facility f where ${facilitySight(caller, b.bind)})) as exams90
       from endpoint e join facility f on f.id = e.facility_id where e.state not in ('removed', 'disabled') and ${facilitySight(caller, b.bind)} group by e.kind order by 4 desc, e.kind`, b.values);
  }

  /** What came without a connection: on disc, as files, by upload. */
  private doors(caller: Caller): Promise<OwnChannel[]> {
    const b = new Binder();
    return this.acts.read<OwnChannel>(
      `select e.door as kind, 'door' as of, count(distinct e.source_facility_id)::int as facilities, null::int as connections, null::int as passing, null::int as open, count(*)::int as exams90
       from exam e join inbound x on x.id = e.id where e.first_at > clock_timestamp() - interval '90 days' and not exists (select 1 from endpoint p where p.kind = e.door and p.state not in ('removed', 'disabled'))
         and ${figureSight(caller, b.bind, withHouse('e.source_facility_id'), 'x.service_line')} group by e.door order by 7 desc, e.door`, b.values);
  }

  save(caller: Caller, id: string | null, body: SaveChannel): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      if (body.secure && neverSecure.has(body.kind)) throw new Refusal(422, 'secure', 'A channel of this kind is never secure. Say that it is not, and by when it is replaced.', { errors: [{ pointer: '/secure', detail: 'not for this kind' }] });
      const own = id ?? newId(act.now.getTime());
      if (id !== null) {
        const [row] = await act.query<{ version: number }>('select version from programme_channel where id = $1 for update', [id]);
        if (!row) throw notFound('channel');
        if (row.version !== body.version) throw changedMeanwhile();
      }
      const values = [own, body.name, body.kind, body.secure, body.serviceLine, body.owner, body.perMonth, body.plan, body.replaceBy, body.endedOn, act.actor.name];
      await act.query(id === null
        ? 'insert into programme_channel (id, name, kind, secure, service_line, owner, per_month, plan, replace_by, ended_on, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)'
        : `update programme_channel set version = version + 1, name = $2, kind = $3, secure = $4, service_line = $5, owner = $6, per_month = $7, plan = $8, replace_by = $9, ended_on = $10, by_name = $11, at = clock_timestamp() where id = $1`, values);
      told(act, id === null ? 'channel-added' : 'channel-changed', own, { kind: body.kind, secure: body.secure, replaceBy: body.replaceBy, endedOn: body.endedOn });
    });
  }
}

const mayKeep = (caller: Caller): boolean => mayEver(caller.ability, 'facility.develop') || mayEver(caller.ability, 'facility.connect');
