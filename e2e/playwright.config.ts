// Journeys through the running product: over HTTP, over DICOM and HL7, and in a browser. Files end in `.e2e.ts`.
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { browser } from './support/browser';

const root = path.resolve(import.meta.dirname, '..');

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  // Products that run already may be named instead, one for each worker, while a journey is written.
  globalSetup: process.env['CAUSEWAY_PRODUCTS_UNDER_TEST'] ? undefined : './support/global-setup.ts',
  outputDir: path.join(root, 'dist/e2e'),
  // Journeys on one product take turns, because it has one clock and one set of worklists. Each worker has a product of its own, and a machine of two cores carries two.
  workers: 2,
  // Long, because a busy machine is no fault; nothing waits this long on a quiet one.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: path.join(root, 'dist/test-results/e2e.json') }]],
  use: {
    locale: 'en-US',
    timezoneId: 'UTC',
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    // A record of all a page did costs more than the page itself.
    trace: process.env['PLAYWRIGHT_TRACE'] ? 'retain-on-failure' : 'off',
    launchOptions: browser,
  },
});
