// What the records say, read apart from the product: the audit replayed task by task, and every signature held against it.
import type { House } from './house';
import { markOf } from './reader';
import type { Tally } from './tally';

interface Entry {
  readonly action: string;
  readonly actor_id: string;
  readonly outcome: string;
}

interface Report {
  readonly author_id: string;
  readonly impression: string;
}

export interface Records {
  readonly claimsRecorded: number;
  readonly claimEvents: number;
  readonly takeOversRecorded: number;
  readonly signatures: number;
  /** Signatures whose author did not hold the task, under the epoch they wrote into it, when they signed. */
  readonly staleSignatures: number;
  readonly auditRows: number;
  readonly auditWhole: boolean;
}

/** Who holds a task, as the audit tells it. */
class Replay {
  holder: string | null = null;
  epoch = 0;
  signedBy: { readonly actor: string; readonly epoch: number } | null = null;
  readonly faults: string[] = [];

  take(entry: Entry): void {
    const mine = this.holder === entry.actor_id;
    switch (entry.action) {
      case 'overread.claim':
        if (this.holder !== null) this.faults.push('a held task was claimed');
        return this.given(entry.actor_id);
      case 'overread.take-over':
        if (this.holder === null) this.faults.push('a free task was taken over');
        return this.given(entry.actor_id);
      case 'overread.renew':
      case 'overread.draft':
        if (!mine) this.faults.push(`${entry.action} by somebody who does not hold the task`);
        return;
      case 'overread.release':
        if (!mine) this.faults.push('a task was released by somebody who does not hold it');
        this.holder = null;
        return;
      case 'overread.expire-lease':
        this.holder = null;
        return;
      case 'overread.sign':
        if (!mine) this.faults.push('a task was signed by somebody who does not hold it');
        if (this.signedBy) this.faults.push('a task was signed twice');
        this.signedBy = { actor: entry.actor_id, epoch: this.epoch };
    }
  }

  private given(to: string): void {
    this.holder = to;
    this.epoch++;
  }
}

/** Holds rows, reports, events and jobs of every task against its audit. */
export async function readRecords(house: House, tally: Tally): Promise<Records> {
  let [claims, takeOvers, signatures, stale] = [0, 0, 0, 0];
  for (const task of house.tasks) {
    const entries = await house.sql<Entry>(`select action, actor_id, outcome from audit_entry where object_kind = 'overread' and object_id = $1 and outcome = 'done' order by at, lane, seq`, [task]);
    const replay = new Replay();
    for (const entry of entries) replay.take(entry);
    claims += entries.filter((entry) => entry.action === 'overread.claim').length;
    takeOvers += entries.filter((entry) => entry.action === 'overread.take-over').length;
    for (const fault of replay.faults) tally.fault(`The audit says that ${fault}.`);
    const [row] = await house.sql<{ epoch: number; state: string; holder_id: string | null; signed_events: number; report_jobs: number }>(
      `select epoch::int as epoch, state, holder_id, (select count(*)::int from outbox o where o.event = 'overread.signed' and o.subject_id = x.id) as signed_events,
         (select count(*)::int from job j join overread_report r on j.key = 'overread.report-out ' || r.id where r.overread_id = x.id) as report_jobs from overread x where id = $1`, [task]);
    tally.must(row!.epoch === replay.epoch && row!.holder_id === replay.holder, () => `A task has epoch ${row!.epoch}; its audit tells of ${replay.epoch}.`);
    const reports = await house.sql<Report>(`select author_id, text->>'impression' as impression from overread_report where overread_id = $1`, [task]);
    signatures += reports.length;
    stale += reports.filter((report) => report.author_id !== replay.signedBy?.actor || report.impression !== markOf(report.author_id, replay.signedBy.epoch)).length;
    const parts = [reports.length, replay.signedBy ? 1 : 0, row!.signed_events, row!.report_jobs, row!.state === 'signed' ? 1 : 0];
    tally.must(new Set(parts).size === 1, () => `Report, audit, event, job and state of a signature differ: ${parts.join(', ')}.`);
  }
  const [events] = await house.sql<{ n: number }>(`select count(*)::int as n from outbox where event = 'overread.claimed'`);
  const verdict = house.auditVerdict();
  tally.must(verdict.whole, () => 'The audit chain is broken.');
  tally.must(events!.n === claims, () => `${claims} claims are in the audit and ${events!.n} overread.claimed in the outbox.`);
  tally.must(stale === 0, () => `${stale} signatures are stale.`);
  return { claimsRecorded: claims, claimEvents: events!.n, takeOversRecorded: takeOvers, signatures, staleSignatures: stale, auditRows: verdict.rows, auditWhole: verdict.whole };
}
