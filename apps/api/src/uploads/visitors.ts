import type { OpenUploadLink, UploaderStatement, UploadLinkLook } from '@causeway/contracts';
import { MOST_LINK_TRIES } from '@causeway/domain';
import type * as z from 'zod/mini';
import { LinkThrottle } from '../facilities/links/link-throttle';
import type { Act } from '../platform/acts/act';
import type { Actor } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { move, signal } from '../platform/acts/move';
import { Refusal } from '../platform/acts/refusal';
import { plainAddress } from '../platform/addresses';
import type { Settings } from '../platform/settings/settings';
import { digestOf } from '../platform/sign-in/digest';
import { newSecret } from '../platform/sign-in/secrets';
import { codeDigest } from '../platform/sign-in/spoken-code';
import { GRACE_MS, lockLink, type UploadLinkColumns } from './upload-link.row';

type In<T extends z.ZodMiniType> = z.output<T>;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** A session lives on while something is sent, but no longer than a day's work. */
const SESSION_MINUTES = 60;
export const SESSION_HOURS = 12;
/** While an upload runs, wrong codes do not lock the link: it takes none for this long. */
const HELD_MINUTES = 60;
/** What became of the images can be read so long after the end. */
const READ_DAYS = 30;
/** The text somebody agreed to, as the page showed it. */
const CONSENT_VERSION = 1;

/**
 * Who comes with an upload link: proves with code and birth date that it is theirs, says who they are, and may do nothing but bring images for the one request or case
 * it was made for. Every refusal is the same for what does not exist and what is wrong.
 */
