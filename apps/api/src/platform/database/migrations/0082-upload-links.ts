import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Links with which patients and their families bring images, what they bring with them, and discs that are in the mail. */
export class UploadLinks0082 implements MigrationInterface {
  readonly name = 'UploadLinks1790000000082';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table upload_link (
        id uuid primary key,
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        version int not null default 1,
        -- what it is for: a request, whose case may stand beside it, or a case alone
        request_id uuid references request_out,
        case_id uuid references exchange_case,
        facility_ids uuid[] not null,
        service_line text not null,
        care_team uuid[] not null default '{}',
        -- whose images are wanted, as the house told them: what is claimed of photographs, and what names on discs are compared with
        subject jsonb not null,
        patient_id uuid references patient,
        wanted jsonb not null,
        secret bytea not null,
        code bytea not null,
        birth_date text,
        tries int not null default 0,
        -- wrong codes while an upload runs close the door for a while instead of locking the link
        held_until timestamptz,
        issued_by uuid not null references person,
        issued_at timestamptz not null default clock_timestamp(),
        issues int not null default 1,
        made_at timestamptz not null default clock_timestamp(),
        ends_at timestamptz not null,
        -- who uploads, what they attest and when
        uploader jsonb,
        -- what they said when they were done
        summary jsonb,
        reason text,
        check (num_nonnulls(request_id, case_id) >= 1)
      );
      create index upload_link_request on upload_link (request_id) where request_id is not null;
      create index upload_link_case on upload_link (case_id) where case_id is not null;
      create table upload_link_session (
        id bytea primary key,
        link_id uuid not null references upload_link,
        began_at timestamptz not null default clock_timestamp(),
        ends_at timestamptz not null
      );
      create index upload_link_session_link on upload_link_session (link_id);

      alter table parcel drop constraint parcel_form_check;
      -- photographs: pictures that become images of one exam, of the person the link is for
      alter table parcel add constraint parcel_form_check check (form in ('folder', 'file', 'watched', 'photographs'));
      alter table parcel add column link_id uuid references upload_link, add column request_id uuid references request_out, add column case_id uuid references exchange_case, add column about text not null default '',
        -- who brought it with a link, as they said then
        add column brought_by jsonb;
      create index parcel_link on parcel (link_id) where link_id is not null;
      create index parcel_request on parcel (request_id) where request_id is not null;

      -- discs somebody says are in the mail
      create table awaited_disc (
        id uuid primary key,
        request_id uuid references request_out,
        case_id uuid references exchange_case,
        link_id uuid references upload_link,
        expected_on date not null,
        discs int not null check (discs between 1 and 50),
        carrier text not null default '',
        tracking text not null default '',
        said_by text not null,
        said_at timestamptz not null default clock_timestamp(),
        late_at timestamptz,
        arrived_at timestamptz,
        arrived_by text,
        parcel_id uuid references parcel,
        check (num_nonnulls(request_id, case_id) >= 1)
      );
      create index awaited_disc_request on awaited_disc (request_id) where request_id is not null;
      create index awaited_disc_case on awaited_disc (case_id) where case_id is not null;

      -- the patient's authorisation a request rests on: day, form, who gave it and who wrote it down
      alter table request_out add column authorisation jsonb;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table request_out drop column authorisation;
      drop table awaited_disc;
      alter table parcel drop column link_id, drop column request_id, drop column case_id, drop column about, drop column brought_by;
      alter table parcel drop constraint parcel_form_check;
      update parcel set form = 'folder' where form = 'photographs';
      alter table parcel add constraint parcel_form_check check (form in ('folder', 'file', 'watched'));
      drop table upload_link_session, upload_link;
    `);
  }
}
