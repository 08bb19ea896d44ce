import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sends that a person opens with a link, a link to a video call on a case, and the rates and surveys the value ledger is computed with. */
export class LinksAndValues0061 implements MigrationInterface {
  readonly name = 'LinksAndValues1790000000061';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      -- who opens it: kind and contact; the name is recipient_person. Then recipient_id is the house itself, from whose door it is taken.
      alter table send add column link jsonb;
      create table send_link (
        id uuid primary key,
        send_id uuid not null unique references send,
        secret bytea not null,
        code bytea not null,
        -- the patient's birth date, where the patient opens it and we know it: asked beside the code
        birth_date text,
        tries int not null default 0,
        locked_at timestamptz,
        issued_by uuid not null references person,
        issued_at timestamptz not null default clock_timestamp(),
        issues int not null default 1
      );
      create table send_link_session (
        id bytea primary key,
        link_id uuid not null references send_link,
        ends_at timestamptz not null
      );
      create index send_link_session_link on send_link_session (link_id);
      -- each time it was opened or taken; nothing here is changed
      create table send_link_use (
        id bigint generated always as identity primary key,
        send_id uuid not null references send,
        what text not null check (what in ('opened', 'downloaded', 'answered')),
        detail text,
        address text,
        at timestamptz not null default clock_timestamp()
      );
      create index send_link_use_send on send_link_use (send_id, id);
      create trigger send_link_use_once before update or delete on send_link_use for each row execute function never_changed();
      create table survey (
        id uuid primary key,
        send_id uuid not null unique references send,
        answers int[] not null check (array_length(answers, 1) = 2 and 1 <= all (answers) and 5 >= all (answers)),
        at timestamptz not null default clock_timestamp()
      );

      alter table exchange_case add column video_url text;

      -- what an avoided exam or a read is worth here; each version stays, and rows name the one they were computed with
      create table value_rate (
        version int primary key check (version > 0),
        exam_cents jsonb not null,
        line_cents jsonb not null,
        source text not null,
        reason text not null,
        set_by uuid references person,
        by_name text not null,
        at timestamptz not null default clock_timestamp()
      );
      create trigger value_rate_once before update or delete on value_rate for each row execute function never_changed();
      create index value_row_facility on value_row (facility_id, at);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop index value_row_facility;
      drop table value_rate, survey, send_link_use, send_link_session, send_link;
      alter table exchange_case drop column video_url;
      alter table send drop column link;
    `);
  }
}
