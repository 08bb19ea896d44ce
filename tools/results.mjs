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
