import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sending on: carts, their reports as objects, and movements over any line with what is known of the line. */
export class Sends0007 implements MigrationInterface {
  name = 'Sends1700000000007';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      -- name of the process that took a job: when its session is gone, the job is free at once
      alter table job add column taker text;

      -- what the agreement with a partner says about sending its exams on
      alter table facility add column redisclosure text check (redisclosure in ('allowed', 'ask', 'forbidden'));
      alter table endpoint
        -- when the partner takes anything, in the site's zone: 22:00-06:00; always when absent
        add column hours text check (hours ~ '^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$'),
        add column max_megabytes int,
        -- how the far side proves what it has: by listing it, or by its answers alone
        add column proof text not null default 'list' check (proof in ('list', 'receipt'));

      create table line (
        endpoint_id uuid primary key references endpoint,
        breaker text not null default 'closed' check (breaker in ('closed', 'open', 'half-open')),
        failures int not null default 0,
        opened_at timestamptz,
        budget double precision not null,
        budget_at timestamptz not null default clock_timestamp(),
        probed_at timestamptz,
        cause text,
        cause_detail text
      );

      create table send (
        id uuid primary key,
        version int not null default 0,
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        owner_id uuid not null references person,
        facility_ids uuid[] not null,
        service_line text not null default 'general',
        care_team uuid[] not null default '{}',
        recipient_id uuid not null references facility,
        recipient_kind text not null,
        recipient_person text,
        purpose text not null,
        urgency text not null default 'medium',
        when_kind text not null default 'now' check (when_kind in ('now', 'at', 'report-final')),
        planned_at timestamptz,
        identity text not null default 'as-received' check (identity in ('as-received', 'local')),
        message text,
        attested_by uuid references person,
        attested_at timestamptz,
        findings jsonb not null default '[]',
        preflight_at timestamptz,
        -- the ranking with the facts it was made from
        route jsonb,
        endpoint_id uuid references endpoint,
        approved_by uuid references person,
        approved_at timestamptz,
        reason text,
        receipt jsonb,
        tracking jsonb,
        delivered_at timestamptz,
        ends_at timestamptz,
        made_at timestamptz not null default clock_timestamp()
      );
      create index send_state on send (state, state_since desc, id);
      create index send_made on send (made_at desc, id);
      create table send_item (
        send_id uuid not null references send,
        exam_id uuid not null references exam,
        with_reports boolean not null default true,
        decision_id uuid references decision,
        primary key (send_id, exam_id)
      );
      create index send_item_exam on send_item (exam_id);
      -- a report as an object of its own, made once for a send
      create table send_document (
        id uuid primary key,
        send_id uuid not null references send,
        exam_id uuid not null references exam,
        report_id uuid not null references report,
        sop_uid text not null unique,
        sop_class text not null,
        syntax text not null,
        title text not null,
        data_set bytea not null,
        at timestamptz not null default clock_timestamp()
      );

      alter table transfer
        add column send_id uuid references send,
        add column copies text not null default 'local' check (copies in ('local', 'as-received')),
        add column worker text,
        -- attempts in a row that moved nothing
        add column fruitless int not null default 0,
        -- times that what was missing was sent again by itself
        add column heals int not null default 0,
        add column bytes bigint not null default 0,
        add column bytes_done bigint not null default 0,
        add column rate double precision,
        add column progress_at timestamptz,
        add column reason text,
        add column paused_by text,
        add column successor_id uuid references transfer,
        add column deadline_at timestamptz not null default clock_timestamp() + interval '14 days';
      create index transfer_send on transfer (send_id) where send_id is not null;
      create index transfer_made on transfer (made_at desc, id);
      create index transfer_ended on transfer (endpoint_id, state_since) where state in ('done', 'partial', 'failed', 'expired');
      alter table transfer_row drop constraint transfer_row_pkey;
      alter table transfer_row
        alter column instance_id drop not null,
        add column document_id uuid references send_document,
        add column retry text,
        add primary key (transfer_id, sop_uid),
        add check (num_nonnulls(instance_id, document_id) = 1);
      create index transfer_row_instance on transfer_row (instance_id) where instance_id is not null;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      delete from transfer_row where instance_id is null;
      alter table transfer_row drop constraint transfer_row_pkey, drop column document_id, drop column retry, alter column instance_id set not null, add primary key (transfer_id, instance_id);
      alter table transfer drop column send_id, drop column copies, drop column worker, drop column fruitless, drop column heals, drop column bytes, drop column bytes_done, drop column rate, drop column progress_at,
        drop column reason, drop column paused_by, drop column successor_id, drop column deadline_at;
      drop table send_document, send_item, send, line;
      alter table endpoint drop column hours, drop column max_megabytes, drop column proof;
      alter table facility drop column redisclosure;
      alter table job drop column taker;
    `);
  }
}
