import type { GivenLink } from '@causeway/contracts';
import type { Act } from '../../platform/acts/act';
import type { Acts } from '../../platform/acts/acts';
import { move, signal } from '../../platform/acts/move';
import { changedMeanwhile, notFound, Refusal } from '../../platform/acts/refusal';
import type { Caller } from '../../platform/http/caller';
import { newId } from '../../platform/ids';
import type { Settings } from '../../platform/settings/settings';
import { digestOf } from '../../platform/sign-in/digest';
import { newSecret } from '../../platform/sign-in/secrets';
import { codeDigest, newCode, spokenCode } from '../../platform/sign-in/spoken-code';
import { lockSend, sendGuarded, type SendColumns } from '../send.row';
import type { SendTurn } from '../turn';

/** Clock `link` of a send: unopened at its end it is over. */
const LINK_DAYS = 14;
const DAY_MS = 86_400_000;

/** Gives out the link with which somebody opens a send. Nothing but digests is kept, so that a second asking makes a new link and the old one opens nothing any more. */
export class SendLinks {
  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'PUBLIC_URL'>, private readonly turn: SendTurn) {}

  async give(caller: Caller, id: string, version: number): Promise<GivenLink> {
    const [linkId, secret, code] = [newId(), newSecret(), newCode()];
    return this.with(caller, id, version, async (act, row) => {
      if (!['sending', 'delivered', 'accepted'].includes(row.state)) throw new Refusal(409, `is-${row.state}`, row.state === 'expired' ? 'Its time is over. Give it longer first.' : `No link is given out while the send is ${row.state}.`);
      const birthDate = await birthDateOf(act, row);
      await act.query('delete from send_link_session where link_id = (select id from send_link where send_id = $1)', [id]);
      await act.query(
        `insert into send_link (id, send_id, secret, code, birth_date, issued_by) values ($1, $2, $3, $4, $5, $6)
         on conflict (send_id) do update set secret = excluded.secret, code = excluded.code, birth_date = excluded.birth_date, tries = 0, locked_at = null, issued_by = excluded.issued_by, issued_at = clock_timestamp(), issues = send_link.issues + 1`,
        [linkId, id, digestOf(secret), codeDigest(code), birthDate, caller.id]);
      const [link] = await act.query<{ id: string; issues: number }>('select id, issues from send_link where send_id = $1', [id]);
      const ends = row.state === 'sending' ? new Date(act.now.getTime() + LINK_DAYS * DAY_MS) : row.ends_at;
      act.audit({ action: 'send.link-given', object: { kind: 'send', id }, details: { link: link?.id ?? '', issue: link?.issues ?? 1, asksBirthDate: birthDate !== null } });
      if (row.state === 'sending') {
        await signal(act, { machine: 'send', id, move: 'deliver', set: { delivered_at: act.now, ends_at: ends }, details: { link: link?.id ?? '' } });
        wishEnd(act, id, ends ?? act.now);
      } else {
        await act.query('update send set version = version + 1 where id = $1', [id]);
        act.emit({ event: 'send.link-given', kind: 'send', id });
      }
      return { address: `${(this.settings.PUBLIC_URL ?? '').replace(/\/$/, '')}/exams#${link?.id ?? linkId}.${secret}`, code: spokenCode(code), endsAt: (ends ?? act.now).toISOString(), asksBirthDate: birthDate !== null };
    });
  }

  /** Its time was over before it was opened: it gets as long again, if everything its pre-flight asks still holds. */
  async extend(caller: Caller, id: string, version: number): Promise<void> {
    await this.with(caller, id, version, async (act, row) => {
      if (row.state === 'expired' && !(await this.turn.mayGoOn(act, row))) throw new Refusal(409, 'pre-flight', 'Something stops it now: look at its pre-flight. Begin a new send when that is settled.');
      const ends = new Date(act.now.getTime() + LINK_DAYS * DAY_MS);
      await move(act, { machine: 'send', id, move: 'extend', version, set: { ends_at: ends, reason: null }, details: { ends: ends.toISOString() } });
      wishEnd(act, id, ends);
    });
  }

  private with<T>(caller: Caller, id: string, version: number, work: (act: Act, row: SendColumns) => Promise<T>): Promise<T> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockSend(act, id);
      if (!row) throw notFound('send');
      caller.require('send.create', sendGuarded(row));
      if (!row.link) throw new Refusal(409, 'not-by-link', 'This send goes to a partner over a line or on a disc.');
      if (row.version !== version) throw changedMeanwhile();
      return work(act, row);
    });
  }
}

function wishEnd(act: Act, id: string, at: Date): void {
  act.wish({ kind: 'send.link-ends', key: `send.link-ends ${id}`, data: { id }, dueAt: at, restart: true });
}

/** Asked of the patient and of whoever stands in for them: what both know and a finder of the link does not. Null: more than one, or not known. */
async function birthDateOf(act: Act, row: SendColumns): Promise<string | null> {
  if (row.link?.kind !== 'patient' && row.link?.kind !== 'proxy') return null;
  const rows = await act.query<{ birth_date: string | null }>(
    `select distinct p.birth_date::text as birth_date from send_item i join match m on m.exam_id = i.exam_id and m.state in ('matched', 'overridden') join patient p on p.id = m.patient_id where i.send_id = $1`, [row.id]);
  return rows.length === 1 && /^\d{4}-\d\d-\d\d$/.test(rows[0]?.birth_date ?? '') ? (rows[0]?.birth_date ?? null) : null;
}
