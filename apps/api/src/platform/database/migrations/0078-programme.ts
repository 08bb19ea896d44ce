import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The exchange as a programme: goals that are measured, releases with what persons did before, milestones, channels, and who owns what. */
export class Programme0078 implements MigrationInterface {
  readonly name = 'Programme1790000000078';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table committee_goal (
        id uuid primary key,
        committee_id uuid not null references committee on delete cascade,
        place int not null,
        words text not null check (length(words) between 1 and 300),
        measure text not null,
        days int not null check (days in (30, 90, 365)),
        -- permille, minutes or a number, as the measure counts
        target int not null check (target >= 0),
        by_on date
      );
      create index committee_goal_committee on committee_goal (committee_id, place);

      -- an exam at its latest release, with the acts of persons that came before: counted by a sweep, so that a page of a year reads no audit
      create table exam_release (
        exam_id uuid primary key references exam,
        facility_id uuid references facility,
        service_line text not null,
        first_at timestamptz not null,
        released_at timestamptz not null,
        touches int not null,
        acts text[] not null default '{}'
      );
      create index exam_release_at on exam_release (released_at);

      create table programme_milestone (
        id uuid primary key,
        version int not null default 0,
        wave text not null check (length(wave) between 1 and 80),
        name text not null check (length(name) between 1 and 200),
        service_line text,
        owner text not null check (length(owner) between 1 and 120),
        due_on date not null,
        facility_ids uuid[] not null default '{}',
        state text not null default 'open' check (state in ('open', 'done', 'dropped')),
        settled_on date,
        settled_by text,
        words text not null default '' check (length(words) <= 500),
        made_at timestamptz not null default clock_timestamp(),
        check ((state = 'open') = (settled_on is null))
      );
      create table programme_channel (
        id uuid primary key,
        version int not null default 0,
        name text not null check (length(name) between 1 and 200),
        kind text not null,
        secure boolean not null,
        service_line text,
        owner text not null check (length(owner) between 1 and 120),
        per_month int check (per_month between 0 and 1000000),
        plan text not null default '' check (length(plan) <= 1000),
        replace_by date,
        ended_on date,
        by_name text not null,
        at timestamptz not null default clock_timestamp()
      );
      create table owned_thing (
        kind text not null check (kind in ('policy', 'endpoint')),
        subject_id uuid not null,
        owned_by text not null check (owned_by in ('radiology-it', 'enterprise-it', 'service-line', 'vendor')),
        person text not null check (length(person) between 1 and 120),
        by_name text not null,
        at timestamptz not null default clock_timestamp(),
        primary key (kind, subject_id)
      );
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table owned_thing, programme_channel, programme_milestone, exam_release, committee_goal');
  }
}
