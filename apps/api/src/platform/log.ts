import { pino, type Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;

/** JSON lines. Errors are reduced to name, code and stack: a database's error detail may quote a row. */
export function makeLog(process: string, level: string): Logger {
  return pino({
    level,
    base: { process },
    serializers: { error: plainError, err: plainError },
    redact: { paths: ['password', 'secret', 'token', '*.password', '*.secret', '*.token', 'req.headers.cookie', 'req.headers.authorization'], censor: '…' },
  });
}

function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = (error as { code?: unknown }).code;
  const driver = (error as { driverError?: { code?: unknown } }).driverError?.code;
  return { name: error.name, code: code ?? driver ?? null, message: isDatabase(error) ? undefined : error.message, stack: isDatabase(error) ? framesOf(error) : error.stack };
}

const isDatabase = (error: Error): boolean => error.name === 'QueryFailedError' || error.name === 'error' || 'severity' in error;
/** Frames only: the first line of a stack repeats the message. */
const framesOf = (error: Error): string => (error.stack ?? '').split('\n').filter((l) => l.trimStart().startsWith('at ')).join('\n');
