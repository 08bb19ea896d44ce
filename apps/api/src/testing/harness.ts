import { freshDatabase, type SpecDatabase } from '@causeway/tools/testing';
import type { Role } from '@causeway/access';
import argon2 from 'argon2';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { DataSource } from 'typeorm';
import { adoptVersion1 } from '../policies/adopt-version-1';
import { People } from '../people/people.service';
import { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { dataSource } from '../platform/database/data-source';
import { migrate } from '../platform/database/migrate';
import { newId } from '../platform/ids';
import { equip } from '../platform/outward';
import { readSettings, type Settings } from '../platform/settings/settings';
import { reactions } from '../slices';

/** A migrated database with version 1 of the policies, an `Acts` on it as the app role, and settings that point at it. */
export interface Bench {
  readonly database: SpecDatabase;
  readonly source: DataSource;
  readonly acts: Acts;
  readonly settings: Settings;
  readonly dir: string;
  readonly host: string;
  person(role: Role | readonly Role[], more?: { readonly facilities?: readonly string[]; readonly serviceLines?: readonly string[]; readonly subspecialties?: readonly string[]; readonly username?: string }): Promise<SpecPerson>;
  facility(name: string, more?: { readonly host?: boolean; readonly issuer?: string; readonly status?: string; readonly tier?: string }): Promise<string>;
  close(): Promise<void>;
}
export interface SpecPerson { readonly id: string; readonly username: string; readonly password: string }

export const SPEC_PASSWORD = 'four words make passwords';
export const LINES = ['general', 'neurology', 'trauma', 'orthopaedics', 'oncology', 'cardiology', 'chest', 'breast', 'paediatrics', 'burn'];

/** The product's kind of hash with the least of memory: checking one takes what making it took, and specs make and check thousands. */
const cheapHash = (password: string): Promise<string> => argon2.hash(password, { type: argon2.argon2id, memoryCost: 1024, timeCost: 2, parallelism: 1 });

export async function bench(env: Readonly<Record<string, string>> = {}): Promise<Bench> {
  const database = await freshDatabase(migrate);
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-bench-'));
  const settings = readSettings({ CAUSEWAY_DATABASE_URL: database.appUrl, CAUSEWAY_DATA_DIR: dir, CAUSEWAY_PORT: '0', CAUSEWAY_DICOM_PORT: '0', CAUSEWAY_MLLP_PORT: '0', CAUSEWAY_LOG_LEVEL: 'error', CAUSEWAY_EGRESS_ALLOW: '127.0.0.0/8,[::1]', ...env });
  equip(settings);
  const source = await dataSource({ url: database.appUrl, process: 'api', pool: 12 }).initialize();
  const acts = new Acts(source, 'api', reactions);
  await adoptVersion1(acts);
  const people = new People(acts, cheapHash);
  const host = newId();
  await acts.read(`insert into facility (id, name, kind, host, issuer, state, tier) values ($1, 'Spec Medical Center', 'hospital', true, 'SPEC', 'live', 'strategic')`, [host]);
  let n = 0;
  return {
    database, source, acts, settings, dir, host,
    person: async (role, more = {}) => {
      const username = more.username ?? `spec.${[role].flat().join('.')}.${++n}`;
      const id = await people.add(system('spec'), {
        username, name: `Spec ${[role].flat()[0]} ${n}`, title: 'Spec person', roles: [role].flat() as Role[], facilities: more.facilities ?? [host], serviceLines: more.serviceLines ?? LINES,
        subspecialties: more.subspecialties ?? [], password: SPEC_PASSWORD,
      });
      return { id, username, password: SPEC_PASSWORD };
    },
    facility: async (name, more = {}) => {
      const id = newId();
      const state = more.status ?? 'live';
      await acts.read('insert into facility (id, name, kind, host, issuer, state, tier) values ($1, $2, $3, $4, $5, $6, $7)', [id, name, 'hospital', more.host ?? false, more.issuer ?? null, state, more.tier ?? 'regular']);
      // a live partner has an agreement (INV-33)
      if (state === 'live' && !more.host) await acts.read(`insert into agreement (id, facility_id, kind, begins_on, signed_at, signed_name, made_by) values ($1, $2, 'sharing', '2020-01-01', clock_timestamp(), 'Spec', 'spec')`, [newId(), id]);
      return id;
    },
    close: async () => {
      await source.destroy();
      await database.drop();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}
