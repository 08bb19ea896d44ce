import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is done for a partner in each stage, step by step, and the tasks that came of it. */
export class Playbooks0073 implements MigrationInterface {
  name = 'Playbooks1790000000073';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table playbook (
        stage text not null,
        -- '' for every kind of facility that has none of its own
        kind text not null default '',
        version int not null,
        steps jsonb not null,
        by_name text not null,
        at timestamptz not null default clock_timestamp(),
        primary key (stage, kind)
      );
      create table facility_task (
        id uuid primary key,
        facility_id uuid not null references facility,
        stage text not null,
        words text not null,
        due_on date not null,
        holder text not null check (holder in ('outreach', 'pacs')),
        owner_id uuid references person,
        state text not null default 'open' check (state in ('open', 'done', 'dropped')),
        settled_by text,
        settled_at timestamptz,
        made_at timestamptz not null default clock_timestamp(),
        check ((state = 'open') = (settled_at is null))
      );
      create unique index facility_task_open on facility_task (facility_id, words) where state = 'open';
      create index facility_task_facility on facility_task (facility_id, state, due_on);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table facility_task, playbook');
  }
}
