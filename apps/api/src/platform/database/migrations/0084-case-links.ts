import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Links with which the other side of a case sees how far it is and says what it does, without an account; when a stroke was last known well, and what is planned for care that goes on elsewhere. */
export class CaseLinks0084 implements MigrationInterface {
  readonly name = 'CaseLinks1790000000084';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table case_link (
        id uuid primary key,
        case_id uuid not null references exchange_case,
        -- whoever sends the patient, or whoever goes on with the care
        party text not null check (party in ('sender', 'receiver')),
        secret bytea not null,
        code bytea not null,
        for_whom text not null check (length(for_whom) between 2 and 160),
        -- the number at which our team answers
        call_number text not null check (length(call_number) between 3 and 60),
        tries int not null default 0,
        locked_at timestamptz,
        ends_at timestamptz not null,
        revoked_at timestamptz,
        revoked_by uuid references person,
        issued_by uuid not null references person,
        issued_at timestamptz not null default clock_timestamp()
      );
      create index case_link_case on case_link (case_id, issued_at desc);
      create table case_link_session (
        id bytea primary key,
        link_id uuid not null references case_link,
        ends_at timestamptz not null
      );
      create index case_link_session_link on case_link_session (link_id);
      -- each time it was opened, and what was said with it; nothing here is changed
      create table case_link_use (
        id bigint generated always as identity primary key,
        link_id uuid not null references case_link,
        case_id uuid not null references exchange_case,
        what text not null check (what in ('opened', 'said', 'received')),
        facts jsonb not null default '{}',
        address text,
        at timestamptz not null default clock_timestamp()
      );
      create index case_link_use_case on case_link_use (case_id, id);
      create trigger case_link_use_once before update or delete on case_link_use for each row execute function never_changed();

      alter table exchange_case add column known_well_at timestamptz;
      -- next facility, receiving physician and planned follow-up of a U11
      alter table exchange_case add column handover jsonb;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table exchange_case drop column handover, drop column known_well_at;
      drop table case_link_use, case_link_session, case_link;
    `);
  }
}
