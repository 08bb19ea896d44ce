import type { AddPushBrowser, PushView } from '@causeway/contracts';
import webPush from 'web-push';
import type * as z from 'zod/mini';
import type { Act } from '../../platform/acts/act';
import type { Acts } from '../../platform/acts/acts';
import { notFound, Refusal } from '../../platform/acts/refusal';
import type { Caller } from '../../platform/http/caller';
import { newId } from '../../platform/ids';
import { egress, sealer } from '../../platform/outward';
import type { Settings } from '../../platform/settings/settings';
import { digestOf } from '../../platform/sign-in/digest';

const MOST_OF_ONE_PERSON = 20;
export interface PushAddress { readonly endpoint: string; readonly keys: { readonly p256dh: string; readonly auth: string } }
interface Row { id: string; name: string; made_at: Date; sent_at: Date | null; digest: Buffer; sealed: string }

const boundTo = (id: string): string => `push|${id}`;
const KEY_BOUND = 'push-key';

export const portOf = (url: URL): number => Number(url.port) || (url.protocol === 'https:' ? 443 : 80);

/** The pair this installation signs with, made at its first use. Another installation's data folder opens none: then a new pair is made, and browsers subscribe again. */
export async function pushKeys(acts: Acts): Promise<{ readonly publicKey: string; readonly privateKey: string }> {
  const read = async () => {
    const [row] = await acts.read<{ public_key: string; sealed: string }>('select public_key, sealed from push_key');
    const privateKey = row && sealer.openText(row.sealed, KEY_BOUND);
    return row && privateKey ? { publicKey: row.public_key, privateKey } : null;
  };
  const known = await read();
  if (known) return known;
  const made = webPush.generateVAPIDKeys();
  await acts.run({ kind: 'system', id: 'notices', name: 'notices' }, async (act) => {
    // two processes at once: one makes it
    await act.query(`select pg_advisory_xact_lock(hashtext('causeway push key'))`);
    const [row] = await act.query<{ sealed: string }>('select sealed from push_key');
    if (row && sealer.openText(row.sealed, KEY_BOUND) !== null) return;
    await act.query('delete from push_key');
    await act.query('delete from push_subscription');
    await act.query('insert into push_key (public_key, sealed) values ($1, $2)', [made.publicKey, sealer.sealText(made.privateKey, KEY_BOUND)]);
    act.audit({ action: 'notice.push-key-made', object: { kind: 'channel', id: 'push' } });
  });
  const kept = await read();
  if (!kept) throw new Error('The key pair for push was made and cannot be opened.');
  return kept;
}

/** The house offers no push: no key is made, and no browser is let in. */
const OFF: PushView = { offered: false, key: '', browsers: [] };

/** At the start of a worker: what was kept from when push was on is not kept on. */
export async function forgetWhereOff(act: Act, settings: Pick<Settings, 'PUSH'>): Promise<void> {
  if (settings.PUSH === 'on') return;
  const gone = await act.query('delete from push_subscription returning id');
  await act.query('delete from push_key');
  if (gone.length > 0) act.audit({ action: 'notice.push-off', object: { kind: 'channel', id: 'push' }, details: { browsers: gone.length } });
}

export async function pushView(acts: Acts, caller: Caller, settings: Pick<Settings, 'PUSH'>): Promise<PushView> {
  if (settings.PUSH === 'off') return OFF;
  const { publicKey } = await pushKeys(acts);
  const rows = await acts.read<Row>('select id, name, made_at, sent_at, digest, sealed from push_subscription where person_id = $1 order by made_at, id', [caller.id]);
  return { offered: true, key: publicKey, browsers: rows.map((r) => ({ id: r.id, name: r.name, since: r.made_at.toISOString(), lastSent: r.sent_at?.toISOString() ?? null, digest: r.digest.toString('base64url') })) };
}