export class Visitors {
  private readonly throttle: LinkThrottle;

  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'SITE_NAME'>) {
    this.throttle = new LinkThrottle(acts);
  }

  /** What may be said to whoever has the address: nothing about the patient. Looking never counts as a try of the code. */
  async current(token: string | undefined, session: string | null, address: string): Promise<UploadLinkLook> {
    const place = await this.throttle.tried(plainAddress(address));
    const row = await this.byToken(token);
    await place.giveBack();
    const opened = session === null ? null : await this.bySession(session);
    return { house: this.settings.SITE_NAME, asksBirthDate: row.birth_date !== null, endsAt: row.ends_at.toISOString(), open: opened?.id === row.id };
  }

  /** The secret of a session when link, code and birth date are right. Looks and counts under the lock of the row, so that many guesses at once are no more than ten. */
  async open(token: string | undefined, body: In<typeof OpenUploadLink>, address: string): Promise<string> {
    const place = await this.throttle.tried(plainAddress(address));
    const known = await this.byToken(token);
    const secret = newSecret();
    const outcome = await this.acts.run(actorOf(known), async (act) => {
      const row = await lockLink(act, known.id);
      if (!row || row.state === 'locked') return 'locked' as const;
      if (row.held_until && row.held_until > act.now) return 'held' as const;
      if (!codeDigest(body.code).equals(row.code) || (row.birth_date !== null && row.birth_date !== body.birthDate)) return this.wrong(act, row);
      await act.query('update upload_link set tries = 0, held_until = null where id = $1', [row.id]);
      await act.query('insert into upload_link_session (id, link_id, ends_at) values ($1, $2, clock_timestamp() + make_interval(mins => $3))', [digestOf(secret), row.id, SESSION_MINUTES]);
      if (row.state === 'issued' || row.state === 'opened') await move(act, { machine: 'link', id: row.id, move: 'open', details: { from: plainAddress(address) } });
      else act.audit({ action: 'link.visited', object: { kind: 'link', id: row.id }, details: { from: plainAddress(address) } });
      return 'open' as const;
    });
    if (outcome === 'locked') throw lockedLink();
    if (outcome === 'held') throw new Refusal(429, 'link-held', 'Too many wrong codes. Wait an hour and try again, or ask whoever sent you the link.');
    if (outcome === 'wrong') throw new Refusal(403, 'wrong-code', `That does not fit. Look at the code again${known.birth_date === null ? '' : ', and at the birth date'}. After ${MOST_LINK_TRIES} tries nobody can open the link.`);
    await place.giveBack();
    return secret;
  }

  /** The link a session is for; 401 when the session is over, 410 when the link is. Whoever is at work stays in. */
  async session(secret: string | null, linkId: string): Promise<UploadLinkColumns> {
    const row = secret === null ? null : await this.bySession(secret);
    if (!row || secret === null || row.id !== linkId) throw new Refusal(401, 'open-again', 'Open the link again with your code: for your safety it closes after an hour.');
    refuseOver(row);
    await this.acts.read(
      `update upload_link_session set ends_at = least(began_at + make_interval(hours => ${SESSION_HOURS}), clock_timestamp() + make_interval(mins => ${SESSION_MINUTES})) where id = $1 and ends_at < clock_timestamp() + make_interval(mins => ${SESSION_MINUTES - 5})`, [digestOf(secret)]);
    return row;
  }

  /** Who brings the images, and that they may. Asked again it is who goes on from now. */
  state(link: UploadLinkColumns, body: In<typeof UploaderStatement>): Promise<void> {
    return this.acts.run(actorOf(link), async (act) => {
      const row = await this.writable(act, link.id);
      const uploader = JSON.stringify({ relation: body.relation, name: body.name, attestedAt: act.now.toISOString(), version: CONSENT_VERSION });
      const details = { relation: body.relation, consent: CONSENT_VERSION };
      if (row.state === 'opened') await move(act, { machine: 'link', id: row.id, move: 'start-upload', set: { uploader }, details });
      else {
        await act.query('update upload_link set uploader = $2, version = version + 1 where id = $1', [row.id, uploader]);
        act.audit({ action: 'link.stated', object: { kind: 'link', id: row.id }, details });
      }
    });
  }

  /** The row, locked, when something may still be brought with it. */
  async writable(act: Act, id: string): Promise<UploadLinkColumns> {
    const row = await lockLink(act, id);
    if (!row) throw overLink();
    refuseOver(row);
    const grace = row.state === 'uploading' ? GRACE_MS : 0;
    if (row.state === 'closed' || row.ends_at.getTime() + grace <= act.now.getTime()) throw overLink();
    return row;
  }

  private async wrong(act: Act, row: UploadLinkColumns): Promise<'locked' | 'held' | 'wrong'> {
    const tries = row.tries + 1;
    const over = tries >= MOST_LINK_TRIES;
    await act.query(`update upload_link set tries = $2, held_until = case when $3 then clock_timestamp() + interval '${HELD_MINUTES} minutes' else held_until end where id = $1`, [row.id, over ? 0 : tries, over]);
    act.audit({ action: 'link.refused', object: { kind: 'link', id: row.id }, outcome: 'refused', details: { tries } });
    if (!over) return 'wrong';
    if (row.state !== 'issued' && row.state !== 'opened') return 'held';
    await act.query('delete from upload_link_session where link_id = $1', [row.id]);
    await signal(act, { machine: 'link', id: row.id, move: 'lock', details: { count: tries }, data: { permille: 1000 } });
    return 'locked';
  }

  private async byToken(token: string | undefined): Promise<UploadLinkColumns> {
    const [id = '', secret = ''] = (token ?? '').split('.');
    const [row] = UUID.test(id) && secret.length <= 100 ? await this.acts.read<UploadLinkColumns>('select * from upload_link where id = $1 and secret = $2', [id, digestOf(secret)]) : [];
    if (!row) throw new Refusal(404, 'link-unknown', 'This link is not complete, or not one of ours. Open it again from the message it came with, with everything behind the #.');
    refuseOver(row);
    return row;
  }

  private async bySession(secret: string): Promise<UploadLinkColumns | null> {
    const [row] = await this.acts.read<UploadLinkColumns>('select l.* from upload_link l join upload_link_session t on t.link_id = l.id where t.id = $1 and t.ends_at > clock_timestamp()', [digestOf(secret)]);
    return row ?? null;
  }
}

/** What is done with a link is recorded under it, with the name its holder gave. */
export const actorOf = (row: Pick<UploadLinkColumns, 'id' | 'uploader'>): Actor => ({ kind: 'client', id: `upload-link ${row.id}`, name: row.uploader ? `${row.uploader.name} (${row.uploader.relation}), by link` : 'Patient, by link' });

const lockedLink = (): Refusal => new Refusal(410, 'link-locked', 'This link was tried with a wrong code too often and is locked. Ask whoever sent it for a new one.');
const overLink = (): Refusal => new Refusal(410, 'link-over', 'This link has ended. Ask whoever sent it for a new one: what you brought is kept.');

/** Whether anything can be seen with it at all: bringing ends with the link, reading what became of it a month later. */
function refuseOver(row: UploadLinkColumns): void {
  if (row.state === 'locked') throw lockedLink();
  if (row.state === 'revoked') throw new Refusal(410, 'link-revoked', 'This link was taken back. Ask whoever sent it what holds instead.');
  const begun = ['uploading', 'submitted', 'closed'].includes(row.state);
  if (row.state === 'expired' || row.ends_at.getTime() + (begun ? READ_DAYS * 86_400_000 : 0) <= Date.now()) throw overLink();
}
