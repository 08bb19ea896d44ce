import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LEDGER_COMMIT } from './sql/ledger-commit';

/** The instance ledger: what arrived, through which door, where its bytes are, and what was set aside. */
export class Exams0003 implements MigrationInterface {
  name = 'Exams1700000000003';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table exam (
        id uuid primary key,
        study_uid text not null,
        -- series of several people in one study are parted: the child keeps the study's UID and names its parent
        split_of uuid references exam,
        -- header of the first instance, values decoded to UTF-8; as sent, never changed by us
        head jsonb not null,
        door text not null,
        source_facility_id uuid references facility,
        first_at timestamptz not null default clock_timestamp()
      );
      create unique index exam_study on exam (study_uid) where split_of is null;
      create index exam_study_any on exam (study_uid);
      create index exam_first_at on exam (first_at);
      create index exam_accession on exam ((head->>'accessionNumber'));
      create index exam_patient_id on exam ((head->>'patientId'));

      create table series (
        exam_id uuid not null references exam,
        series_uid text not null,
        modality text not null,
        number int,
        head jsonb not null,
        primary key (exam_id, series_uid)
      );

      create table instance (
        id bigint generated always as identity primary key,
        sop_uid text not null,
        exam_id uuid not null references exam,
        series_uid text not null,
        sop_class text not null,
        syntax text not null,
        -- digest and length of the data set alone: the file around it is ours
        sha256 bytea not null,
        bytes bigint not null,
        -- where the Part 10 file is: store:key:offset:length; the data set begins at data_at inside it
        location text not null,
        data_at int not null,
        head jsonb not null,
        findings text[] not null default '{}',
        revision int,
        -- same SOP Instance UID with other bytes: both are kept, the later one names the first
        conflict_of bigint references instance,
        received_at timestamptz not null default clock_timestamp()
      );
      create unique index instance_sop on instance (sop_uid) where conflict_of is null;
      create unique index instance_conflict on instance (sop_uid, sha256);
      create index instance_series on instance (exam_id, series_uid);
      create index instance_new on instance (exam_id) where revision is null;
      -- what a segment still holds is a range of this index
      create index instance_location on instance (location collate "C");

      create table receipt (
        id bigint generated always as identity primary key,
        instance_id bigint not null references instance,
        exam_id uuid not null,
        door text not null,
        endpoint_id uuid,
        calling text,
        address text,
        status int not null,
        at timestamptz not null default clock_timestamp()
      );
      create index receipt_instance on receipt (instance_id);
      create index receipt_exam on receipt (exam_id, at);

      create table quarantined_object (
        id uuid primary key,
        door text not null,
        endpoint_id uuid,
        calling text,
        address text,
        reason text not null,
        detail text not null,
        study_uid text,
        sop_uid text,
        syntax text,
        sha256 bytea not null,
        bytes bigint not null,
        location text not null,
        data_at int not null default 0,
        cleared_at timestamptz,
        at timestamptz not null default clock_timestamp()
      );
      create index quarantined_at on quarantined_object (at);
      create index quarantined_location on quarantined_object (location collate "C");

      create table rendition (
        instance_id bigint not null references instance,
        transfer_id uuid not null,
        sha256 bytea not null,
        changes jsonb not null,
        at timestamptz not null default clock_timestamp(),
        primary key (instance_id, transfer_id)
      );

      create table report (
        id uuid primary key,
        exam_id uuid references exam,
        kind text not null check (kind in ('outside', 'local')),
        source_key text not null unique,
        source text not null,
        author text,
        status text not null,
        title text not null,
        sections jsonb not null default '[]',
        -- an encapsulated document is an instance of the exam: its SOP Instance UID
        document_sop text,
        study_uid text,
        accession text,
        sha256 bytea not null,
        signed_at timestamptz,
        received_at timestamptz not null default clock_timestamp()
      );
      create index report_exam on report (exam_id);
      create index report_study on report (study_uid) where exam_id is null;
    `);
    await q.query(LEDGER_COMMIT);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop function ledger_commit(text, jsonb), ledger_home(ledger_object); drop type ledger_object');
    await q.query('drop table report, rendition, quarantined_object, receipt, instance, series, exam');
  }
}
