import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { countFolder, countReport, failuresIn, failuresOf, removeReports } from './results.mjs';

const vitest = { numTotalTests: 4, numPassedTests: 2, numFailedTests: 1, numPendingTests: 1, numTodoTests: 0, testResults: [] as unknown[] };

it('counts what Vitest reports', () => {
  expect(countReport(JSON.stringify(vitest))).toEqual({ passed: 2, failed: 1, skipped: 1 });
});

it('counts a test file that could not even be loaded as failed', () => {
  const broken = { ...vitest, numFailedTests: 0, testResults: [{ status: 'failed', assertionResults: [] }, { status: 'passed', assertionResults: [] }] };
  expect(countReport(JSON.stringify(broken)).failed).toBe(1);
});

it('counts what Playwright reports, and a journey that needed a second try as failed', () => {
  expect(countReport(JSON.stringify({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 }, errors: [] }))).toEqual({ passed: 3, failed: 2, skipped: 2 });
  expect(countReport(JSON.stringify({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }, errors: [{ message: 'set-up' }] })).failed).toBe(1);
});

it('counts a proof by its verdict, and anything it cannot understand as failed', () => {
  expect(countReport('{"name":"kill","pass":true,"figures":{}}').passed).toBe(1);
  expect(countReport('{"name":"kill","pass":false,"figures":{}}').failed).toBe(1);
  expect(countReport('{"half":').failed).toBe(1);
  expect(countReport('{}').failed).toBe(1);
});

it('adds up the chosen reports of a folder and removes only those', () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-results-'));
  for (const name of ['a.spec.json', 'b.spec.json', 'a.db-spec.json']) fs.writeFileSync(path.join(dir, name), JSON.stringify(vitest));
  const unit = (name: string) => /(?<!-)spec\.json$/.test(name);
  expect(countFolder(dir, unit)).toEqual({ passed: 4, failed: 2, skipped: 2 });
  removeReports(dir, unit);
  expect(fs.readdirSync(dir)).toEqual(['a.db-spec.json']);
  expect(countFolder(path.join(dir, 'none'))).toEqual({ passed: 0, failed: 0, skipped: 0 });
  fs.rmSync(dir, { recursive: true });
});

it('names each failed test with what it said, whoever wrote the report', () => {
  const failed = { fullName: 'an exam is kept', status: 'failed', failureMessages: ['\u001b[31mAssertionError\u001b[39m: 3 is not 4\n    at exam.spec.ts'] };
  const files = [{ name: '/x/exam.spec.ts', status: 'failed', assertionResults: [failed, { fullName: 'fine', status: 'passed' }] }, { name: '/x/broken.spec.ts', status: 'failed', message: 'no such module', assertionResults: [] }];
  expect(failuresOf(JSON.stringify({ ...vitest, testResults: files }))).toEqual(['an exam is kept\n    AssertionError: 3 is not 4\n        at exam.spec.ts', 'broken.spec.ts\n    no such module']);
  const spec = { file: 'main.e2e.ts', title: 'an exam arrives', tests: [{ results: [{ status: 'failed', error: { message: 'not visible' } }, { status: 'passed' }] }] };
  expect(failuresOf(JSON.stringify({ suites: [{ suites: [{ specs: [spec] }] }], errors: [], stats: {} }))).toEqual(['main.e2e.ts: an exam arrives\n    not visible\n']);
  expect(failuresOf('{"name":"kill","pass":false,"figures":{"lost":1}}')).toEqual(['kill\n    {"figures":{"lost":1}}']);
  expect(failuresOf('{"name":"kill","pass":true,"figures":{}}')).toEqual([]);
  expect(failuresOf('half a report')).toEqual(['A report that cannot be read.']);
  expect(failuresIn('/there/is/none', () => true)).toEqual([]);
});
