import { expect, it } from 'vitest';
import { versionFor, type VersionSpan } from './version-for';

const day = (n: number): Date => new Date(Date.UTC(2026, 0, n));
const span = (id: string, from: number, until: number | null, more: Partial<VersionSpan> = {}): VersionSpan => ({ id, scope: 'all', from: day(from), until: until === null ? null : day(until), applyNow: false, ...more });
const three = [span('v1', 1, 10), span('v2', 10, 20), span('v3', 20, null)];

it('what is under way keeps the version it began with, what is new has the one in force', () => {
  expect(versionFor(three, 'all', day(5))?.id).toBe('v1');
  expect(versionFor(three, 'all', day(10))?.id).toBe('v2');
  expect(versionFor(three, 'all', null)?.id).toBe('v3');
  expect(versionFor(three, 'neurology', day(15))?.id).toBe('v2');
});

it('a version that applies now reaches back to everything that began before it, and a later one does not undo that', () => {
  const reached = [span('v1', 1, 10), span('v2', 10, 20, { applyNow: true }), span('v3', 20, null)];
  expect(versionFor(reached, 'all', day(5))?.id).toBe('v2');
  expect(versionFor(reached, 'all', day(15))?.id).toBe('v2');
  expect(versionFor(reached, 'all', day(25))?.id).toBe('v3');
});

it('a service line had no version of its own when it began: the one for all decides', () => {
  const own = [...three, span('n1', 15, null, { scope: 'neurology' })];
  expect(versionFor(own, 'neurology', day(5))?.id).toBe('v1');
  expect(versionFor(own, 'neurology', day(16))?.id).toBe('n1');
  expect(versionFor(own, 'neurology', null)?.id).toBe('n1');
  expect(versionFor(own, 'breast', day(16))?.id).toBe('v2');
});

it('what is older than every version has the first one, and no version is no answer', () => {
  expect(versionFor(three, 'all', new Date(0))?.id).toBe('v1');
  expect(versionFor([], 'all', null)).toBeNull();
});
