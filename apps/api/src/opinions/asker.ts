import type { OpinionLook, OpinionProof, OpinionStatus } from '@causeway/contracts';
import { MOST_LINK_TRIES, OPINION_DAYS, opinionMachine } from '@causeway/domain';
import type * as z from 'zod/mini';
import { hostId } from '../exchange/directory';
import { LinkThrottle } from '../facilities/links/link-throttle';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { made, move } from '../platform/acts/move';
import { Refusal } from '../platform/acts/refusal';
import { plainAddress } from '../platform/addresses';
import { dayIn, dueAfter } from '../platform/clocks';
import type { Settings } from '../platform/settings/settings';
import { digestOf } from '../platform/sign-in/digest';
import { codeDigest } from '../platform/sign-in/spoken-code';
import { openLines } from './lines';
import { askerOf, lockOpinion, type Asked, type OpinionColumns } from './opinion.row';
import { stageOf } from './stage';
import { tellLine } from './tell-line';

type Proof = z.output<typeof OpinionProof>;
interface Draft { id: string; service_line: string; asked: Asked; mail_digest: Buffer; secret: Buffer; code: Buffer; made_at: Date; ends_at: Date }
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DAY_MS = 86_400_000;
/** The text somebody agreed to, as the page shows it. */
const CONSENT_VERSION = 1;

/** Whoever asked, with the link of the mail: confirms that it is theirs, and with the code and the birth date sees how far it is. */
export class OpinionAsker {
  private readonly throttle: LinkThrottle;

  constructor(private readonly acts: Acts, private readonly settings: Settings) {
    this.throttle = new LinkThrottle(acts);
  }

  /** What may be said to whoever has the link: nothing of the patient, and nothing of what was asked. */
  async current(token: string | undefined, address: string): Promise<OpinionLook> {
    const place = await this.throttle.tried(plainAddress(address));
    const found = await this.byToken(token);
    await place.giveBack();
    return { house: this.settings.SITE_NAME, confirmed: found.confirmed };
  }

  /** From here on it is a thing that somebody has to answer. Pressed twice it is confirmed once. A mail program that opens links by itself presses nothing. */
  async confirm(token: string | undefined, address: string): Promise<OpinionLook> {
    const place = await this.throttle.tried(plainAddress(address));
    const { id, confirmed } = await this.byToken(token);
    await place.giveBack();
    if (!confirmed) {
      await this.acts.run(askerOf(id), async (act) => {
        const [draft] = await act.query<Draft>('select * from opinion_draft where id = $1 and ends_at > clock_timestamp() for update', [id]);
        if (draft) await this.begin(act, draft);
      });
    }
    return { house: this.settings.SITE_NAME, confirmed: true };
  }

  async status(token: string | undefined, proof: Proof, address: string): Promise<OpinionStatus> {
    const id = await this.proven(token, proof, address);
    const [row] = await this.acts.read<OpinionColumns>('select * from opinion where id = $1', [id]);
    if (!row) throw unknownLink();
    // of the case, so that a link that was given out anew counts
    const [link] = row.case_id === null ? [] : await this.acts.read<{ until: Date | null }>(
      `select max(ends_at) as until from upload_link where case_id = $1 and state in ('issued', 'opened', 'uploading', 'submitted') and ends_at > clock_timestamp()`, [row.case_id]);
    return {
      house: this.settings.SITE_NAME, stage: await stageOf(this.acts, row), serviceLine: row.service_line, kind: row.asked?.kind ?? 'images', askedAt: row.asked_at.toISOString(),
      answerBy: row.state === 'waiting' ? dayIn(row.ends_at, this.settings.SITE_ZONE) : null, declined: row.declined, bringUntil: link?.until?.toISOString() ?? null, callNumber: row.call_number,
      mayWithdraw: opinionMachine.answer(row.state, 'withdraw') === 'legal',
    };
  }

  async withdraw(token: string | undefined, proof: Proof, address: string): Promise<OpinionStatus> {
    const id = await this.proven(token, proof, address);
    await this.acts.run(askerOf(id), async (act) => {
      await move(act, { machine: 'opinion', id, move: 'withdraw' });
      wishForgotten(act, id);
    });
    return this.status(token, proof, address);
  }