/** Keeps a browser. The same browser again, also when somebody else sits there now, is one row: it is theirs from now on. */
export async function addBrowser(acts: Acts, caller: Caller, { name, subscription }: z.output<typeof AddPushBrowser>, settings: Pick<Settings, 'PUSH'>): Promise<void> {
  if (settings.PUSH === 'off') throw new Refusal(409, 'push-off', 'This house sends no notices to browsers. Use another way, such as mail or a pager.');
  const url = new URL(subscription.endpoint);
  const refused = new Refusal(422, 'push-address', 'Notices cannot go to the push service of this browser from here.', { errors: [{ pointer: '/subscription/endpoint', detail: 'an address this installation may call' }] });
  if (!['https:', 'http:'].includes(url.protocol) || url.username !== '' || url.password !== '') throw refused;
  const pins = await egress.reach(url.hostname, portOf(url)).catch(() => { throw refused; });
  // in plain text only to a service that the house itself runs
  if (url.protocol === 'http:' && !pins.some((pin) => pin.address === '127.0.0.1' || pin.address === '::1')) throw refused;
  // a new pair forgets every browser: it is made before this one is kept
  await pushKeys(acts);
  await acts.run(caller.actor, async (act) => {
    const [held] = await act.query<{ n: number }>('select count(*)::int as n from push_subscription where person_id = $1', [caller.id]);
    if ((held?.n ?? 0) >= MOST_OF_ONE_PERSON) throw new Refusal(409, 'too-many-browsers', `Notices go to ${MOST_OF_ONE_PERSON} browsers of yours. Remove one you do not use any more.`);
    await act.query('delete from push_subscription where digest = $1', [digestOf(subscription.endpoint)]);
    const id = newId();
    await act.query('insert into push_subscription (id, person_id, digest, sealed, name) values ($1, $2, $3, $4, $5)', [id, caller.id, digestOf(subscription.endpoint), sealer.sealText(JSON.stringify(subscription), boundTo(id)), name]);
    // what went nowhere for want of an address goes to this one
    const refusedBefore = await act.query<{ notice_id: string }>(`update notice_delivery set cause = 'address-changed' where person_id = $1 and channel = 'push' and state = 'failed' and cause like 'refused:%' returning notice_id`, [caller.id]);
    for (const { notice_id: notice } of refusedBefore) act.wish({ kind: 'notice.heal', key: `notice.heal ${notice}`, data: { id: notice } });
    act.audit({ action: 'notice.browser-added', object: { kind: 'person', id: caller.id }, details: { browser: id, name } });
  });
}

export function removeBrowser(acts: Acts, caller: Caller, id: string): Promise<void> {
  return acts.run(caller.actor, async (act) => {
    const gone = await act.query('delete from push_subscription where id = $1 and person_id = $2 returning id', [id, caller.id]);
    if (gone.length === 0) throw notFound('browser');
    act.audit({ action: 'notice.browser-removed', object: { kind: 'person', id: caller.id }, details: { browser: id } });
  });
}

/** Addresses of a person's browsers; one that was sealed in another installation is none. */
export async function browsersOf(acts: Acts, personId: string): Promise<{ readonly id: string; readonly address: PushAddress }[]> {
  const rows = await acts.read<Row>('select id, name, made_at, sent_at, digest, sealed from push_subscription where person_id = $1 order by made_at, id', [personId]);
  return rows.flatMap(({ id, sealed }) => {
    const text = sealer.openText(sealed, boundTo(id));
    return text === null ? [] : [{ id, address: JSON.parse(text) as PushAddress }];
  });
}

/** Their push services know these no more. */
export async function forgetBrowsers(acts: Acts, personId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await acts.run({ kind: 'system', id: 'notices', name: 'notices' }, async (act) => {
    const gone = await act.query<{ id: string }>('delete from push_subscription where id = any($1::uuid[]) returning id', [ids]);
    for (const { id } of gone) act.audit({ action: 'notice.browser-gone', object: { kind: 'person', id: personId }, details: { browser: id } });
  });
}

export const sentTo = async (acts: Acts, ids: readonly string[]): Promise<void> => void (await acts.read('update push_subscription set sent_at = clock_timestamp() where id = any($1::uuid[])', [ids]));
