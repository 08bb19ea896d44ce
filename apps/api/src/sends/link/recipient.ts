import type { OpenRecipientLink, RecipientContents, RecipientLinkView } from '@causeway/contracts';
import { MOST_LINK_TRIES, satisfaction } from '@causeway/domain';
import type * as z from 'zod/mini';
import { counted } from '../../exams/counted';
import { nameView } from '../../exams/names';
import { writeValue } from '../../exchange/values';
import { LinkThrottle } from '../../facilities/links/link-throttle';
import { isoDate } from '../../inbound/facts';
import type { Act } from '../../platform/acts/act';
import type { Actor } from '../../platform/acts/actor';
import type { Acts } from '../../platform/acts/acts';
import { signal } from '../../platform/acts/move';
import { Refusal } from '../../platform/acts/refusal';
import { plainAddress } from '../../platform/addresses';
import { newId } from '../../platform/ids';
import type { Settings } from '../../platform/settings/settings';
import { digestOf } from '../../platform/sign-in/digest';
import { newSecret } from '../../platform/sign-in/secrets';
import { codeDigest } from '../../platform/sign-in/spoken-code';
import { lockSend } from '../send.row';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const SESSION_MINUTES = 60;

interface LinkRow {
  id: string; send_id: string; secret: Buffer; code: Buffer; birth_date: string | null; tries: number; locked_at: Date | null; state: string; ends_at: Date | null; person: string | null; sender: string; message: string | null; open: boolean;
}
const LINK_SQL = `select l.*, s.state, s.ends_at, s.recipient_person as person, p.name as sender, s.message, s.state in ('delivered', 'accepted') and s.ends_at > clock_timestamp() as open from send_link l join send s on s.id = l.send_id join person p on p.id = s.owner_id`;

export interface OpenedSend { readonly sendId: string; readonly linkId: string; readonly actor: Actor; readonly row: LinkRow }

/**
 * What somebody with a link may do: prove that they are the one it is for, see what was sent, take it. Every refusal is the same for what does not exist and what is
 * wrong; ten wrong answers lock the link, and an address that guesses must wait.
 */
