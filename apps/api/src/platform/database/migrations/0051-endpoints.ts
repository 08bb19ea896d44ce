import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Endpoints have states, a clock for their next test, and a history of tests. */
export class Endpoints0051 implements MigrationInterface {
  name = 'Endpoints1790000000051';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table endpoint rename column health to state;
      alter table endpoint rename column health_sentence to sentence;
      update endpoint set state = case when disabled_at is not null then 'disabled' when state = 'good' then 'passing' when state = 'failing' then 'failing' else 'untested' end;
      alter table endpoint
        add constraint endpoint_state check (state in ('untested', 'passing', 'degraded', 'failing', 'disabled', 'removed')),
        add column state_since timestamptz not null default clock_timestamp(),
        -- reds of the line itself in a row
        add column reds int not null default 0,
        add column next_probe_at timestamptz not null default clock_timestamp(),
        -- days before its end at which a certificate was last told of
        add column certificate_told int,
        add column certificate_ends_at timestamptz,
        add column reason text;
      create index endpoint_due on endpoint (next_probe_at) where state in ('untested', 'passing', 'degraded', 'failing');

      create table endpoint_run (
        id uuid primary key,
        endpoint_id uuid not null references endpoint,
        -- line: name to echo. full: also what can be asked. send: also a synthetic exam there and back.
        depth text not null check (depth in ('line', 'full', 'send')),
        by_kind text not null check (by_kind in ('clock', 'person', 'link', 'transfers')),
        by_name text not null,
        at timestamptz not null default clock_timestamp(),
        ended_at timestamptz,
        ok boolean,
        ms int,
        -- as climbed: rung, state, expected, actual, ms, fault, details, expiresAt
        rungs jsonb not null default '[]',
        -- what was asked in which words; nothing secret: address, titles
        settings jsonb not null default '{}'
      );
      create index endpoint_run_newest on endpoint_run (endpoint_id, at desc);
      -- one test of an endpoint at a time, by whomever
      create unique index endpoint_run_under_way on endpoint_run (endpoint_id) where ended_at is null and depth <> 'line';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table endpoint_run;
      drop index endpoint_due;
      alter table endpoint drop constraint endpoint_state, drop column state_since, drop column reds, drop column next_probe_at, drop column certificate_told, drop column certificate_ends_at, drop column reason;
      update endpoint set state = 'good' where state in ('passing', 'degraded');
      alter table endpoint rename column state to health;
      alter table endpoint rename column sentence to health_sentence;
    `);
  }
}
