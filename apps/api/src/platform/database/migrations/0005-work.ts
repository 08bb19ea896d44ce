import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The way of an exam through the house: inbound, lease, checklist, order, transfers, over-reads, notices. */
export class Work0005 implements MigrationInterface {
  name = 'Work1700000000005';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table inbound (
        id uuid primary key references exam,
        version int not null default 0,
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        revision int not null default 1,
        -- what lists filter and sort by, kept beside the state so that one index answers
        site_id uuid references facility,
        facility_ids uuid[] not null,
        service_line text not null default 'general',
        subspecialty text,
        urgency text not null default 'medium',
        modalities text[] not null default '{}',
        content_kind text not null default 'other',
        received int not null default 0,
        expected int,
        missing text[] not null default '{}',
        completeness text not null default 'unknown',
        findings text[] not null default '{}',
        parcel_patients int not null default 1,
        is_own text not null default 'no',
        patient_text text not null default '',
        checklist_id text,
        check_result text,
        queue text not null default 'central',
        late text not null default 'reopen',
        quality text,
        settled_at timestamptz,
        due_at timestamptz,
        clock jsonb not null default '[]',
        quarantine jsonb,
        park jsonb,
        visible text,
        care_team uuid[] not null default '{}',
        last_instance_at timestamptz not null default clock_timestamp(),
        made_at timestamptz not null default clock_timestamp()
      );
      create index inbound_due on inbound (due_at nulls last, id) where state not in ('released', 'mirrored', 'returned', 'rejected', 'purged');
      create index inbound_state on inbound (state, state_since desc, id);
      create index inbound_made on inbound (made_at desc, id);
      create index inbound_facilities on inbound using gin (facility_ids);
      create index inbound_patient_text on inbound using gin (patient_text gin_trgm_ops);

      create table need (
        exam_id uuid primary key references exam,
        requester_id uuid references person,
        urgency text not null default 'medium',
        use_case text,
        question text,
        wants_read boolean not null default false,
        purpose text,
        picked_rank int,
        set_by uuid references person,
        at timestamptz not null default clock_timestamp()
      );
      create table checklist_answer (
        exam_id uuid not null references exam,
        revision int not null,
        item text not null,
        answer text not null,
        note text,
        measured jsonb,
        by_kind text not null,
        by_name text not null,
        at timestamptz not null default clock_timestamp(),
        primary key (exam_id, revision, item)
      );
      create table lease (
        item_kind text not null,
        item_id uuid not null,
        version int not null default 0,
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        holder_id uuid references person,
        epoch bigint not null default 0,
        until timestamptz,
        id uuid primary key,
        unique (item_kind, item_id)
      );
      create index lease_holder on lease (holder_id) where state = 'held';

      create table import_order (
        id uuid primary key,
        exam_id uuid not null references exam,
        patient_id uuid not null references patient,
        accession text not null unique,
        issuer text not null,
        procedure_code text not null,
        procedure_text text not null,
        state text not null default 'waiting',
        cause text,
        message_id uuid,
        at timestamptz not null default clock_timestamp()
      );
      create index import_order_exam on import_order (exam_id);
      create sequence accession_number start 1001;
      create sequence control_number start 1;
      create table out_message (
        id uuid primary key,
        endpoint_id uuid not null references endpoint,
        purpose text not null,
        subject_kind text not null,
        subject_id uuid not null,
        control_id text not null unique,
        body bytea not null,
        state text not null default 'waiting',
        answer text,
        cause text,
        attempts int not null default 0,
        made_at timestamptz not null default clock_timestamp(),
        answered_at timestamptz
      );

      create table transfer (
        id uuid primary key,
        version int not null default 0,
        exam_id uuid not null references exam,
        revision int not null,
        direction text not null,
        purpose text not null,
        destination text not null,
        endpoint_id uuid not null references endpoint,
        required boolean not null default true,
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        epoch bigint not null default 0,
        attempt int not null default 0,
        lease_until timestamptz,
        next_due_at timestamptz,
        cause text,
        cause_detail text,
        priority int not null default 5,
        made_at timestamptz not null default clock_timestamp()
      );
      create index transfer_exam on transfer (exam_id);
      create index transfer_open on transfer (endpoint_id, state) where state not in ('done', 'cancelled');
      create table transfer_row (
        transfer_id uuid not null references transfer,
        instance_id bigint not null references instance,
        sop_uid text not null,
        version int not null default 0,
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        attempt int not null default 0,
        status int,
        comment text,
        proof text,
        primary key (transfer_id, instance_id)
      );

      create table overread (
        id uuid primary key,
        version int not null default 0,
        exam_id uuid not null references exam,
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        epoch bigint not null default 0,
        holder_id uuid references person,
        until timestamptz,
        purpose text not null,
        subspecialty text not null,
        service_line text not null,
        facility_ids uuid[] not null,
        care_team uuid[] not null default '{}',
        question text,
        requester_id uuid references person,
        urgency text not null,
        due_at timestamptz,
        clock jsonb not null default '[]',
        decision_id uuid references decision,
        declined_by uuid[] not null default '{}',
        exam_revision int not null,
        revision_read int,
        grade text,
        accession text,
        acknowledged_by uuid references person,
        acknowledged_at timestamptz,
        flagged_revision int,
        reason text,
        made_at timestamptz not null default clock_timestamp()
      );
      create index overread_open on overread (due_at nulls last, id) where state not in ('acknowledged', 'withdrawn', 'retracted');
      create index overread_exam on overread (exam_id);
      create index overread_requester on overread (requester_id, state);
      create table overread_draft (
        overread_id uuid primary key references overread,
        epoch bigint not null,
        by_id uuid not null references person,
        text jsonb not null,
        revision_seen int not null,
        saved_at timestamptz not null default clock_timestamp()
      );
      create table overread_report (
        id uuid primary key,
        overread_id uuid not null references overread,
        kind text not null,
        text jsonb not null,
        addendum text,
        grade text not null,
        author_id uuid not null references person,
        signed_at timestamptz not null default clock_timestamp(),
        sha256 bytea not null
      );
      create unique index overread_one_signature on overread_report (overread_id) where kind = 'report';

      create table notice (
        id uuid primary key,
        version int not null default 0,
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        dedupe_key text not null unique,
        event text not null,
        because text not null,
        subject_kind text not null,
        subject_id uuid not null,
        person_id uuid not null references person,
        role text not null,
        channel text not null,
        urgent boolean not null default false,
        ack boolean not null default false,
        decision_id uuid references decision,
        label text not null default '',
        data jsonb not null default '{}',
        due_at timestamptz,
        made_at timestamptz not null default clock_timestamp()
      );
      create index notice_person on notice (person_id, made_at desc);
      create index notice_subject on notice (subject_id);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table notice, overread_report, overread_draft, overread, transfer_row, transfer, out_message, import_order, lease, checklist_answer, need, inbound;
      drop sequence accession_number, control_number;
    `);
  }
}