export class Recipients {
  private readonly throttle: LinkThrottle;

  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'SITE_NAME'>) {
    this.throttle = new LinkThrottle(acts);
  }

  /** What may be said to whoever has the address: nothing about the patient or the recipient. Looking never counts as a try of the code. */
  async current(token: string | undefined, session: string | null, address: string): Promise<RecipientLinkView> {
    const place = await this.throttle.tried(plainAddress(address));
    const row = await this.byToken(token);
    await place.giveBack();
    const opened = session === null ? null : await this.bySession(session);
    return { house: this.settings.SITE_NAME, asksBirthDate: row.birth_date !== null, endsAt: (row.ends_at ?? new Date()).toISOString(), open: opened?.id === row.id };
  }

  /** The secret of a session when link, code and birth date are right. Looks and counts under the lock of the row, so that many guesses at once are no more than ten. */
  async open(token: string | undefined, body: z.output<typeof OpenRecipientLink>, address: string): Promise<string> {
    const place = await this.throttle.tried(plainAddress(address));
    const known = await this.byToken(token);
    const secret = newSecret();
    const outcome = await this.acts.run(actorOf(known), async (act) => {
      const [row] = await act.query<LinkRow>(`${LINK_SQL} where l.id = $1 for update of l`, [known.id]);
      if (!row || row.locked_at) return 'locked' as const;
      const right = codeDigest(body.code).equals(row.code) && (row.birth_date === null || row.birth_date === body.birthDate);
      if (!right) {
        const locks = row.tries + 1 >= MOST_LINK_TRIES;
        await act.query('update send_link set tries = tries + 1, locked_at = case when $2 then clock_timestamp() end where id = $1', [row.id, locks]);
        act.audit({ action: 'send.link-refused', object: { kind: 'send', id: row.send_id }, outcome: 'refused', details: { tries: row.tries + 1, locked: locks } });
        if (locks) act.emit({ event: 'send.link-locked', kind: 'send', id: row.send_id, data: { permille: 1000 } });
        return locks ? ('locked' as const) : ('wrong' as const);
      }
      await act.query('update send_link set tries = 0 where id = $1', [row.id]);
      await act.query('insert into send_link_session (id, link_id, ends_at) values ($1, $2, clock_timestamp() + make_interval(mins => $3))', [digestOf(secret), row.id, SESSION_MINUTES]);
      await this.used(act, row, 'opened', null, address);
      const send = await lockSend(act, row.send_id);
      if (send?.state === 'delivered') await signal(act, { machine: 'send', id: send.id, move: 'accept', set: { receipt: JSON.stringify({ who: row.person ?? '', at: act.now.toISOString(), note: 'opened with the link' }) }, details: { link: row.id } });
      return 'open' as const;
    });
    if (outcome === 'locked') throw lockedLink();
    if (outcome === 'wrong') throw new Refusal(403, 'wrong-code', `That does not fit. Look at the code again${known.birth_date === null ? '' : ', and at the birth date'}. After ${MOST_LINK_TRIES} tries the link is locked.`);
    await place.giveBack();
    return secret;
  }

  /** The send a session is for; 401 when the session is over, 410 when what it opened is. */
  async session(secret: string | null): Promise<OpenedSend> {
    const row = secret === null ? null : await this.bySession(secret);
    if (!row) throw new Refusal(401, 'open-again', 'Open the link again with your code: for your safety it closes after an hour.');
    if (!row.open) throw overLink(row);
    return { sendId: row.send_id, linkId: row.id, actor: actorOf(row), row };
  }

  async contents(opened: OpenedSend): Promise<RecipientContents> {
    const { row } = opened;
    const exams = await this.acts.read<{ head: Record<string, string | undefined>; modalities: string[]; images: number; bytes: string; terms: string | null }>(
      `select e.head, x.modalities, i.terms, (select count(*)::int from instance n where n.exam_id = x.id and n.conflict_of is null and ${counted('n')}) as images,
         (select coalesce(sum(bytes), 0)::text from instance n where n.exam_id = x.id and n.conflict_of is null and ${counted('n')}) as bytes
       from send_item i join inbound x on x.id = i.exam_id join exam e on e.id = x.id where i.send_id = $1 order by e.head->>'studyDate' desc, x.id`, [opened.sendId]);
    const reports = await this.acts.read<{ title: string; author: string | null; at: Date; sections: RecipientContents['reports'][number]['sections'] }>(
      `select r.title, r.author, coalesce(r.signed_at, r.received_at) as at, r.sections from send_document d join report r on r.id = d.report_id where d.send_id = $1 and r.status <> 'W' order by d.id`, [opened.sendId]);
    const [survey] = await this.acts.read('select 1 as there from survey where send_id = $1', [opened.sendId]);
    return {
      house: this.settings.SITE_NAME, forWhom: row.person ?? '', sentBy: row.sender, message: row.message, endsAt: (row.ends_at ?? new Date()).toISOString(), megabytes: Math.round(exams.reduce((n, e) => n + Number(e.bytes), 0) / 100_000) / 10,
      exams: exams.map((e) => ({ description: e.head['studyDescription'] || e.modalities.join('/') || 'Exam', modality: e.modalities.join('/'), studyDate: isoDate(e.head['studyDate']), images: e.images, patient: nameView(e.head['patientName'] ?? '').text })),
      reports: reports.map((r) => ({ title: r.title, author: r.author ? nameView(r.author).text : null, date: r.at.toISOString().slice(0, 10), sections: r.sections })),
      terms: [...new Set(exams.flatMap((e) => e.terms ?? []))], answered: survey !== undefined,
    };
  }

  /** Two answers of one to five, once: what the value of sharing with patients is measured by (V5). */
  async survey(opened: OpenedSend, answers: readonly number[]): Promise<void> {
    await this.acts.run(opened.actor, async (act) => {
      const id = newId(act.now.getTime());
      const written = await act.query('insert into survey (id, send_id, answers) values ($1, $2, $3) on conflict (send_id) do nothing returning id', [id, opened.sendId, answers]);
      if (written.length === 0) throw new Refusal(409, 'answered', 'You have answered already. Thank you.');
      const [send] = await act.query<{ service_line: string }>('select service_line from send where id = $1', [opened.sendId]);
      await this.used(act, opened.row, 'answered', null, null);
      await writeValue(act, satisfaction([{ id, answers }]), { serviceLine: send?.service_line ?? null, key: `survey ${id}` });
    });
  }

  async used(act: Act, row: Pick<LinkRow, 'send_id'>, what: 'opened' | 'downloaded' | 'answered', detail: string | null, address: string | null): Promise<void> {
    await act.query('insert into send_link_use (send_id, what, detail, address) values ($1, $2, $3, $4)', [row.send_id, what, detail, address === null ? null : plainAddress(address)]);
    act.audit({ action: `send.link-${what}`, object: { kind: 'send', id: row.send_id }, details: { ...(detail ? { format: detail } : {}) } });
    act.emit({ event: `send.link-${what}`, kind: 'send', id: row.send_id });
  }

  private async byToken(token: string | undefined): Promise<LinkRow> {
    const [id = '', secret = ''] = (token ?? '').split('.');
    const [row] = UUID.test(id) && secret.length <= 100 ? await this.acts.read<LinkRow>(`${LINK_SQL} where l.id = $1 and l.secret = $2`, [id, digestOf(secret)]) : [];
    if (!row) throw new Refusal(404, 'link-unknown', 'This link is not complete, or not one of ours. Open it again from the message it came with, with everything behind the #.');
    if (row.locked_at) throw lockedLink();
    if (!row.open) throw overLink(row);
    return row;
  }

  private async bySession(secret: string): Promise<LinkRow | null> {
    const [row] = await this.acts.read<LinkRow>(`${LINK_SQL} join send_link_session t on t.link_id = l.id where t.id = $1 and t.ends_at > clock_timestamp() and l.locked_at is null`, [digestOf(secret)]);
    return row ?? null;
  }
}

const actorOf = (row: LinkRow): Actor => ({ kind: 'client', id: `send-link ${row.id}`, name: `${row.person ?? 'Recipient'}, by link` });
const lockedLink = (): Refusal => new Refusal(410, 'link-locked', 'This link was tried with a wrong code too often and is locked. Ask whoever sent it for a new one.');
const overLink = (row: LinkRow): Refusal =>
  (row.state === 'revoked' ? new Refusal(410, 'link-revoked', 'This was taken back by whoever sent it. Ask them what holds instead.') : new Refusal(410, 'link-over', 'This link has ended. Ask whoever sent it for a new one.'));
