// How one line of a program's output is shown: as it is for machines, short and readable for people.

const LEVELS: Readonly<Record<number, string>> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
const COMMON = new Set(['level', 'time', 'pid', 'hostname', 'process', 'msg']);
const NAME_WIDTH = 8;

interface Entry extends Record<string, unknown> {
  readonly level: number;
  readonly time?: number | string;
  readonly msg?: string;
}

function asEntry(line: string): Entry | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && typeof (value as Entry).level === 'number' ? (value as Entry) : undefined;
  } catch {
    return undefined;
  }
}

function detail([name, value]: [string, unknown]): string {
  if (name === 'error' || name === 'err') {
    const { name: kind, code, message, stack } = (value ?? {}) as Record<string, unknown>;
    const head = [kind, code, message].filter(Boolean).join(' ');
    return typeof stack === 'string' ? `${head}\n${stack}` : head;
  }
  return `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`;
}

function clock(time: unknown, now: () => Date): string {
  const date = typeof time === 'number' || typeof time === 'string' ? new Date(time) : now();
  return (Number.isNaN(date.getTime()) ? now() : date).toTimeString().slice(0, 8);
}

/**
 * One line for the terminal (`readable`) or for a log collector. A collector gets JSON lines untouched, for they name their process;
 * other lines become JSON too, so that every line can be parsed.
 */
export function logLine(name: string, line: string, readable: boolean, now: () => Date = () => new Date()): string {
  const entry = asEntry(line);
  if (!readable) return entry ? line : JSON.stringify({ level: 30, time: now().getTime(), process: name, msg: line });
  const label = name.padEnd(NAME_WIDTH);
  if (!entry) return `${clock(undefined, now)} ${label} ${line}`;
  const more = Object.entries(entry).filter(([key]) => !COMMON.has(key)).map(detail);
  const level = entry.level === 30 ? '' : `${LEVELS[entry.level] ?? entry.level}: `;
  return [`${clock(entry.time, now)} ${label} ${level}${entry.msg ?? ''}`, ...more].join(' ').trimEnd();
}