  private async begin(act: Act, draft: Draft): Promise<void> {
    const line = (await openLines(act)).find((l) => l.service_line === draft.service_line);
    if (!line) throw new Refusal(409, 'line-closed', 'This department stopped taking questions from this page meanwhile. Nothing was passed on: please call us.');
    const host = await hostId(act);
    const lookBy = dueAfter(act.now, { workingDays: 1 }, this.settings.SITE_ZONE);
    const endsAt = new Date(act.now.getTime() + OPINION_DAYS.answer * DAY_MS);
    const consent = { version: CONSENT_VERSION, at: draft.made_at.toISOString() };
    await act.query(
      `insert into opinion (id, state, facility_ids, service_line, asked, consent, mail_digest, secret, code, call_number, asked_at, look_by, ends_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [draft.id, opinionMachine.initial, [host], draft.service_line, JSON.stringify(draft.asked), JSON.stringify(consent), draft.mail_digest, draft.secret, draft.code, line.call_number, act.now, lookBy, endsAt]);
    await act.query('delete from opinion_draft where id = $1', [draft.id]);
    act.unwish(`opinion.drop ${draft.id}`);
    made(act, 'opinion', draft.id, { serviceLine: draft.service_line, kind: draft.asked.kind, relation: draft.asked.relation, consent: CONSENT_VERSION });
    act.wish({ kind: 'opinion.look', key: `opinion.look ${draft.id}`, data: { id: draft.id }, dueAt: lookBy });
    act.wish({ kind: 'opinion.end', key: `opinion.end ${draft.id}`, data: { id: draft.id }, dueAt: endsAt });
    await tellLine(act, { id: draft.id, facility_ids: [host], service_line: draft.service_line }, 'opinion.made', this.settings);
  }

  /** The id when link, code and birth date are right. Counts under the lock of the row: ten wrong ones lock it, however many come at once. */
  private async proven(token: string | undefined, proof: Proof, address: string): Promise<string> {
    const place = await this.throttle.tried(plainAddress(address));
    const found = await this.byToken(token);
    if (!found.confirmed) throw new Refusal(409, 'confirm-first', 'Confirm first that you asked.');
    const outcome = await this.acts.run(askerOf(found.id), async (act) => {
      const row = await lockOpinion(act, found.id);
      if (!row || row.locked_at) return 'locked' as const;
      if (codeDigest(proof.code).equals(row.code) && row.asked?.birthDate === proof.birthDate) {
        if (row.tries > 0) await act.query('update opinion set tries = 0 where id = $1', [row.id]);
        return 'right' as const;
      }
      const locks = row.tries + 1 >= MOST_LINK_TRIES;
      await act.query('update opinion set tries = tries + 1, locked_at = case when $2 then clock_timestamp() end where id = $1', [row.id, locks]);
      act.audit({ action: 'opinion.refused', object: { kind: 'opinion', id: row.id }, outcome: 'refused', details: { tries: row.tries + 1 } });
      return locks ? ('locked' as const) : ('wrong' as const);
    });
    if (outcome === 'locked') throw new Refusal(410, 'link-locked', 'This page was tried with a wrong code too often and is locked. Call us: your question is not lost.');
    if (outcome === 'wrong') throw new Refusal(403, 'wrong-code', `That does not fit. Look at the code you were shown when you asked, and at the birth date. After ${MOST_LINK_TRIES} tries nobody can open this page.`);
    await place.giveBack();
    return found.id;
  }

  private async byToken(token: string | undefined): Promise<{ id: string; confirmed: boolean }> {
    const [id = '', secret = ''] = (token ?? '').split('.');
    if (!UUID.test(id) || secret.length > 100) throw unknownLink();
    const [row] = await this.acts.read<{ confirmed: boolean }>(
      `select true as confirmed from opinion where id = $1 and secret = $2 and asked is not null
       union all select false from opinion_draft where id = $1 and secret = $2 and ends_at > clock_timestamp()`, [id, digestOf(secret)]);
    if (!row) throw unknownLink();
    return { id, confirmed: row.confirmed };
  }
}

/** What was not taken up is kept a while for whoever asks after it, and then forgotten. */
export function wishForgotten(act: Act, id: string): void {
  act.unwish(`opinion.look ${id}`);
  act.unwish(`opinion.end ${id}`);
  act.wish({ kind: 'opinion.forget', key: `opinion.forget ${id}`, data: { id }, dueAt: new Date(act.now.getTime() + OPINION_DAYS.kept * DAY_MS) });
}

const unknownLink = (): Refusal => new Refusal(404, 'link-unknown', 'This link is not complete, or it is over. Open it again from the mail, with everything behind the #. What was not confirmed within a day is gone: ask again.');
