import type { SendLinkView } from '@causeway/contracts';
import type { Acts } from '../../platform/acts/acts';

/** The link of a send as those who work here see it; its secrets are not among what is kept. */
export async function linkViewOf(acts: Acts, sendId: string): Promise<SendLinkView | null> {
  const [row] = await acts.read<{ locked: boolean; over: boolean; dead: boolean; issued_at: Date; ends_at: Date | null; asks: boolean }>(
    `select l.locked_at is not null as locked, s.ends_at is null or s.ends_at <= clock_timestamp() as over, s.state not in ('delivered', 'accepted', 'expired') as dead, l.issued_at, s.ends_at, l.birth_date is not null as asks
     from send_link l join send s on s.id = l.send_id where l.send_id = $1`, [sendId]);
  if (!row) return null;
  const uses = await acts.read<{ at: Date; what: 'opened' | 'downloaded' | 'answered'; detail: string | null }>('select at, what, detail from send_link_use where send_id = $1 order by id desc limit 100', [sendId]);
  return {
    state: row.dead ? 'revoked' : row.locked ? 'locked' : row.over ? 'over' : 'open', issuedAt: row.issued_at.toISOString(), endsAt: row.ends_at?.toISOString() ?? null, asksBirthDate: row.asks,
    uses: uses.map((u) => ({ at: u.at.toISOString(), what: u.what, detail: u.detail })),
  };
}
