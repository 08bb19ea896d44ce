// Vitest global set-up of db-spec and peer-spec runs: one throw-away PostgreSQL for the run, gone with it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../postgres/start';
import type { SpecServer } from './database';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-spec-'));
  const postgres = await startPostgres({ dir, durable: false });
  const server: SpecServer = { superUrl: postgres.superUrl, ownerUrl: postgres.ownerUrl, appUrl: postgres.appUrl };
  project.provide('postgres', server);
  return async () => {
    await postgres.stop('immediate');
    fs.rmSync(path.dirname(postgres.data), { recursive: true, force: true });
    fs.rmSync(dir, { recursive: true, force: true });
  };
}
