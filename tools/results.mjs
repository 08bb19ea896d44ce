// Adds up what the test programs wrote about their tests: Vitest and Playwright as JSON files, our proofs as one line each.
import fs from 'node:fs';
import path from 'node:path';

export const none = () => ({ passed: 0, failed: 0, skipped: 0 });

export function add(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** Counts of one report; a file that cannot be understood counts as one failure, for tests may hide behind it. */
export function countReport(text) {
  let report;
  try {
    report = JSON.parse(text);
  } catch {
    return { ...none(), failed: 1 };
  }
  if (typeof report.numTotalTests === 'number') {
    const suites = (report.testResults ?? []).filter((file) => file.status === 'failed' && (file.assertionResults ?? []).length === 0).length;
    return { passed: report.numPassedTests, failed: report.numFailedTests + suites, skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0) };
  }
  if (report.stats && typeof report.stats.expected === 'number') {
    const { expected, unexpected, flaky, skipped } = report.stats;
    // A journey that passes only at the second try has failed once: it is not counted as passed.
    return { passed: expected, failed: unexpected + flaky + (report.errors ?? []).length, skipped };
  }
  if (typeof report.pass === 'boolean') return report.pass ? { ...none(), passed: 1 } : { ...none(), failed: 1 };
  return { ...none(), failed: 1 };
}

/** What colours a terminal. */
const COLOURS = /\u001b\[[0-9;]*m/g;
const MOST_LINES = 14;

/** The failed tests of one report, each as its name and the beginning of what it said. */
export function failuresOf(text) {
  let report;
  try {
    report = JSON.parse(text);
  } catch {
    return ['A report that cannot be read.'];
  }
  const told = (name, message) => `${name}\n${String(message ?? '').replace(COLOURS, '').split('\n').slice(0, MOST_LINES).map((line) => `    ${line}`.trimEnd()).join('\n')}`;
  if (Array.isArray(report.testResults)) {
    return report.testResults.filter((file) => file.status === 'failed').flatMap((file) => {
      const failed = (file.assertionResults ?? []).filter((test) => test.status === 'failed');
      return failed.length > 0 ? failed.map((test) => told(test.fullName, test.failureMessages?.[0])) : [told(path.basename(file.name ?? 'a file'), file.message)];
    });
  }
  if (Array.isArray(report.suites)) return [...(report.errors ?? []).map((error) => told('before the journeys', error.message)), ...failedJourneys(report.suites, told)];
  return report.pass === false ? [told(report.name, JSON.stringify({ error: report.error, figures: report.figures }))] : [];
}

function failedJourneys(suites, told) {
  return suites.flatMap((suite) => [
    ...(suite.specs ?? []).flatMap((spec) => spec.tests.flatMap((test) => test.results)
      .filter((result) => !['passed', 'skipped'].includes(result.status))
      .map((result) => told(`${spec.file}: ${spec.title}`, result.error ? `${result.error.message}\n${result.error.snippet ?? ''}` : result.status))),
    ...failedJourneys(suite.suites ?? [], told),
  ]);
}

/**
 * The failed tests of all reports in a folder whose name `wanted` accepts.
 * @param {string} dir
 * @param {(name: string) => boolean} wanted
 */
export function failuresIn(dir, wanted) {
  if (!fs.existsSync(dir)) return [];
  return fs.readdirSync(dir).filter((name) => name.endsWith('.json') && wanted(name)).flatMap((name) => failuresOf(fs.readFileSync(path.join(dir, name), 'utf8')));
}

/**
 * Adds up all reports in a folder whose name `wanted` accepts.
 * @param {string} dir
 * @param {(name: string) => boolean} [wanted]
 */
export function countFolder(dir, wanted = () => true) {
  if (!fs.existsSync(dir)) return none();
  const files = fs.readdirSync(dir).filter((name) => name.endsWith('.json') && wanted(name));
  return files.map((name) => countReport(fs.readFileSync(path.join(dir, name), 'utf8'))).reduce(add, none());
}

/**
 * @param {string} dir
 * @param {(name: string) => boolean} wanted
 */
export function removeReports(dir, wanted) {
  if (!fs.existsSync(dir)) return;
  for (const name of fs.readdirSync(dir).filter(wanted)) fs.rmSync(path.join(dir, name), { recursive: true, force: true });
}
