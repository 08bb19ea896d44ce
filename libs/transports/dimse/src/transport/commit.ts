import { newUid } from '@causeway/dicom';
import type { CommitmentNews, CommitmentReceipt, CommitmentReference, OwnListener, TransportFailure } from '@causeway/transport-kit';
import type { CommitmentReport, CommitmentRequest } from '../commitment';
import { explainStatus, statusCode } from '../message/status';
import { reportService } from '../scp/report-service';
import { COMMIT_OFFER, requestCommitment } from '../scu/commit';
import type { ClientAssociation } from '../scu/client-association';
import { openAssociation } from './session';
import { limitsOf, type DimseSettings } from './settings';

/** References in one transaction: partners look each of them up before they answer. */
const MOST_REFERENCES = 1_000;
const LOOK_MS = 250;

export interface CommitOptions {
  readonly settings: DimseSettings;
  readonly references: readonly CommitmentReference[];
  readonly listener: OwnListener | null;
  readonly signal: AbortSignal;
  /** Names an error met after the partner took a request. */
  readonly failureOf: (error: unknown) => TransportFailure;
}

/**
 * Storage commitment (PS3.4 J.3). The report may come on this association, which is kept open for it, or at our listener; whichever comes
 * first counts. What has no report in time stays open.
 */
export async function commitRemote(options: CommitOptions): Promise<CommitmentReceipt> {
  const { settings, references, signal } = options;
  const reports = new Map<string, CommitmentNews>();
  const service = reportService(async (report) => void reports.set(report.transactionUid, newsOf(report)), limitsOf(settings), () => undefined);
  const transactions: string[] = [];
  const opened: ClientAssociation[] = [];
  let failure: TransportFailure | null = null;
  try {
    try {
      for (let at = 0; at < references.length; at += MOST_REFERENCES) {
        const transactionUid = newUid();
        const asked = { transactionUid, references: references.slice(at, at + MOST_REFERENCES) };
        await requestOn(opened, () => openAssociation(settings, [COMMIT_OFFER], signal, [service]), asked);
        transactions.push(transactionUid);
      }
    } catch (error) {
      if (transactions.length === 0) {
        throw error;
      }
      failure = options.failureOf(error);
    }
    await awaitReports(options, opened, transactions, reports);
    await Promise.all(opened.map((association) => association.release()));
  } finally {
    opened.forEach((association) => association.abort());
  }
  return { ...receiptOf(references, transactions, [...reports.values()]), failure };
}

/** Partners that report on associations of their own often end ours after one request: the next one then has a new association. */
async function requestOn(opened: ClientAssociation[], open: () => Promise<ClientAssociation>, asked: CommitmentRequest): Promise<void> {
  const last = opened.at(-1);
  if (last?.open) {
    try {
      await requestCommitment(last, asked);
      return;
    } catch (error) {
      if (last.open) {
        throw error;
      }
    }
  }
  const association = await open();
  opened.push(association);
  await requestCommitment(association, asked);
}

/** Until every transaction has its report, or time is up. A partner that ended the association reports to the listener, if at all. */
async function awaitReports(
  { settings, listener, signal }: CommitOptions,
  opened: readonly ClientAssociation[],
  transactions: readonly string[],
  reports: Map<string, CommitmentNews>,
): Promise<void> {
  const until = performance.now() + settings.commitSeconds * 1_000;
  for (;;) {
    for (const uid of transactions.filter((one) => !reports.has(one))) {
      const news = await listener?.committed?.(uid);
      if (news) {
        reports.set(uid, news);
      }
    }
    signal.throwIfAborted();
    const over = performance.now() > until || (!opened.some((association) => association.open) && !listener?.committed);
    if (over || transactions.every((uid) => reports.has(uid))) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** A report as the ledger keeps it. */
export function newsOf({ committed, failed }: CommitmentReport): CommitmentNews {
  return {
    committed: committed.map((one) => one.sopInstanceUid),
    refused: failed.map(({ sopInstanceUid, reason }) => ({
      sopInstanceUid,
      status: statusCode(reason),
      detail: `They answered ${statusCode(reason)}: ${explainStatus(reason).meaning}.`,
    })),
  };
}

/** Only what was asked about counts, whatever else a report names; a report with both words about an instance is a refusal. */
function receiptOf(references: readonly CommitmentReference[], transactions: readonly string[], reports: readonly CommitmentNews[]): Omit<CommitmentReceipt, 'failure'> {
  const refusals = new Map(reports.flatMap((news) => news.refused.map((one) => [one.sopInstanceUid, one] as const)));
  const committed = new Set(reports.flatMap((news) => news.committed));
  const uids = references.map((reference) => reference.sopInstanceUid);
  return {
    committed: uids.filter((uid) => committed.has(uid) && !refusals.has(uid)),
    refused: uids.flatMap((uid) => refusals.get(uid) ?? []),
    open: uids.filter((uid) => !committed.has(uid) && !refusals.has(uid)),
    transactions,
  };
}
