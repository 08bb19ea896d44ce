import { deliverReport, dimse, FAILURE_REASON, newsOf, type CommitmentReport, type CommitmentRequest, type ServerLog, type SopReference } from '@causeway/transport-dimse';
import type { Partner } from './partners';
import { egress, sealer } from '../../platform/outward';

export type Ask = <T>(sql: string, values: readonly unknown[]) => Promise<T[]>;

const HELD = `
  select distinct i.sop_uid, i.sop_class from instance i join receipt r on r.instance_id = i.id join endpoint e on e.id = r.endpoint_id
  where i.sop_uid = any($1) and e.facility_id = $2`;

const WAY_BACK = `
  select settings from endpoint where facility_id = $1 and kind = 'dimse' and direction in ('out', 'both') and disabled_at is null and settings->>'calledAeTitle' = $2
  order by made_at limit 1`;

/** First writing wins: a partner that reports twice says the same. */
const KEEP = `insert into commitment_report (transaction_uid, calling, committed, refused) values ($1, $2, $3, $4) on conflict (transaction_uid) do nothing`;

const PAUSES_MS = [0, 5_000, 60_000];
const PATIENCE_MS = 60_000;

export interface CommitmentsOptions {
  /** Resolves once everything that was answered before is on the ledger. */
  readonly posted: () => Promise<void>;
  /** Before each attempt to report, in milliseconds. */
  readonly pauses?: readonly number[];
}

/**
 * Storage commitment at the house's door (PS3.4 J). What is on the ledger is durable, so we stand in for it at once; a partner is told about
 * instances it handed over itself, and of others only that we know of no such instance from it.
 */
export class Commitments {
  constructor(private readonly ask: Ask, private readonly log: ServerLog, private readonly how: CommitmentsOptions) {}

  async answer({ transactionUid, references }: CommitmentRequest, partner: Partner | null): Promise<CommitmentReport> {
    // what was answered for a moment ago is to be found too
    await this.how.posted();
    const rows = partner ? await this.ask<{ sop_uid: string; sop_class: string }>(HELD, [references.map((one) => one.sopInstanceUid), partner.facilityId]) : [];
    const classes = new Map(rows.map((row) => [row.sop_uid, row.sop_class]));
    const reasonOf = ({ sopClassUid, sopInstanceUid }: SopReference): number | null => {
      const held = classes.get(sopInstanceUid);
      if (held === undefined) return FAILURE_REASON.noSuchInstance;
      return held === sopClassUid ? null : FAILURE_REASON.conflict;
    };
    return {
      transactionUid,
      committed: references.filter((one) => reasonOf(one) === null),
      failed: references.flatMap((one) => {
        const reason = reasonOf(one);
        return reason === null ? [] : [{ ...one, reason }];
      }),
    };
  }

  /** Reports on an association of our own, to the endpoint by which we reach the title that asked. A partner that stays away asks again. */
  deliver(report: CommitmentReport, partner: Partner | null, calling: string): void {
    void this.deliverTo(report, partner, calling).catch((error: unknown) =>
      this.log('commitment.failed', { calling, error: error instanceof Error ? error.message : 'unknown' }));
  }

  /** A partner's report on a commitment of ours; rejects while the database is away, and the partner may report again. */
  async take(report: CommitmentReport, calling: string): Promise<void> {
    const { committed, refused } = newsOf(report);
    await this.ask(KEEP, [report.transactionUid, calling, committed, JSON.stringify(refused)]);
  }

  private async deliverTo(report: CommitmentReport, partner: Partner | null, calling: string): Promise<void> {
    const [row] = partner ? await this.ask<{ settings: unknown }>(WAY_BACK, [partner.facilityId, calling]) : [];
    if (!row) {
      this.log('commitment.failed', { calling, error: `no outgoing endpoint reaches ${calling}, and it left its own association` });
      return;
    }
    const settings = { ...dimse.settings.parse(sealer.open(dimse.settings.form, row.settings)), egress };
    const pauses = this.how.pauses ?? PAUSES_MS;
    for (const [i, pause] of pauses.entries()) {
      await new Promise((resolve) => { setTimeout(resolve, pause).unref(); });
      try {
        if (await deliverReport(settings, report, AbortSignal.timeout(PATIENCE_MS))) return;
      } catch (error) {
        if (i === pauses.length - 1) throw error;
      }
    }
    this.log('commitment.failed', { calling, error: 'they did not take the report' });
  }
}
