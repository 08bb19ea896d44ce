import type { NoticePreferences } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Settings } from '../platform/settings/settings';

export const PREFERENCE = 'notices';
type Kept = Partial<NoticePreferences>;

/** What holds while a person has chosen nothing: no addresses, no quiet hours, the zone of the house. */
export async function preferencesOf(db: Pick<Act, 'query'>, personId: string, settings: Pick<Settings, 'SITE_ZONE'>): Promise<NoticePreferences> {
  const [row] = await db.query<{ value: Kept }>('select value from preference where person_id = $1 and name = $2', [personId, PREFERENCE]);
  // a browser that takes notices is an address as well; where it is stays sealed
  const [browser] = await db.query('select 1 as browser from push_subscription where person_id = $1 limit 1', [personId]);
  const chosen = { zone: settings.SITE_ZONE, addresses: {}, topics: {}, quiet: null, digestAt: null, ...row?.value };
  return browser ? { ...chosen, addresses: { ...chosen.addresses, push: personId } } : chosen;
}
