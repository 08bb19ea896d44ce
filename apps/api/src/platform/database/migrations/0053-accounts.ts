import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sign-in in steps, one-time passwords, a second factor, and sessions that can be named. */
export class Accounts0053 implements MigrationInterface {
  name = 'Accounts1790000000053';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table person
        -- a password somebody else set: good until then, for one sign-in that must choose another
        add column password_once_until timestamptz,
        add column password_set_at timestamptz;
      create index person_by_name on person (lower(name), id);

      alter table session
        -- how it is called where somebody ends it; the key itself is a digest of the secret
        add column handle uuid not null unique default gen_random_uuid(),
        -- what the person must still do; nothing but that is possible before it is 'open'
        add column stage text not null default 'open' check (stage in ('open', 'second-factor', 'new-password'));

      -- one-time codes by clock (RFC 6238); counts from its confirmation
      create table totp (
        person_id uuid primary key references person,
        -- base32 secret, sealed with the key in the data folder
        sealed text not null,
        made_at timestamptz not null default clock_timestamp(),
        confirmed_at timestamptz,
        -- time step of the last code that was taken: none is taken twice
        last_step bigint not null default 0
      );
      create table recovery_code (
        person_id uuid not null references person,
        digest bytea not null,
        used_at timestamptz,
        primary key (person_id, digest)
      );
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table recovery_code, totp;
      alter table session drop column stage, drop column handle;
      drop index person_by_name;
      alter table person drop column password_set_at, drop column password_once_until;
    `);
  }
}
