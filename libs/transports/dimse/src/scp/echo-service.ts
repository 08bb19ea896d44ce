import { IMPLICIT_LE, EXPLICIT_LE, VERIFICATION } from '../association/negotiation';
import { COMMAND } from '../message/command';
import { STATUS } from '../message/status';
import type { Service } from './service';

/** Verification (PS3.4 annex A). Nothing but a command set travels, so the syntax hardly matters. */
export const echoService: Service = {
  commandField: COMMAND.echoRq,
  syntaxes: (uid) => (uid === VERIFICATION ? (syntax) => syntax === IMPLICIT_LE || syntax === EXPLICIT_LE : null),
  begin: (request) => ({
    write: () => undefined,
    end: async () => request.respond(STATUS.success),
    abort: () => undefined,
  }),
};
