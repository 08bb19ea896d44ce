import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { addressOf, traceOf, type Caller } from './stow-head';

const from = (remoteAddress: string | undefined, headers: Readonly<Record<string, string>> = {}): IncomingMessage => ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage;
const address = (caller: Caller, peer: string | undefined, forwarded?: string): string => addressOf(from(peer, forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }), caller);

describe('where a request came from', () => {
  it('is what the api says, who knows', () => {
    expect(address('api', undefined, '203.0.113.9')).toBe('203.0.113.9');
    expect(address('api', undefined, '::ffff:203.0.113.9')).toBe('203.0.113.9');
  });
  it('is the other end for anybody, whatever it says', () => {
    expect(address('anybody', '203.0.113.9')).toBe('203.0.113.9');
    expect(address('anybody', '203.0.113.9', '192.0.2.7')).toBe('203.0.113.9');
    expect(address('anybody', '::ffff:203.0.113.9', '127.0.0.1')).toBe('203.0.113.9');
  });
  it('is what a proxy on this machine says last', () => {
    expect(address('anybody', '127.0.0.1', '192.0.2.7')).toBe('192.0.2.7');
    expect(address('anybody', '::1', '127.0.0.1, 192.0.2.7')).toBe('192.0.2.7');
    expect(address('anybody', '127.0.0.1', '192.0.2.7, 127.0.0.9')).toBe('192.0.2.7');
    expect(address('anybody', '::ffff:127.0.0.1')).toBe('127.0.0.1');
  });
});

it('a trace is taken over from the api only', () => {
  const given = '0b6cf1b6-5b1f-4c39-9d53-0c3e0f6f7b11';
  expect(traceOf(from('127.0.0.1', { 'x-trace-id': given }), 'api')).toBe(given);
  expect(traceOf(from('127.0.0.1', { 'x-trace-id': given }), 'anybody')).not.toBe(given);
});
