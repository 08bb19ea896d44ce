import type { GivenUploadLink, IssueUploadLink, ReissueUploadLink, ToldPatient, UploadLinksView } from '@causeway/contracts';
import { LONGEST_LINK_DAYS } from '@causeway/domain';
import type * as z from 'zod/mini';
import { caseGuarded, lockCase } from '../cases/case.row';
import { writeEntry } from '../exchange/entries';
import { queryable } from '../exchange/queryable';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { made, move } from '../platform/acts/move';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { digestOf } from '../platform/sign-in/digest';
import { newSecret } from '../platform/sign-in/secrets';
import { codeDigest, newCode, spokenCode } from '../platform/sign-in/spoken-code';
import { discsOf } from '../requests/awaited-discs';
import { wantedLine } from '../requests/letter';
import { lockRequest, seesRequest } from '../requests/out.row';
import { mailLink, type CodeFrom } from './mail-link';
import { sightOf, type Of } from './of';
import { linkViews } from './upload-link.view';
import { linkGuarded, linkOffers, lockLink, unwishLinkEnd, wishLinkEnd, type UploadLinkColumns } from './upload-link.row';

type In<T extends z.ZodMiniType> = z.output<T>;
type Subject = Pick<UploadLinkColumns, 'request_id' | 'case_id' | 'facility_ids' | 'service_line' | 'care_team' | 'subject' | 'patient_id' | 'wanted'>;
type Wish = Pick<In<typeof IssueUploadLink>, 'requestId' | 'caseId' | 'wanted' | 'days'>;
export interface IssuedLink { readonly id: string; readonly secret: string; readonly endsAt: Date; readonly birthDate: string | null }
const DAY_MS = 86_400_000;

/**
 * Links with which a patient, or their family for them, brings images: made by whoever asks for the images, and taken back by them. Address and code are shown once;
 * nothing but digests is kept.
 */
export class UploadLinks {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async of(caller: Caller, of: Of): Promise<UploadLinksView> {
    const sight = await sightOf(queryable(this.acts), caller, of);
    const rows = await this.acts.read<UploadLinkColumns & { issuer: string }>(
      `select l.*, p.name as issuer from upload_link l join person p on p.id = l.issued_by where ${of.requestId ? 'l.request_id' : 'l.case_id'} = $1 order by l.made_at desc limit 20`, [of.requestId ?? of.caseId]);
    const links = await linkViews(this.acts, rows, (row) => linkOffers(row, caller));
    return { links, discs: await discsOf(this.acts, of), mayIssue: caller.offer('issue', 'link.issue', linkGuarded(sight)) !== null };
  }

  async issue(caller: Caller, body: In<typeof IssueUploadLink>): Promise<GivenUploadLink> {
    const code = newCode();
    const issued = await this.acts.run(caller.actor, (act) => this.issueIn(act, caller, body, codeDigest(code)));
    return { ...(await this.shown(caller, issued, body.mailTo)), code: spokenCode(code) };
  }

