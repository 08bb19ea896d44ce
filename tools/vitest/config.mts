// One Vitest configuration for every project. SPEC_KIND picks the tests: spec (default), db-spec or peer-spec.
import path from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const KIND = process.env['SPEC_KIND'] ?? 'spec';
const root = path.resolve(import.meta.dirname, '../..');

export function projectTests(dir: string, more: ViteUserConfig['test'] = {}) {
  const name = path.relative(root, dir).replaceAll('/', '-');
  return defineConfig({
    root: dir,
    resolve: { tsconfigPaths: true },
    test: {
      environment: 'node',
      include: [`**/*.${KIND}.ts`],
      exclude: ['**/node_modules/**', '**/dist/**'],
      passWithNoTests: true,
      testTimeout: KIND === 'spec' ? 15_000 : 60_000,
      hookTimeout: 120_000,
      // The default second is no matter of the code under test on a busy machine.
      expect: { poll: { timeout: 10_000 } },
      globalSetup: KIND === 'spec' ? [] : [path.join(import.meta.dirname, 'database.global.ts')],
      maxWorkers: 2,
      // Each file has a database of its own, and what it imports, all of the api, is read once for all of them.
      isolate: KIND !== 'db-spec',
      reporters: ['default', ['json', { outputFile: path.join(root, `dist/test-results/${name}.${KIND}.json`) }]],
      ...more,
    },
  });
}
