import { factColumns } from '@causeway/domain';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The facts of decisions in columns, for replays. The canonical JSON beside the decision stays what was decided on; these rows are the same facts typed, in
 * the order the decisions were made, and segments are the same rows again, packed column by column.
 */
export class PolicyFacts0009 implements MigrationInterface {
  readonly name = 'PolicyFacts1790000000009';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      -- Small numbers for the things quotas count by, so that a replay counts in arrays.
      create table policy_key (
        no int generated always as identity primary key,
        per text not null,
        key text not null,
        unique (per, key)
      );

      create table policy_facts (
        no bigint generated always as identity primary key,
        tx xid8 not null default pg_current_xact_id(),
        at timestamptz not null default clock_timestamp(),
        decision_id uuid not null references decision,
        kind text not null,
        exam_id uuid,
        today date not null,
        rule text not null,
        outcome text collate "C" not null,
        patient_no int,
        facility_no int,
        requester_no int,
        case_no int,
        supersedes bigint,
        ${factColumns.map(({ column, sql }) => `${column} ${sql}`).join(',\n        ')}
      );
      create index policy_facts_kind on policy_facts (kind, no);
      create unique index policy_facts_decision on policy_facts (decision_id);

      create table policy_segment (
        kind text not null,
        first_no bigint not null,
        last_no bigint not null,
        rows int not null,
        name text not null,
        base bigint,
        vals jsonb,
        width smallint not null,
        cells bytea not null,
        sha256 bytea not null,
        primary key (kind, first_no, name)
      );
      alter table policy_segment alter column cells set storage external;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table policy_segment, policy_facts, policy_key');
  }
}
