import type { NoticePreferences } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Settings } from '../platform/settings/settings';

export const PREFERENCE = 'notices';
type Kept = Partial<NoticePreferences>;

/** What holds while a person has chosen nothing: no addresses, no quiet hours, the zone of the house. */
export async function preferencesOf(db: Pick<Act, 'query'>, personId: string, settings: Pick<Settings, 'SITE_ZONE'>): Promise<NoticePreferences> {
  const [row] = await db.query<{ value: Kept }>('select value from preference where person_id = $1 and name = $2', [personId, PREFERENCE]);
  return { zone: settings.SITE_ZONE, addresses: {}, topics: {}, quiet: null, digestAt: null, ...row?.value };
}
