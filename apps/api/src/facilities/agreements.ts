import type { EndAgreement, SaveAgreement, SignAgreement, TransferProtocol } from '@causeway/contracts';
import { createHash } from 'node:crypto';
import { canonicalJson } from '@causeway/domain';
import type * as z from 'zod/mini';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { changedMeanwhile, notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { facilityChanged, lockPartner, logActivity } from './facility.row';

export interface AgreementColumns {
  id: string; version: number; facility_id: string; kind: string; purposes: string[]; redisclosure: string | null; terms: string; begins_on: string; ends_on: string | null; renewal: string; signed_at: Date | null; ended_on: string | null; carried: boolean; protocol: TransferProtocol | null;
}

/** What was agreed with a partner. Signed words are not rewritten: a change is a new agreement. */
export class Agreements {
  constructor(private readonly acts: Acts) {}

  save(caller: Caller, id: string, agreementId: string | null, body: SaveAgreement & { readonly version?: number | undefined }): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      await lockPartner(act, id, caller, 'facility.develop');
      if (body.endsOn !== null && body.endsOn < body.beginsOn) throw new Refusal(422, 'ends', 'It cannot end before it begins.', { errors: [{ pointer: '/endsOn', detail: 'after the first day' }] });
      if (body.protocol && body.kind !== 'transfer-protocol') throw new Refusal(422, 'fields', 'Services, numbers and guidance belong to a transfer protocol.', { errors: [{ pointer: '/protocol', detail: 'only of a transfer protocol' }] });
      await this.document(act, id, body.documentId);
      const columns = [body.kind, body.purposes, body.redisclosure, body.terms, body.beginsOn, body.endsOn, body.renewal, body.documentId, body.protocol ? JSON.stringify(body.protocol) : null];
      if (agreementId === null) {
        await act.query('insert into agreement (id, facility_id, kind, purposes, redisclosure, terms, begins_on, ends_on, renewal, document_id, protocol, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)', [newId(), id, ...columns, act.actor.name]);
      } else {
        const row = await lockAgreement(act, id, agreementId, body.version);
        if (row.signed_at && !row.carried) throw new Refusal(409, 'signed', 'This agreement is signed and stays as it is. End it and enter the new one.');
        await act.query(
          `update agreement set kind = $2, purposes = $3, redisclosure = $4, terms = $5, begins_on = $6, ends_on = $7, renewal = $8, document_id = $9, protocol = $10, carried = false, told = '{}', version = version + 1 where id = $1`, [agreementId, ...columns]);
      }
      await facilityChanged(act, id, 'agreement-saved', { kind: body.kind, made: agreementId === null });
      await logActivity(act, id, { kind: 'stage', words: '', facts: { agreement: body.kind } });
    });
  }

  /** Signed on paper or elsewhere. A partner signs by its link: see the onboarding. */
  sign(caller: Caller, id: string, agreementId: string, body: z.output<typeof SignAgreement>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      await lockPartner(act, id, caller, 'facility.develop');
      const row = await lockAgreement(act, id, agreementId, body.version);
      await signAgreement(act, row, { name: body.name, title: body.title, on: body.on, byLink: false });
    });
  }

  end(caller: Caller, id: string, agreementId: string, body: z.output<typeof EndAgreement>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      await lockPartner(act, id, caller, 'facility.develop');
      const row = await lockAgreement(act, id, agreementId, body.version);
      if (row.ended_on !== null) throw new Refusal(409, 'ended', 'This agreement was ended already.');
      await act.query('update agreement set ended_on = $2, ended_because = $3, version = version + 1 where id = $1', [agreementId, body.on, body.reason]);
      await facilityChanged(act, id, 'agreement-closed', { agreement: agreementId, on: body.on });
      await logActivity(act, id, { kind: 'stage', words: body.reason, facts: { agreementEnded: row.kind, on: body.on } });
    });
  }

  private async document(act: Act, facilityId: string, documentId: string | null): Promise<void> {
    if (documentId === null) return;
    const [row] = await act.query('select 1 as there from facility_document where id = $1 and facility_id = $2 and removed_at is null', [documentId, facilityId]);
    if (!row) throw new Refusal(422, 'document', 'Choose a document of this facility.', { errors: [{ pointer: '/documentId', detail: 'a document of this facility' }] });
  }
}

export async function lockAgreement(act: Act, facilityId: string, agreementId: string, version?: number): Promise<AgreementColumns> {
  const [row] = await act.query<AgreementColumns>(
    `select id, version, facility_id, kind, purposes, redisclosure, terms, begins_on::text as begins_on, ends_on::text as ends_on, renewal, signed_at, ended_on::text as ended_on, carried, protocol from agreement where id = $1 and facility_id = $2 for update`, [agreementId, facilityId]);
  if (!row) throw notFound('agreement');
  if (version !== undefined && row.version !== version) throw changedMeanwhile();
  return row;
}

/** Digest of what is agreed, as it was shown to whoever accepts it. */
export const agreementDigest = (a: Pick<AgreementColumns, 'kind' | 'purposes' | 'redisclosure' | 'terms' | 'begins_on' | 'ends_on' | 'renewal' | 'protocol'>): string =>
  createHash('sha256').update(canonicalJson({ kind: a.kind, purposes: a.purposes, redisclosure: a.redisclosure, terms: a.terms, beginsOn: a.begins_on, endsOn: a.ends_on, renewal: a.renewal, ...(a.protocol ? { protocol: a.protocol } : {}) })).digest('hex');

/** Puts a name under an agreement; what it says about sending on becomes what holds for the partner's exams. */
export async function signAgreement(act: Act, row: AgreementColumns, by: { readonly name: string; readonly title: string; readonly on: string | null; readonly byLink: boolean }): Promise<void> {
  if (row.signed_at && !row.carried) throw new Refusal(409, 'signed', 'This agreement is signed already.');
  if (row.ended_on !== null) throw new Refusal(409, 'ended', 'This agreement was ended. Enter a new one.');
  await act.query(
    `update agreement set signed_at = coalesce($2::date::timestamptz, clock_timestamp()), signed_name = $3, signed_title = $4, signed_sha256 = decode($5, 'hex'), by_link = $6, carried = false, version = version + 1 where id = $1`,
    [row.id, by.on, by.name, by.title, agreementDigest(row), by.byLink]);
  if (row.kind === 'sharing' && row.redisclosure) await act.query('update facility set redisclosure = $2, redisclosure_terms = nullif($3, $4) where id = $1', [row.facility_id, row.redisclosure, row.terms.slice(0, 4000), '']);
  await facilityChanged(act, row.facility_id, 'agreement-signed', { agreement: row.id, sha256: agreementDigest(row), byLink: by.byLink });
  await logActivity(act, row.facility_id, { kind: by.byLink ? 'partner' : 'stage', words: '', facts: { agreementSigned: row.kind, name: by.name } });
}
