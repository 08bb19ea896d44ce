import type { CaseLinkList, CaseLinkRow, CaseParty, GiveCaseLink, GivenCaseLink } from '@causeway/contracts';
import { writeEntry } from '../../exchange/entries';
import type { Act } from '../../platform/acts/act';
import type { Acts } from '../../platform/acts/acts';
import { notFound, Refusal } from '../../platform/acts/refusal';
import type { Caller } from '../../platform/http/caller';
import { newId } from '../../platform/ids';
import type { Settings } from '../../platform/settings/settings';
import { digestOf } from '../../platform/sign-in/digest';
import { newSecret } from '../../platform/sign-in/secrets';
import { codeDigest, newCode, spokenCode } from '../../platform/sign-in/spoken-code';
import { caseGuarded, lockCase, requireOfCase, type CaseColumns } from '../case.row';

/** Links of one case that open something at once; beyond that the old ones are taken back first. */
const MOST_OPEN = 10;

/** Links with which the other side sees how far their case is: made and taken back by those who work on it. Nothing but digests of them is kept. */
export class CaseLinks {
  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'PUBLIC_URL'>) {}

  give(caller: Caller, caseId: string, wanted: GiveCaseLink): Promise<GivenCaseLink> {
    const [id, secret, code] = [newId(), newSecret(), newCode()];
    return this.acts.run(caller.actor, async (act) => {
      const row = await this.locked(act, caller, caseId);
      if (row.state === 'closed' || row.state === 'cancelled') throw new Refusal(409, 'reopen-first', 'This case is over. Take it up again first.');
      if (wanted.party === 'sender' && row.partner_id === null) throw new Refusal(409, 'no-sender', 'This case names no facility the patient is at: there is nobody to give a link to.');
      if (wanted.party === 'receiver' && !row.handover) throw new Refusal(409, 'no-receiver', 'Say first where the care goes on, and with whom.');
      const [open] = await act.query<{ n: number }>('select count(*)::int as n from case_link where case_id = $1 and revoked_at is null and locked_at is null and ends_at > clock_timestamp()', [caseId]);
      if ((open?.n ?? 0) >= MOST_OPEN) throw new Refusal(409, 'enough-links', `${MOST_OPEN} links to this case are open. Take one back before you give out another.`);
      const [made] = await act.query<{ ends_at: Date }>(
        `insert into case_link (id, case_id, party, secret, code, for_whom, call_number, ends_at, issued_by) values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp() + make_interval(hours => $8), $9) returning ends_at`,
        [id, caseId, wanted.party, digestOf(secret), codeDigest(code), wanted.forWhom, wanted.callNumber, wanted.hours, caller.id]);
      await writeEntry(act, 'case', caseId, 'link-given', { to: wanted.forWhom });
      changed(act, row, 'link-given', { link: id, party: wanted.party, hours: wanted.hours });
      return { id, address: `${(this.settings.PUBLIC_URL ?? '').replace(/\/$/, '')}/your-case#${id}.${secret}`, code: spokenCode(code), endsAt: (made?.ends_at ?? act.now).toISOString() };
    });
  }

  /** From the next request on it opens nothing, also where it is open now. Taking it back twice is no error. */
  revoke(caller: Caller, caseId: string, linkId: string): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await this.locked(act, caller, caseId);
      const [link] = await act.query<{ for_whom: string; revoked_at: Date | null }>('select for_whom, revoked_at from case_link where id = $1 and case_id = $2 for update', [linkId, caseId]);
      if (!link) throw notFound('link');
      if (link.revoked_at) return;
      await act.query('update case_link set revoked_at = clock_timestamp(), revoked_by = $2 where id = $1', [linkId, caller.id]);
      await act.query('delete from case_link_session where link_id = $1', [linkId]);
      await writeEntry(act, 'case', caseId, 'link-revoked', { to: link.for_whom });
      changed(act, row, 'link-revoked', { link: linkId });
    });
  }

  /** The links of a case, the newest first. */
  async list(caller: Caller, caseId: string): Promise<CaseLinkList> {
    const [row] = await this.acts.read<CaseColumns>('select * from exchange_case where id = $1', [caseId]);
    if (!row || !['case.work', 'case.decide'].some((name) => caller.may(name as 'case.work', caseGuarded(row, caller)))) throw notFound('case');
    const rows = await this.acts.read<{ id: string; party: CaseParty; for_whom: string; name: string; issued_at: Date; ends_at: Date; opened_at: Date | null; state: CaseLinkRow['state'] }>(
      `select l.id, l.party, l.for_whom, p.name, l.issued_at, l.ends_at, (select min(u.at) from case_link_use u where u.link_id = l.id and u.what = 'opened') as opened_at,
         case when l.revoked_at is not null then 'revoked' when l.locked_at is not null then 'locked' when l.ends_at <= clock_timestamp() then 'ended' else 'open' end as state
       from case_link l join person p on p.id = l.issued_by where l.case_id = $1 order by l.issued_at desc, l.id limit 50`, [caseId]);
    const [number] = await this.acts.read<{ number: string | null }>(
      `select coalesce((select call_number from case_link where issued_by = $1 order by issued_at desc limit 1),
         (select c.phone from facility_contact c join facility f on f.id = c.facility_id where f.host and c.kind = 'after-hours' and c.ended_at is null and c.phone <> '' order by c.made_at limit 1)) as number`, [caller.id]);
    const links = rows.map((r): CaseLinkRow => ({ id: r.id, party: r.party, forWhom: r.for_whom, issuedBy: r.name, issuedAt: r.issued_at.toISOString(), endsAt: r.ends_at.toISOString(), openedAt: r.opened_at?.toISOString() ?? null, state: r.state }));
    return { rows: links, callNumber: number?.number ?? '' };
  }

  private async locked(act: Act, caller: Caller, caseId: string): Promise<CaseColumns> {
    const row = await lockCase(act, caseId);
    if (!row) throw notFound('case');
    requireOfCase(caller, 'case.work', row);
    return row;
  }
}

function changed(act: Act, row: CaseColumns, what: string, details: Readonly<Record<string, unknown>>): void {
  act.audit({ action: `case.${what}`, object: { kind: 'case', id: row.id }, from: row.state, to: row.state, details });
  act.emit({ event: `case.${what}`, kind: 'case', id: row.id });
}
