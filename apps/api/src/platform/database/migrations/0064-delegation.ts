import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Delegation: somebody acts for a colleague, between two instants and within a limit. And signatures through the house's own provider. */
export class Delegation0064 implements MigrationInterface {
  name = 'Delegation1790000000064';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table delegation (
        id uuid primary key,
        version int not null default 0,
        giver_id uuid not null references person,
        receiver_id uuid not null references person,
        from_at timestamptz not null,
        until_at timestamptz not null,
        -- everything their own roles allow for the giver's patients, or seeing their exams only
        scope text not null check (scope in ('everything', 'seeing')),
        note text not null default '',
        made_at timestamptz not null default clock_timestamp(),
        ended_at timestamptz,
        check (giver_id <> receiver_id),
        check (until_at > from_at)
      );
      create index delegation_received on delegation (receiver_id) where ended_at is null;
      create index delegation_given on delegation (giver_id, made_at desc);

      -- it came through the house's own provider, so that is where its person can sign
      alter table session add column vouched boolean not null default false;
      alter table provider_sign_in
        -- the session whose person signs; null: somebody signs in
        add column session bytea,
        add column begun_at timestamptz not null default clock_timestamp();
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table provider_sign_in drop column session, drop column begun_at;
      alter table session drop column vouched;
      drop table delegation;
    `);
  }
}
