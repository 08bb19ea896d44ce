import { promises as fs } from 'node:fs';
import path from 'node:path';
import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { set } from './parcels';

/** A disc counts as whole when nothing in it changed for so long: a burner's copy program may still be writing. */
const CALM_MS = 30_000;
/** Folder, beside what is found, to which it is moved once it was read. */
const TAKEN = 'causeway-taken';
const MOST_LOOKED_AT = 20_000;

export const watchedFile = (settings: Settings, name: string): string => path.join(settings.WATCHED_FOLDER ?? '', name);

/** Moves what was read out of the way; what cannot be moved stays, and is known by its name. */
export async function putAside(settings: Settings, name: string, id: string): Promise<void> {
  const to = path.join(settings.WATCHED_FOLDER ?? '', TAKEN);
  await fs.mkdir(to, { recursive: true }).then(() => fs.rename(watchedFile(settings, name), path.join(to, id)), () => undefined).catch(() => undefined);
}

/** Looks into the watched folder: each folder, archive or image in it that lies still becomes a parcel. */
export async function lookForDiscs(acts: Acts, settings: Settings, now = Date.now()): Promise<number> {
  if (!settings.WATCHED_FOLDER) return 0;
  let found = 0;
  for (const item of await fs.readdir(settings.WATCHED_FOLDER, { withFileTypes: true }).catch(() => [])) {
    if (item.name === TAKEN || item.name.startsWith('.') || !(item.isFile() || item.isDirectory())) continue;
    const at = watchedFile(settings, item.name);
    const { newest, bytes } = await stillness(at);
    if (bytes === 0 || now - newest < CALM_MS) continue;
    if (await announce(acts, item.name, bytes, newest)) found++;
  }
  return found;
}

/** A name that is being read, or was read since it last changed and could not be moved away, is not taken again. */
function announce(acts: Acts, name: string, bytes: number, newest: number): Promise<boolean> {
  return acts.run(system('parcels'), async (act) => {
    const id = newId();
    const [host] = await act.query<{ id: string }>('select id from facility where host order by made_at limit 1');
    await act.query('select pg_advisory_xact_lock(hashtext($1))', ['watched folder']);
    const [known] = await act.query('select 1 as known from parcel where found_as = $1 and (ended_at is null or ended_at > to_timestamp($2 / 1000.0))', [name, newest]);
    if (known) return false;
    await act.query(`insert into parcel (id, form, state, label, found_as, facility_ids, bytes) values ($1, 'watched', 'uploading', '', $2, $3, $4)`, [id, name, host ? [host.id] : [], bytes]);
    await set(act, { id, state: 'uploading' }, 'waiting');
    act.wish({ kind: 'parcel.read', key: `parcel.read ${id}`, data: { id } });
    return true;
  });
}

/** When it was last changed, and how much it is. Links are not followed. */
async function stillness(root: string): Promise<{ newest: number; bytes: number }> {
  let [newest, bytes, seen] = [0, 0, 0];
  const waiting = [root];
  for (let at = waiting.pop(); at !== undefined && seen < MOST_LOOKED_AT; at = waiting.pop()) {
    const about = await fs.lstat(at).catch(() => null);
    if (!about) continue;
    seen++;
    newest = Math.max(newest, about.mtimeMs, about.ctimeMs);
    if (about.isFile()) bytes += about.size;
    else if (about.isDirectory()) waiting.push(...(await fs.readdir(at).catch(() => [])).map((name) => path.join(at, name)));
  }
  return { newest, bytes };
}
