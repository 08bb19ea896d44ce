import { EXPLICIT_LE, IMPLICIT_LE, STORAGE_COMMITMENT } from '../association/negotiation';
import { readReport } from '../commitment';
import type { DimseLimits } from '../limits';
import { COMMAND, ELEMENT } from '../message/command';
import { STATUS } from '../message/status';
import { GatheringSink } from './gathering-sink';
import type { ServerLog, ServerPorts } from './ports';
import type { Request, Service } from './service';

/** Reports on commitments we asked for (PS3.4 J.3.3): N-EVENT-REPORT, on our own association or on one the partner opened to our listener. */
export function reportService(committed: NonNullable<ServerPorts['committed']>, limits: DimseLimits, log: ServerLog): Service {
  return {
    commandField: COMMAND.eventReportRq,
    syntaxes: (uid) => (uid === STORAGE_COMMITMENT ? (syntax) => syntax === IMPLICIT_LE || syntax === EXPLICIT_LE : null),
    begin: (request) => new ReportSink(request, committed, limits, log),
  };
}

class ReportSink extends GatheringSink {
  readonly #request: Request;
  readonly #committed: NonNullable<ServerPorts['committed']>;
  readonly #log: ServerLog;

  constructor(request: Request, committed: NonNullable<ServerPorts['committed']>, limits: DimseLimits, log: ServerLog) {
    super(limits.commitmentBytes);
    this.#request = request;
    this.#committed = committed;
    this.#log = log;
  }

  protected async complete(dataSet: Buffer | null): Promise<void> {
    const { context, association, command } = this.#request;
    const report = dataSet && readReport(dataSet, context.transferSyntax === EXPLICIT_LE);
    if (!report) {
      return this.#answer(STATUS.invalidArgumentValue);
    }
    try {
      await this.#committed(report, association);
      await this.#answer(STATUS.success);
    } catch (error) {
      // The partner keeps the report and may send it again.
      this.#log('commitment.report-failed', { association: association.id, event: command.typeId, error: error instanceof Error ? error.name : 'unknown' });
      await this.#answer(STATUS.processingFailure);
    }
  }

  async #answer(status: number): Promise<void> {
    const { sopInstanceUid, typeId } = this.#request.command;
    if (!this.gone) {
      await this.#request.respond(status, [
        [ELEMENT.affectedSopInstance, sopInstanceUid],
        [ELEMENT.eventTypeId, typeId],
      ]);
    }
  }
}
