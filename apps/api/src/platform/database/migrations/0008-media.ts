import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What arrives on discs, in folders and in archives: the parcel, what was in it, and the documents that came with it. */
export class Media0008 implements MigrationInterface {
  name = 'Media1700000000008';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table parcel (
        id uuid primary key,
        -- folder: files put together by the console; file: an archive or image as it is; watched: found in the watched folder
        form text not null check (form in ('folder', 'file', 'watched')),
        state text not null check (state in ('uploading', 'waiting', 'reading', 'read', 'failed', 'cancelled', 'expired')),
        version int not null default 0,
        -- what the person calls it: a number on the disc, never a file name
        label text not null default '',
        -- name in the watched folder
        found_as text,
        made_by uuid references person,
        source_facility_id uuid references facility,
        facility_ids uuid[] not null,
        service_line text not null default 'general',
        care_team uuid[] not null default '{}',
        files int,
        bytes bigint not null,
        progress jsonb,
        report jsonb,
        failure text,
        -- different persons on it, once it is read
        patients int,
        made_at timestamptz not null default clock_timestamp(),
        ended_at timestamptz
      );
      create index parcel_made on parcel (made_at desc, id);
      create index parcel_found on parcel (found_as) where found_as is not null;
      create index parcel_open on parcel (made_by) where state in ('uploading', 'waiting', 'reading');

      create table parcel_exam (
        parcel_id uuid not null references parcel,
        exam_id uuid not null references exam,
        instances int not null,
        primary key (parcel_id, exam_id)
      );
      create index parcel_exam_exam on parcel_exam (exam_id);

      create table parcel_document (
        parcel_id uuid not null references parcel,
        n int not null,
        path text not null,
        type text not null,
        bytes bigint not null,
        sha256 bytea not null,
        attached_to uuid references exam,
        primary key (parcel_id, n)
      );
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table parcel_document, parcel_exam, parcel');
  }
}
