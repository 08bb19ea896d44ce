import type { NetworkDetail, NetworkMember, NetworkRow } from '@causeway/contracts';
import { heldUntil, standingOf } from '@causeway/domain';
import { agreementsOf } from '../../exchange/directory';
import { queryable } from '../../exchange/queryable';
import type { Acts } from '../../platform/acts/acts';
import { notFound } from '../../platform/acts/refusal';
import { dayIn } from '../../platform/clocks';
import type { Caller } from '../../platform/http/caller';
import { Binder } from '../../platform/http/row-sql';
import type { Settings } from '../../platform/settings/settings';
import { facilitySight } from '../facility.row';

type Named = Omit<NetworkRow, 'members' | 'live'>;
type Member = Omit<NetworkMember, 'agreement' | 'agreedUntil' | 'lastExamAt'> & { last_exam: Date | null };

/** Networks and affinity domains: who belongs to them, how we stand with each member, and what comes and goes. */
export class Networks {
  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'SITE_ZONE'>) {}

  /** All that the directory names. Who may write policies sees the names without a member. */
  list(caller: Caller): Promise<NetworkRow[]> {
    const b = new Binder();
    const seen = `f.id is not null and ${facilitySight(caller, b.bind)}`;
    return this.acts.read<NetworkRow>(
      `select n.id, n.name, n.kind, n.oid, (count(*) filter (where ${seen}))::int as members, (count(*) filter (where ${seen} and f.state = 'live'))::int as live
       from network n left join facility_network m on m.network_id = n.id left join facility f on f.id = m.facility_id and not f.host group by n.id order by n.name`, b.values);
  }

  async detail(id: string, caller: Caller): Promise<NetworkDetail> {
    const [network] = await this.acts.read<Named & { all: number }>(
      'select n.id, n.name, n.kind, n.oid, (select count(*)::int from facility_network m join facility f on f.id = m.facility_id where m.network_id = n.id and not f.host) as "all" from network n where n.id = $1', [id]);
    if (!network) throw notFound('network');
    const members = await this.members(id, caller);
    const { all, ...named } = network;
    return { ...named, live: members.filter((m) => m.state === 'live').length, members, others: all - members.length };
  }

  private async members(networkId: string, caller: Caller): Promise<NetworkMember[]> {
    const b = new Binder();
    const year = `> clock_timestamp() - interval '12 months'`;
    const rows = await this.acts.read<Member>(
      `select f.id, f.name, f.place, f.state,
         (select count(*)::int from exam e where e.source_facility_id = f.id and e.split_of is null and e.first_at ${year}) as came, (select max(e.first_at) from exam e where e.source_facility_id = f.id) as last_exam,
         (select count(*)::int from send s join send_item i on i.send_id = s.id where s.recipient_id = f.id and s.state in ('delivered', 'accepted') and s.state_since ${year}) as sent,
         (select count(*)::int from request_out r where r.facility_id = f.id and r.sent_at ${year}) as asked, (select count(*)::int from request_in r where r.facility_id = f.id and r.made_at ${year}) as "askedUs"
       from facility_network m join facility f on f.id = m.facility_id where m.network_id = ${b.bind(networkId)} and not f.host and ${facilitySight(caller, b.bind)} order by f.name limit 500`, b.values);
    const today = dayIn(new Date(), this.settings.SITE_ZONE);
    return Promise.all(rows.map(async ({ last_exam, ...row }) => {
      const agreements = await agreementsOf(queryable(this.acts), row.id);
      return { ...row, agreement: standingOf(agreements, today, null), agreedUntil: heldUntil(agreements, today), lastExamAt: last_exam?.toISOString() ?? null };
    }));
  }
}
