import type { CaseLinkView, CaseParty } from '@causeway/contracts';
import { MOST_LINK_TRIES } from '@causeway/domain';
import { LinkThrottle } from '../../facilities/links/link-throttle';
import { plainAddress } from '../../platform/addresses';
import type { Actor } from '../../platform/acts/actor';
import type { Acts } from '../../platform/acts/acts';
import { Refusal } from '../../platform/acts/refusal';
import type { Settings } from '../../platform/settings/settings';
import { digestOf } from '../../platform/sign-in/digest';
import { newSecret } from '../../platform/sign-in/secrets';
import { codeDigest } from '../../platform/sign-in/spoken-code';
import { tellHandlers } from './tell-handlers';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** A night's shift: whoever waits for an answer does not type the code again and again. */
export const SESSION_HOURS = 12;

export interface CaseLinkColumns {
  id: string; case_id: string; party: CaseParty; secret: Buffer; code: Buffer; for_whom: string; call_number: string; tries: number; locked_at: Date | null; revoked_at: Date | null; ends_at: Date; over: boolean;
}
const LINK_SQL = 'select l.*, l.ends_at <= clock_timestamp() as over from case_link l';

/** Somebody with a link that was opened. Their acts are recorded under `actor`. */
export interface Guest { readonly link: CaseLinkColumns; readonly actor: Actor }

/** Who may see a case from outside: the link, then a code said on the telephone. What does not exist and what is wrong are refused alike; ten wrong codes lock the link. */
export class CaseGuests {
  private readonly throttle: LinkThrottle;

  constructor(private readonly acts: Acts, private readonly settings: Settings) {
    this.throttle = new LinkThrottle(acts);
  }

  /** What may be said to whoever has the address: nothing about the patient. */
  async current(token: string | undefined, session: string | null, address: string): Promise<CaseLinkView> {
    const place = await this.throttle.tried(plainAddress(address));
    const link = await this.byToken(token);
    await place.giveBack();
    const open = session === null ? null : await this.bySession(session);
    return { house: this.settings.SITE_NAME, callNumber: link.call_number, endsAt: link.ends_at.toISOString(), open: open?.id === link.id };
  }

  /** The secret of a session when link and code are right. Counts under the lock of the row, so that many guesses at once are no more than ten. */
  async open(token: string | undefined, code: string, address: string): Promise<string> {
    const place = await this.throttle.tried(plainAddress(address));
    const known = await this.byToken(token);
    const secret = newSecret();
    const outcome = await this.acts.run(actorOf(known), async (act) => {
      const [link] = await act.query<CaseLinkColumns>(`${LINK_SQL} where l.id = $1 for update of l`, [known.id]);
      if (!link || link.locked_at) return 'locked' as const;
      if (!codeDigest(code).equals(link.code)) {
        const locks = link.tries + 1 >= MOST_LINK_TRIES;
        await act.query('update case_link set tries = tries + 1, locked_at = case when $2 then clock_timestamp() end where id = $1', [link.id, locks]);
        act.audit({ action: 'case.link-refused', object: { kind: 'case', id: link.case_id }, outcome: 'refused', details: { link: link.id, tries: link.tries + 1, locked: locks } });
        if (locks) {
          act.emit({ event: 'case.link-locked', kind: 'case', id: link.case_id });
          await tellHandlers(act, link.case_id, 'case.link-locked', `locked ${link.id}`, this.settings);
        }
        return locks ? ('locked' as const) : ('wrong' as const);
      }
      await act.query('update case_link set tries = 0 where id = $1', [link.id]);
      await act.query('insert into case_link_session (id, link_id, ends_at) values ($1, $2, clock_timestamp() + make_interval(hours => $3))', [digestOf(secret), link.id, SESSION_HOURS]);
      await act.query(`insert into case_link_use (link_id, case_id, what, address) values ($1, $2, 'opened', $3)`, [link.id, link.case_id, plainAddress(address)]);
      act.audit({ action: 'case.link-opened', object: { kind: 'case', id: link.case_id }, details: { link: link.id } });
      act.emit({ event: 'case.link-opened', kind: 'case', id: link.case_id });
      return 'open' as const;
    });
    if (outcome === 'locked') throw lockedLink();
    if (outcome === 'wrong') throw new Refusal(403, 'wrong-code', `That does not fit. Look at the code again. After ${MOST_LINK_TRIES} wrong ones the link is locked.`);
    await place.giveBack();
    return secret;
  }

  /** The guest of a session. The link is asked beside it: two cases open in one browser are never mixed up. */
  async guest(token: string | undefined, session: string | null): Promise<Guest> {
    const link = session === null ? null : await this.bySession(session);
    if (!link || link.id !== (token ?? '').split('.')[0]) throw new Refusal(401, 'open-again', 'Open the link again with your code.');
    alive(link);
    return { link, actor: actorOf(link) };
  }

  private async byToken(token: string | undefined): Promise<CaseLinkColumns> {
    const [id = '', secret = ''] = (token ?? '').split('.');
    const [link] = UUID.test(id) && secret.length <= 100 ? await this.acts.read<CaseLinkColumns>(`${LINK_SQL} where l.id = $1 and l.secret = $2`, [id, digestOf(secret)]) : [];
    if (!link) throw new Refusal(404, 'link-unknown', 'This link is not complete, or not one of ours. Open it again from the message it came with, with everything behind the #.');
    alive(link);
    return link;
  }

  private async bySession(secret: string): Promise<CaseLinkColumns | null> {
    const [link] = await this.acts.read<CaseLinkColumns>(`${LINK_SQL} join case_link_session t on t.link_id = l.id where t.id = $1 and t.ends_at > clock_timestamp()`, [digestOf(secret)]);
    return link ?? null;
  }
}

function alive(link: CaseLinkColumns): void {
  if (link.revoked_at) throw new Refusal(410, 'link-revoked', 'This link was taken back by whoever gave it to you. Call them.');
  if (link.locked_at) throw lockedLink();
  if (link.over) throw new Refusal(410, 'link-over', 'This link has ended. Call whoever gave it to you for a new one.');
}
const actorOf = (link: Pick<CaseLinkColumns, 'id' | 'for_whom'>): Actor => ({ kind: 'client', id: `case-link ${link.id}`, name: `${link.for_whom}, by link` });
const lockedLink = (): Refusal => new Refusal(410, 'link-locked', 'This link was tried with a wrong code too often and is locked. Call whoever gave it to you for a new one.');
