// Pictures of the screens for the handbook: `playwright test -c e2e/screens.config.ts` on the built product. Takes some minutes, because the demonstration fills up first.
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import config from './playwright.config';

export default defineConfig({
  ...config,
  testMatch: '**/*.shots.ts',
  globalSetup: process.env['CAUSEWAY_PRODUCTS_UNDER_TEST'] ? undefined : './screens/full-demo.ts',
  outputDir: path.resolve(import.meta.dirname, '../dist/screens'),
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
});
