import type { TrustCertificate, WithdrawCertificate } from '@causeway/contracts';
import type * as z from 'zod/mini';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { facilityChanged, lockPartner, logActivity } from './facility.row';

interface Row { id: string; subject: string; fingerprint: string; not_after: Date; trusted_at: Date | null; withdrawn_at: Date | null }

/**
 * Certificates partners handed in. Handing one in proves nothing: it counts once somebody here heard its fingerprint from a person at the partner, and the listener for TLS takes it from then
 * on, for this partner only.
 */
export class FacilityCertificates {
  constructor(private readonly acts: Acts) {}

  trust(caller: Caller, id: string, certificateId: string, body: z.output<typeof TrustCertificate>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await this.lock(act, caller, id, certificateId);
      if (row.trusted_at && !row.withdrawn_at) throw new Refusal(409, 'trusted', 'This certificate is trusted already.');
      if (row.not_after <= act.now) throw new Refusal(409, 'over', `This certificate ended on ${row.not_after.toISOString().slice(0, 10)}. Ask the partner for the new one.`);
      const end = row.fingerprint.replaceAll(':', '').slice(-8);
      if (body.last8.replace(/[^0-9A-Fa-f]/g, '').toUpperCase() !== end) throw new Refusal(422, 'fingerprint', 'That is not how this fingerprint ends. Have it read to you again; if it still differs, this certificate is not theirs.', { errors: [{ pointer: '/last8', detail: 'the last eight characters of the fingerprint' }] });
      const [other] = await act.query<{ name: string }>(
        'select f.name from facility_certificate c join facility f on f.id = c.facility_id where c.fingerprint = $1 and c.facility_id <> $2 and c.trusted_at is not null and c.withdrawn_at is null', [row.fingerprint, id]);
      if (other) throw new Refusal(409, 'certificate-of-another', `This certificate is trusted as ${other.name}'s already. Each site proves itself with its own.`);
      await act.query('update facility_certificate set trusted_at = clock_timestamp(), trusted_by = $2, trusted_with = $3, withdrawn_at = null, withdrawn_by = null, withdrawn_because = null where id = $1', [certificateId, act.actor.name, body.with]);
      await logActivity(act, id, { kind: 'stage', words: '', facts: { certificate: 'trusted', readBy: body.with } });
      await facilityChanged(act, id, 'certificate-trusted', { certificate: certificateId, fingerprint: row.fingerprint, with: body.with });
    });
  }

  withdraw(caller: Caller, id: string, certificateId: string, body: z.output<typeof WithdrawCertificate>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await this.lock(act, caller, id, certificateId);
      if (row.withdrawn_at) throw new Refusal(409, 'withdrawn', 'This certificate is not trusted any more.');
      await act.query('update facility_certificate set withdrawn_at = clock_timestamp(), withdrawn_by = $2, withdrawn_because = $3 where id = $1', [certificateId, act.actor.name, body.reason]);
      await logActivity(act, id, { kind: 'stage', words: body.reason, facts: { certificate: 'withdrawn' } });
      await facilityChanged(act, id, 'certificate-withdrawn', { certificate: certificateId, fingerprint: row.fingerprint });
    });
  }

  private async lock(act: Act, caller: Caller, id: string, certificateId: string): Promise<Row> {
    await lockPartner(act, id, caller, 'endpoint.configure');
    const [row] = await act.query<Row>('select id, subject, fingerprint, not_after, trusted_at, withdrawn_at from facility_certificate where id = $1 and facility_id = $2 for update', [certificateId, id]);
    if (!row) throw notFound('certificate');
    return row;
  }
}
