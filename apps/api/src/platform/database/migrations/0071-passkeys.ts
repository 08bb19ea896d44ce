import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Passkeys of people (Web Authentication), and the challenges that were given out and not answered yet. */
export class Passkeys0071 implements MigrationInterface {
  name = 'Passkeys1790000000071';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table passkey (
        id uuid primary key,
        person_id uuid not null references person,
        -- base64url, as the authenticator names it
        credential text not null unique,
        -- COSE_Key; no secret
        public_key bytea not null,
        -- of the last signature that was taken; authenticators that do not count stay at 0
        counter bigint not null default 0,
        transports text[] not null default '{}',
        name text not null check (length(name) between 1 and 60),
        -- it may live on several devices of its person
        synced boolean not null,
        made_at timestamptz not null default clock_timestamp(),
        last_used_at timestamptz
      );
      create index passkey_person on passkey (person_id, made_at);
      create table passkey_challenge (
        -- digest of the challenge: an answer names it, and taking it deletes the row
        id bytea primary key,
        purpose text not null check (purpose in ('sign-in', 'sign', 'add')),
        -- digest of the secret of the browser that asked, or the key of its session
        holder bytea not null,
        ends_at timestamptz not null
      );
      create index passkey_challenge_end on passkey_challenge (ends_at);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table passkey_challenge, passkey');
  }
}
