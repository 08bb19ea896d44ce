import type { Act } from '../platform/acts/act';
import type { Settings } from '../platform/settings/settings';
import { tell } from '../notices/tell';
import { rulersOf, type ArbitrationColumns } from './arbitration.row';

type Event = 'arbitration.referred' | 'arbitration.ruled' | 'arbitration.lapsed' | 'arbitration.dropped';

/** Tells the arbiter what is asked, and everybody concerned how it ended; whatever the notification policy says, for a ruling nobody heard of binds nobody. */
export async function tellOfArbitration(act: Act, id: string, event: Event, settings: Settings): Promise<void> {
  const [row] = await act.query<ArbitrationColumns & { author_ids: string[]; disputer: string }>(
    'select a.*, v.author_ids, c.person_id as disputer from arbitration a join policy_version v on v.id = a.policy_id join policy_comment c on c.id = a.dispute_id where a.id = $1', [id]);
  if (!row) return;
  const rulers = await rulersOf(act, row, [row.committee_id, row.other_committee_id], [...row.author_ids, row.disputer]);
  const members = (await act.query<{ person_id: string }>('select person_id from committee_member where committee_id = any($1::uuid[])', [[row.committee_id, row.other_committee_id]])).map((m) => m.person_id);
  const concerned = event === 'arbitration.referred' ? rulers : [...row.author_ids, row.disputer, row.referred_by, ...members, ...(event === 'arbitration.ruled' ? [] : rulers)];
  for (const personId of new Set(concerned)) {
    if (personId === row.ruled_by) continue;
    const asked = event === 'arbitration.referred';
    await tell(act, {
      personId, role: asked ? 'arbiter' : 'committee', event, because: asked ? 'you-are-the-arbiter' : row.author_ids.includes(personId) ? 'you-wrote-it' : 'your-committee', about: { kind: 'policy', id: row.policy_id, examId: null },
      channel: asked ? 'mail' : 'in-app', urgent: false, ack: false, key: `${event} ${id} ${personId}`, decisionId: null, data: {},
    }, settings);
  }
}
