import type { ChannelsView } from '@causeway/contracts';
import { outwardChannels } from '@causeway/domain';
import type { Acts } from '../platform/acts/acts';
import type { Settings } from '../platform/settings/settings';
import { openChannels } from './channels/channels';
import { HEALS } from './deliver';

interface ChannelRow { name: string; state: 'healthy' | 'failing'; since: Date; cause: string | null; sent_at: Date | null; sent: string; failures: string }
interface Waiting { channel: string; waiting: number; oldest: Date | null; undeliverable: number }

/** Whether each way out works, what waits for it, and who is told how much. */
export async function channelsView(acts: Acts, settings: Settings): Promise<ChannelsView> {
  const set = openChannels(settings);
  const known = await acts.read<ChannelRow>('select * from notice_channel');
  const waits = await acts.read<Waiting>(
    `select channel, count(*) filter (where (state = 'waiting' and due_at <= clock_timestamp()) or (state = 'failed' and ${HEALS}))::int as waiting,
       min(due_at) filter (where state in ('waiting', 'failed') and due_at <= clock_timestamp()) as oldest, count(*) filter (where state = 'failed' and not ${HEALS})::int as undeliverable
     from notice_delivery where state in ('waiting', 'failed') group by channel`);
  const load = await acts.read<{ person: string; notices: number; urgent: number }>(
    `select p.name as person, count(*)::int as notices, count(*) filter (where n.urgent)::int as urgent from notice n join person p on p.id = n.person_id
     where n.made_at > clock_timestamp() - interval '12 hours' and n.state <> 'merged' group by p.id, p.name order by count(*) desc, p.name limit 20`);
  return {
    load,
    rows: outwardChannels.map((name) => {
      const row = known.find((k) => k.name === name);
      const w = waits.find((x) => x.channel === name);
      return {
        name, set: set.includes(name), state: row?.state ?? 'unused', since: row?.since.toISOString() ?? null, cause: row?.cause ?? null, sentAt: row?.sent_at?.toISOString() ?? null,
        sent: Number(row?.sent ?? 0), failures: Number(row?.failures ?? 0), waiting: w?.waiting ?? 0, oldestWaiting: w?.oldest?.toISOString() ?? null, undeliverable: w?.undeliverable ?? 0,
      };
    }),
  };
}
