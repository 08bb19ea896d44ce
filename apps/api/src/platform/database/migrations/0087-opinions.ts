import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Second opinions patients ask for by themselves: where they may, what was asked and not confirmed yet, and what waits for somebody here. */
export class Opinions0087 implements MigrationInterface {
  readonly name = 'Opinions1790000000087';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table opinion_line (
        service_line text primary key,
        version int not null,
        open boolean not null,
        -- at which patients reach the line
        call_number text not null,
        set_by uuid not null references person,
        by_name text not null,
        at timestamptz not null default clock_timestamp()
      );
      -- what was typed on the open page: nothing but a row that goes again unless its mail address is confirmed
      create table opinion_draft (
        id uuid primary key,
        service_line text not null,
        asked jsonb not null,
        mail_digest bytea not null,
        -- none until the mail went: the secret is made for it and kept nowhere
        secret bytea,
        code bytea not null,
        made_at timestamptz not null default clock_timestamp(),
        ends_at timestamptz not null
      );
      create index opinion_draft_mail on opinion_draft (mail_digest);
      create table opinion (
        id uuid primary key,
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        version int not null default 1,
        facility_ids uuid[] not null,
        service_line text not null,
        -- forgotten a while after the end where no case came of it
        asked jsonb,
        consent jsonb not null,
        mail_digest bytea,
        secret bytea not null,
        code bytea not null,
        tries int not null default 0,
        locked_at timestamptz,
        call_number text not null,
        asked_at timestamptz not null,
        look_by timestamptz not null,
        ends_at timestamptz not null,
        case_id uuid references exchange_case,
        declined text,
        handled_by uuid references person,
        -- how far the patient was told by mail, and what a mail server did not take
        told text,
        mail_failed text,
        check ((state = 'accepted') = (case_id is not null))
      );
      create index opinion_state on opinion (state, asked_at);
      create index opinion_mail on opinion (mail_digest) where state = 'waiting';
      create unique index opinion_case on opinion (case_id) where case_id is not null;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table opinion, opinion_draft, opinion_line;');
  }
}
