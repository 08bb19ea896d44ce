import { EXPLICIT_LE, IMPLICIT_LE, STORAGE_COMMITMENT } from '../association/negotiation';
import { REQUEST_COMMITMENT, readRequest, type CommitmentReport } from '../commitment';
import type { DimseLimits } from '../limits';
import { COMMAND, ELEMENT } from '../message/command';
import { STATUS } from '../message/status';
import { reportCommitment } from '../scu/report-commitment';
import { GatheringSink } from './gathering-sink';
import type { CommitmentDesk, ServerLog } from './ports';
import type { Request, Service } from './service';

/** How long a requester has to begin its release before the report is given on its own association. */
const MANNERS_MS = 200;

/**
 * Storage commitment (PS3.4 J.3): the request is answered at once, then what is kept is looked up and reported, on the same association while
 * the requester leaves it open, else by the desk on one of our own.
 */
export function commitService(desk: CommitmentDesk, limits: DimseLimits, log: ServerLog): Service {
  return {
    commandField: COMMAND.actionRq,
    syntaxes: (uid) => (uid === STORAGE_COMMITMENT ? (syntax) => syntax === IMPLICIT_LE || syntax === EXPLICIT_LE : null),
    begin: (request) => new CommitSink(request, desk, limits, log),
  };
}

class CommitSink extends GatheringSink {
  readonly #request: Request;
  readonly #desk: CommitmentDesk;
  readonly #log: ServerLog;

  constructor(request: Request, desk: CommitmentDesk, limits: DimseLimits, log: ServerLog) {
    super(limits.commitmentBytes);
    this.#request = request;
    this.#desk = desk;
    this.#log = log;
  }

  protected async complete(dataSet: Buffer | null): Promise<void> {
    const { command, context, association } = this.#request;
    if (command.typeId !== REQUEST_COMMITMENT) {
      return this.#answer(STATUS.noSuchAction);
    }
    const asked = dataSet && readRequest(dataSet, context.transferSyntax === EXPLICIT_LE);
    if (!asked) {
      return this.#answer(dataSet ? STATUS.invalidArgumentValue : STATUS.resourceLimitation);
    }
    let report: CommitmentReport;
    try {
      report = await this.#desk.answer(asked, association);
    } catch (error) {
      this.#log('commitment.failed', { association: association.id, error: error instanceof Error ? error.name : 'unknown' });
      return this.#answer(STATUS.processingFailure);
    }
    await this.#answer(STATUS.success);
    await this.#report(report);
  }

  async #answer(status: number): Promise<void> {
    const { sopInstanceUid, typeId } = this.#request.command;
    if (!this.gone) {
      await this.#request.respond(status, [
        [ELEMENT.affectedSopInstance, sopInstanceUid],
        [ELEMENT.actionTypeId, typeId],
      ]);
    }
  }

  async #report(report: CommitmentReport): Promise<void> {
    const { back, context, association } = this.#request;
    await new Promise((resolve) => setTimeout(resolve, MANNERS_MS));
    const given = back.open && (await reportCommitment(back, context, report).catch(() => false));
    if (!given) {
      this.#desk.deliver(report, association);
    }
  }
}