  /** As a part of another act, with a code the patient may have already. Show or mail it afterwards: the secret is kept nowhere. */
  async issueIn(act: Act, caller: Caller, body: Wish, code: Buffer): Promise<IssuedLink> {
    const [id, secret] = [newId(), newSecret()];
    const of = await this.subjectOf(act, caller, body);
    caller.require('link.issue', linkGuarded(of), 'link.issue');
    const endsAt = await this.endOf(act, of.case_id, body.days);
    const birthDate = of.subject.birthDate;
    await act.query(
      `insert into upload_link (id, state, request_id, case_id, facility_ids, service_line, care_team, subject, patient_id, wanted, secret, code, birth_date, issued_by, ends_at) values ($1, 'issued', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [id, of.request_id, of.case_id, of.facility_ids, of.service_line, [...new Set([...of.care_team, caller.id])], of.subject, of.patient_id, JSON.stringify(of.wanted), digestOf(secret), code, birthDate, caller.id, endsAt]);
    made(act, 'link', id, { request: of.request_id, case: of.case_id, asksBirthDate: birthDate !== null, ends: endsAt.toISOString() });
    await this.note(act, of, 'patient-invited', { until: endsAt.toISOString() });
    wishLinkEnd(act, id, endsAt);
    return { id, secret, endsAt, birthDate };
  }

  /** A new secret and a new code; the old ones open nothing any more. */
  async reissue(caller: Caller, id: string, body: In<typeof ReissueUploadLink>): Promise<GivenUploadLink> {
    const [secret, code] = [newSecret(), newCode()];
    const given = await this.with(caller, id, async (act, row) => {
      const endsAt = await this.endOf(act, row.case_id, body.days);
      await act.query('delete from upload_link_session where link_id = $1', [id]);
      await move(act, {
        machine: 'link', id, move: 'reissue', version: body.version, reason: body.reason, data: { permille: 0 },
        set: { secret: digestOf(secret), code: codeDigest(code), tries: 0, held_until: null, issued_by: caller.id, issued_at: act.now, issues: row.issues + 1, ends_at: endsAt },
      });
      await this.note(act, row, 'patient-invited', { until: endsAt.toISOString() });
      wishLinkEnd(act, id, endsAt);
      return { endsAt, birthDate: row.birth_date };
    });
    return { ...(await this.shown(caller, { id, secret, ...given }, body.mailTo)), code: spokenCode(code) };
  }

  extend(caller: Caller, id: string, version: number, days: number): Promise<void> {
    return this.with(caller, id, async (act, row) => {
      const last = row.made_at.getTime() + LONGEST_LINK_DAYS * DAY_MS;
      const ends = new Date(Math.min(act.now.getTime() + days * DAY_MS, last));
      if (ends <= row.ends_at) throw new Refusal(409, 'longest', `It ends no later than that: a link holds ${LONGEST_LINK_DAYS} days at most. Take it back and make a new one.`);
      await move(act, { machine: 'link', id, move: 'extend', version, set: { ends_at: ends }, details: { ends: ends.toISOString() } });
      wishLinkEnd(act, id, ends);
    });
  }

  /** From the next request on it opens nothing; what came with it stays. */
  revoke(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, async (act, row) => {
      await act.query('delete from upload_link_session where link_id = $1', [id]);
      await move(act, { machine: 'link', id, move: 'revoke', version, reason, set: { reason } });
      await this.note(act, row, 'invitation-revoked', { reason });
      unwishLinkEnd(act, id);
    });
  }

  close(caller: Caller, id: string, version: number): Promise<void> {
    return this.with(caller, id, async (act) => {
      await move(act, { machine: 'link', id, move: 'close', version });
      unwishLinkEnd(act, id);
    });
  }

  private with<T>(caller: Caller, id: string, work: (act: Act, row: UploadLinkColumns) => Promise<T>): Promise<T> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockLink(act, id);
      if (!row) throw notFound('upload link');
      caller.require('link.issue', linkGuarded(row), 'link.issue');
      return work(act, row);
    });
  }

  /** Whose images are wanted, which, and who works with it: as the request or the case says. */
  private async subjectOf(act: Act, caller: Caller, body: Wish): Promise<Subject> {
    if (body.requestId) {
      const r = await lockRequest(act, body.requestId);
      if (!r || !seesRequest(caller, r)) throw notFound('request');
      if (['fulfilled', 'cancelled'].includes(r.state)) throw new Refusal(409, `is-${r.state}`, `Nothing is awaited of a request that is ${r.state}.`);
      return { request_id: r.id, case_id: r.case_id, facility_ids: r.facility_ids, service_line: r.service_line, care_team: r.care_team, subject: r.subject, patient_id: r.patient_id, wanted: r.wanted.map(wantedLine) };
    }
    const c = await lockCase(act, body.caseId ?? '');
    if (!c || !(caller.may('case.work', caseGuarded(c, caller)) || caller.may('case.decide', caseGuarded(c, caller)))) throw notFound('case');
    if (['closed', 'cancelled'].includes(c.state)) throw new Refusal(409, 'reopen-first', 'This case is over. Take it up again before you invite anybody.');
    if (body.wanted.length < 3) throw new Refusal(422, 'fields', 'Say which images are wanted, in words the patient understands.', { errors: [{ pointer: '/wanted', detail: 'for example: your knee MRI of 2025' }] });
    return { request_id: null, case_id: c.id, facility_ids: c.restricted ? [] : c.facility_ids, service_line: c.service_line, care_team: c.care_team, subject: c.subject as ToldPatient, patient_id: c.patient_id, wanted: [body.wanted] };
  }

  /** So many days, but not beyond the visit the images are for. */
  private async endOf(act: Act, caseId: string | null, days: number): Promise<Date> {
    const [visit] = caseId ? await act.query<{ at: Date | null }>(`select min(starts_at) as at from appointment where case_id = $1 and state = 'booked' and starts_at > clock_timestamp() + interval '1 hour'`, [caseId]) : [];
    return new Date(Math.min(act.now.getTime() + days * DAY_MS, visit?.at?.getTime() ?? Infinity));
  }

  private async note(act: Act, of: Pick<UploadLinkColumns, 'request_id' | 'case_id'>, what: 'patient-invited' | 'invitation-revoked', facts: Readonly<Record<string, string>>): Promise<void> {
    if (of.request_id) await writeEntry(act, 'requestOut', of.request_id, what, facts);
    else if (of.case_id) await writeEntry(act, 'case', of.case_id, what, facts);
  }

  /** The address, this once. The mail holds nothing else, and goes out when the link is made: whether it was taken is said and written down. */
  async shown(caller: Caller, link: IssuedLink, mailTo: string | null, code: CodeFrom = 'told'): Promise<Omit<GivenUploadLink, 'code'>> {
    const address = `${(this.settings.PUBLIC_URL ?? '').replace(/\/$/, '')}/bring#${link.id}.${link.secret}`;
    const sent = mailTo === null ? null : await mailLink(mailTo, address, link.endsAt, this.settings, code);
    if (sent) await this.acts.run(caller.actor, async (act) => act.audit({ action: 'link.mailed', object: { kind: 'link', id: link.id }, outcome: sent === 'sent' ? 'done' : 'failed', reason: sent === 'sent' ? null : sent }));
    return { id: link.id, address, endsAt: link.endsAt.toISOString(), asksBirthDate: link.birthDate !== null, mail: sent === null ? 'not-asked' : sent === 'sent' ? 'sent' : 'failed' };
  }
}
