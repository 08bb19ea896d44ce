import { expect, it } from 'vitest';
import { logLine } from './log-line';

const now = () => new Date(2026, 0, 2, 3, 4, 5);
const time = new Date(2026, 0, 2, 9, 8, 7).getTime();

it('shows a log entry as one short line', () => {
  const line = JSON.stringify({ level: 30, time, process: 'api', pid: 1, hostname: 'h', msg: 'listening', port: 4280 });
  expect(logLine('api', line, true, now)).toBe('09:08:07 api      listening port=4280');
});

it('says the level when it is not the usual one, and shows an error with its stack', () => {
  const line = JSON.stringify({ level: 50, time, msg: 'job failed', error: { name: 'TypeError', code: 'X', message: 'no', stack: 'TypeError: no\n    at f' } });
  expect(logLine('worker', line, true, now)).toBe('09:08:07 worker   error: job failed TypeError X no\nTypeError: no\n    at f');
});

it('passes other text on with the name before it', () => {
  expect(logLine('demo', 'plain words', true, now)).toBe('03:04:05 demo     plain words');
  expect(logLine('demo', '{ not json', true, now)).toBe('03:04:05 demo     { not json');
});

it('gives a log collector nothing but JSON lines', () => {
  const line = JSON.stringify({ level: 30, time, msg: 'listening' });
  expect(logLine('api', line, false, now)).toBe(line);
  expect(JSON.parse(logLine('api', 'Cannot find module', false, now))).toEqual({ level: 30, time: now().getTime(), process: 'api', msg: 'Cannot find module' });
});
