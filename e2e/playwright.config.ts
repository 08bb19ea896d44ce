// Journeys through the running product: over HTTP, over DICOM and HL7, and in a browser. Files end in `.e2e.ts`.
import fs from 'node:fs';
import path from 'node:path';
import { defineConfig } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '..');
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  // A product that runs already may be named instead, while a journey is written.
  globalSetup: process.env['CAUSEWAY_PRODUCT_UNDER_TEST'] ? undefined : './support/global-setup.ts',
  outputDir: path.join(root, 'dist/e2e'),
  // One product with one clock and one set of worklists: journeys take turns.
  workers: 1,
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
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? CHROMIUM.find((file) => fs.existsSync(file)),
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
    },
  },
});
