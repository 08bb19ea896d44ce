import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LEDGER_HOME, LEDGER_HOME_BEFORE } from './sql/ledger-home';

/** How long exams are kept and why, what forbids deletion, who decided to end keeping, and what is left when the bytes are gone. */
export class Retention0043 implements MigrationInterface {
  readonly name = 'Retention1790000000043';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      -- ISO 3166-2 code of the law a house keeps its records under; not known when absent, and then the longest of all holds
      alter table facility add column jurisdiction text check (jurisdiction ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$');
      -- what a source says about sending its exams on, in its own words: they travel with what is sent on
      alter table facility add column redisclosure_terms text check (length(redisclosure_terms) <= 4000);
      alter table send_item add column terms text;
      alter table send_document alter column report_id drop not null;
      -- every refusal to give something on, with the information-blocking exception it rests on (45 CFR 171) and until when the requester has to be answered
      create table disclosure_refusal (
        id uuid primary key,
        subject_kind text not null check (subject_kind in ('send', 'requestIn')),
        subject_id uuid not null,
        exam_id uuid references exam,
        facility_ids uuid[] not null,
        exception text not null,
        because text not null,
        decision_id uuid references decision,
        at timestamptz not null default clock_timestamp(),
        answer_by timestamptz not null,
        answered_at timestamptz,
        answered_by uuid references person,
        unique nulls not distinct (subject_kind, subject_id, exam_id, because)
      );
      create index disclosure_refusal_open on disclosure_refusal (answer_by, id) where answered_at is null;

      -- retention is decided over several texts: all of them, in order; the deciding one is the version of the row
      alter table decision add column layers uuid[] not null default '{}', add column cite text;

      alter table exam add column purged_at timestamptz;
      drop index exam_study;
      create unique index exam_study on exam (study_uid) where split_of is null and purged_at is null;
      -- receipts and ledgers outlive the image they are about
      alter table receipt drop constraint receipt_instance_id_fkey;
      alter table transfer_row drop constraint transfer_row_instance_id_fkey;

      create table verdict (
        -- an exam has one, under its own id
        id uuid primary key references exam,
        version int not null default 0,
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        -- last day of keeping, inclusive; infinity is for ever
        until date,
        basis_unknown boolean not null default false,
        because text,
        cite text,
        scope text,
        decision_id uuid references decision,
        -- what a person added: never earlier than what the policies say
        floor date,
        floor_reason text,
        floor_by uuid references person,
        adopted boolean not null default false,
        marks text[] not null default '{}',
        adopted_reason text,
        decided_at timestamptz,
        made_at timestamptz not null default clock_timestamp()
      );
      create index verdict_until on verdict (until, id) where state in ('kept', 'due');

      create table hold (
        id uuid primary key,
        version int not null default 0,
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        number int not null generated always as identity,
        matter text not null,
        custodian text not null,
        reason text not null,
        scope text not null check (scope in ('exams', 'patient', 'facility')),
        patient_id uuid references patient,
        facility_id uuid references facility,
        facility_ids uuid[] not null,
        planned_end date,
        asked_by uuid not null references person,
        placed_by uuid references person,
        release_asked_by uuid references person,
        release_reason text,
        released_by uuid references person,
        released_at timestamptz,
        made_at timestamptz not null default clock_timestamp()
      );
      create index hold_open on hold (made_at desc, id) where state in ('requested', 'active', 'release-asked');
      create index hold_patient on hold (patient_id) where patient_id is not null and state in ('requested', 'active', 'release-asked');
      create index hold_facility on hold (facility_id) where facility_id is not null and state in ('requested', 'active', 'release-asked');
      create table hold_exam (
        hold_id uuid not null references hold,
        exam_id uuid not null references exam,
        at timestamptz not null default clock_timestamp(),
        primary key (hold_id, exam_id)
      );
      create index hold_exam_exam on hold_exam (exam_id);

      create table disposition (
        id uuid primary key,
        version int not null default 0,
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        number int not null generated always as identity,
        title text not null,
        facility_ids uuid[] not null,
        -- of all its exams; absent when they are of several
        service_line text,
        action text check (action in ('purge', 'export-then-purge')),
        export_endpoint_id uuid references endpoint,
        proposed_by uuid references person,
        reviewer_id uuid references person,
        approver_id uuid references person,
        reason text,
        certificate text,
        signature bytea,
        key_id text,
        due_at timestamptz not null default clock_timestamp() + interval '30 days',
        made_at timestamptz not null default clock_timestamp()
      );
      create index disposition_made on disposition (made_at desc, id);
      create table disposition_item (
        disposition_id uuid not null references disposition,
        exam_id uuid not null references exam,
        revision int not null,
        until date not null,
        because text not null,
        -- in: still part of it; out: taken out, with the cause; purged, refused: how it ended
        state text not null default 'in' check (state in ('in', 'out', 'purged', 'refused')),
        cause text,
        primary key (disposition_id, exam_id)
      );
      -- an exam is in one open decision at a time
      create unique index disposition_item_open on disposition_item (exam_id) where state = 'in';

      create table purge (
        id uuid primary key,
        version int not null default 0,
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        disposition_id uuid not null references disposition,
        exam_id uuid not null references exam,
        transfer_id uuid references transfer,
        exported jsonb,
        objections text[] not null default '{}',
        cause text,
        attempts int not null default 0,
        made_at timestamptz not null default clock_timestamp(),
        unique (disposition_id, exam_id)
      );
      -- what has to go, and when it went; the row stays as the list of what was there
      create table purge_object (
        purge_id uuid not null references purge,
        n int not null,
        sop_uid text not null,
        sha256 bytea not null,
        bytes bigint not null,
        location text,
        gone_at timestamptz,
        how text,
        primary key (purge_id, n)
      );
      create index purge_object_location on purge_object (location collate "C") where location is not null;
      create table tombstone (
        exam_id uuid primary key references exam,
        purge_id uuid not null references purge,
        study_uid text not null,
        facility_ids uuid[] not null,
        series int not null,
        instances int not null,
        bytes bigint not null,
        -- sha256 over the digests of its images, in order
        digest bytea not null,
        verdict jsonb not null,
        certificate text,
        signature bytea,
        key_id text,
        at timestamptz not null default clock_timestamp()
      );
      create index tombstone_study on tombstone (study_uid);

      create table signing_key (
        -- sha256 of the public key (SPKI, DER)
        id text primary key,
        public_key text not null,
        made_at timestamptz not null default clock_timestamp()
      );
    `);
    await q.query(`
      -- Nothing begins on an exam whose bytes are gone or are going. The lock waits for a purge that runs, and makes one wait that comes after.
      create function exam_still_here() returns trigger language plpgsql as $$
      begin
        if new.exam_id is null then return new; end if;
        perform from exam where id = new.exam_id and purged_at is null for key share;
        if not found then raise exception 'exam purged' using errcode = 'CW410'; end if;
        return new;
      end $$;
      create trigger transfer_exam_still_here before insert or update of state on transfer for each row when (new.state not in ('done', 'cancelled', 'expired')) execute function exam_still_here();
      create trigger send_item_exam_still_here before insert on send_item for each row execute function exam_still_here();
      create trigger request_in_exam_still_here before insert on request_in_exam for each row execute function exam_still_here();
      create trigger case_exam_still_here before insert on case_exam for each row execute function exam_still_here();
      create trigger overread_exam_still_here before insert on overread for each row execute function exam_still_here();
      create trigger hold_exam_still_here before insert on hold_exam for each row execute function exam_still_here();
    `);
    await q.query(LEDGER_HOME);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(LEDGER_HOME_BEFORE);
    await q.query(`
      drop trigger transfer_exam_still_here on transfer;
      drop trigger send_item_exam_still_here on send_item;
      drop trigger request_in_exam_still_here on request_in_exam;
      drop trigger case_exam_still_here on case_exam;
      drop trigger overread_exam_still_here on overread;
      drop trigger hold_exam_still_here on hold_exam;
      drop function exam_still_here();
      drop table disclosure_refusal, signing_key, tombstone, purge_object, purge, disposition_item, disposition, hold_exam, hold, verdict;
      alter table transfer_row add constraint transfer_row_instance_id_fkey foreign key (instance_id) references instance not valid;
      alter table receipt add constraint receipt_instance_id_fkey foreign key (instance_id) references instance not valid;
      drop index exam_study;
      create unique index exam_study on exam (study_uid) where split_of is null;
      alter table exam drop column purged_at;
      alter table decision drop column layers, drop column cite;
      delete from transfer_row where document_id in (select id from send_document where report_id is null);
      delete from send_document where report_id is null;
      alter table send_document alter column report_id set not null;
      alter table send_item drop column terms;
      alter table facility drop column jurisdiction, drop column redisclosure_terms;
    `);
  }
}
