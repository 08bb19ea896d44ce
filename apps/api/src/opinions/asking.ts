import type { AskedOpinion, AskOpinion, OpinionDoor } from '@causeway/contracts';
import { OPINION_DAYS, OPINION_LIMITS } from '@causeway/domain';
import { queryable } from '../exchange/queryable';
import type { Act } from '../platform/acts/act';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import { plainAddress } from '../platform/addresses';
import { dayIn } from '../platform/clocks';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { digestOf } from '../platform/sign-in/digest';
import { codeDigest, newCode, spokenCode } from '../platform/sign-in/spoken-code';
import { countTry } from '../platform/sign-in/throttle';
import { missingFor, openLines } from './lines';

const DAY_MS = 86_400_000;

/** One mail address, however it was typed. Addresses are compared by it and stand in no index. */
export const mailDigest = (mail: string): Buffer => digestOf(`opinion-mail ${mail.trim().toLowerCase()}`);

/**
 * The open door: anybody may ask, and nothing is done for it but one mail with a link. What is asked is a row that goes again after a day unless somebody
 * who reads that mail confirms it. It is not written to the audit before: a stranger must not be able to fill what is kept for ever.
 */
export class OpinionAsking {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async door(): Promise<OpinionDoor> {
    const db = queryable(this.acts);
    const lines = await openLines(db);
    const shut = missingFor(this.settings).length > 0 ? 'no-mail' : (await full(db)) ? 'full' : null;
    return { house: this.settings.SITE_NAME, lines: lines.map((l) => ({ serviceLine: l.service_line, callNumber: l.call_number })), shut };
  }

  async ask(body: AskOpinion, address: string): Promise<AskedOpinion> {
    if ((await countTry(this.acts, `opinion ${plainAddress(address)}`)) > OPINION_LIMITS.perAddress) throw new Refusal(429, 'too-many-tries', 'Too many questions came from this connection. Wait a quarter of an hour, or call us.');
    if (missingFor(this.settings).length > 0) throw new Refusal(503, 'no-mail', 'Questions cannot be taken here now: we could not send you a mail. Call us instead.');
    const code = newCode();
    const { serviceLine, agreed: _agreed, ...asked } = body;
    return this.acts.run(system('opinions'), async (act) => {
      // all who ask at once are counted one after the other, so that the bounds hold
      await act.query(`select pg_advisory_xact_lock(hashtext('opinion-door'))`);
      const line = (await openLines(act)).find((l) => l.service_line === serviceLine);
      if (!line) throw new Refusal(409, 'line-closed', 'This department takes no questions from this page now. Choose another one, or call us.');
      if (body.birthDate > dayIn(act.now, this.settings.SITE_ZONE)) throw new Refusal(422, 'fields', 'Some fields need another value.', { errors: [{ pointer: '/birthDate', detail: 'This day is still to come.' }] });
      if (await full(act)) throw new Refusal(429, 'full', `More questions came than we can answer now. Call us at ${line.call_number}, or try again tomorrow.`);
      const mail = mailDigest(body.mail);
      const [open] = await act.query<{ n: number }>(
        `select (select count(*) from opinion_draft where mail_digest = $1 and ends_at > clock_timestamp())::int + (select count(*) from opinion where mail_digest = $1 and state = 'waiting')::int as n`, [mail]);
      if ((open?.n ?? 0) >= OPINION_LIMITS.perMail) throw new Refusal(429, 'asked-already', `This mail address has ${OPINION_LIMITS.perMail} questions open already. Look for our mails, or call us at ${line.call_number}.`);
      const id = newId();
      const endsAt = new Date(act.now.getTime() + OPINION_DAYS.confirm * DAY_MS);
      await act.query('insert into opinion_draft (id, service_line, asked, mail_digest, code, made_at, ends_at) values ($1, $2, $3, $4, $5, $6, $7)', [id, serviceLine, JSON.stringify(asked), mail, codeDigest(code), act.now, endsAt]);
      act.wish({ kind: 'opinion.confirm', key: `opinion.confirm ${id}`, data: { id } });
      act.wish({ kind: 'opinion.drop', key: `opinion.drop ${id}`, data: { id }, dueAt: endsAt });
      return { code: spokenCode(code), endsAt: endsAt.toISOString() };
    });
  }
}

async function full(db: Pick<Act, 'query'>): Promise<boolean> {
  const [n] = await db.query<{ drafts: number; waiting: number }>(
    `select (select count(*) from opinion_draft where ends_at > clock_timestamp())::int as drafts, (select count(*) from opinion where state = 'waiting')::int as waiting`);
  return (n?.drafts ?? 0) >= OPINION_LIMITS.unconfirmed || (n?.waiting ?? 0) >= OPINION_LIMITS.waiting;
}
