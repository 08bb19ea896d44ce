import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Browsers that take notices, and the key pair their push services know this installation by (RFC 8292). */
export class WebPush0072 implements MigrationInterface {
  name = 'WebPush1790000000072';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table push_key (
        one boolean primary key default true check (one),
        public_key text not null,
        -- sealed with the key in the data folder
        sealed text not null,
        made_at timestamptz not null default clock_timestamp()
      );
      create table push_subscription (
        id uuid primary key,
        person_id uuid not null references person,
        -- of its address: one browser is one person's
        digest bytea not null unique,
        -- address and keys: who knows them can write to this browser
        sealed text not null,
        name text not null check (length(name) between 1 and 80),
        made_at timestamptz not null default clock_timestamp(),
        sent_at timestamptz
      );
      create index push_subscription_person on push_subscription (person_id, made_at);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table push_subscription, push_key');
  }
}
