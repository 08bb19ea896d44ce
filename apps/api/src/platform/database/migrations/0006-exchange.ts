import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why exams move and who asked whom: cases, requests out and in, appointments, boards, and the ledger of values. */
export class Exchange0006 implements MigrationInterface {
  name = 'Exchange1700000000006';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create sequence case_number start 1001;
      create sequence request_out_number start 2001;
      create sequence request_in_number start 3001;

      create table case_template (
        use_case text primary key,
        urgency text not null,
        profile text not null,
        content text[] not null,
        set_by uuid references person,
        at timestamptz not null default clock_timestamp()
      );
      create table board (
        id uuid primary key,
        name text not null,
        service_line text not null,
        starts_at timestamptz not null,
        facility_ids uuid[] not null,
        made_by uuid references person,
        made_at timestamptz not null default clock_timestamp()
      );
      create index board_starts on board (starts_at);

      create table exchange_case (
        id uuid primary key,
        version int not null default 0,
        number int not null unique default nextval('case_number'),
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        use_case text not null,
        urgency text not null,
        profile text not null,
        service_line text not null,
        facility_ids uuid[] not null,
        care_team uuid[] not null default '{}',
        -- a donor or recipient is seen by their own team only
        restricted boolean not null default false,
        role text not null default 'patient' check (role in ('patient', 'donor', 'recipient')),
        linked_case_id uuid references exchange_case,
        partner_id uuid references facility,
        -- as told by whoever called, before anybody knows whether they are registered here
        subject jsonb not null,
        patient_id uuid references patient,
        question text not null default '',
        caller jsonb,
        opener_id uuid references person,
        consultant_id uuid references person,
        transfer_asked boolean not null default false,
        payer text,
        clock jsonb not null default '[]',
        started_at timestamptz not null default clock_timestamp(),
        due_at timestamptz,
        pause jsonb,
        content text[] not null default '{}',
        content_waived text,
        advised boolean not null default false,
        team jsonb,
        pathology text,
        disposition text,
        disposition_reason text,
        destination text,
        decided_by uuid references person,
        decided_at timestamptz,
        outcome jsonb not null default '{}',
        reason text,
        board_id uuid references board,
        made_at timestamptz not null default clock_timestamp()
      );
      create index case_due on exchange_case (due_at nulls last, id) where state in ('open', 'deciding', 'decided');
      create index case_state on exchange_case (state, state_since desc, id);
      create index case_patient on exchange_case (patient_id) where patient_id is not null;
      create index case_board on exchange_case (board_id) where board_id is not null;
      create index case_facilities on exchange_case using gin (facility_ids);

      create table case_exam (
        case_id uuid not null references exchange_case,
        exam_id uuid not null references exam,
        by_name text not null,
        at timestamptz not null default clock_timestamp(),
        primary key (case_id, exam_id)
      );
      create index case_exam_exam on case_exam (exam_id);

      create table request_template (
        id uuid primary key,
        owner_id uuid not null references person,
        name text not null,
        kind text not null,
        weekday int,
        body jsonb not null,
        made_at timestamptz not null default clock_timestamp(),
        unique (owner_id, name)
      );
      create table request_out (
        id uuid primary key,
        version int not null default 0,
        number int not null unique default nextval('request_out_number'),
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        case_id uuid references exchange_case,
        facility_id uuid not null references facility,
        facility_ids uuid[] not null,
        service_line text not null,
        care_team uuid[] not null default '{}',
        requester_id uuid references person,
        for_person_id uuid references person,
        for_pool text,
        legal_basis text not null,
        purpose text not null,
        subject jsonb not null,
        patient_id uuid references patient,
        wanted jsonb not null,
        with_reports boolean not null default true,
        wants_read boolean not null default false,
        message text not null default '',
        urgency text not null,
        stat boolean not null default false,
        needed_by timestamptz not null,
        expires_at timestamptz,
        channel text not null default 'phone',
        endpoint_id uuid references endpoint,
        message_id uuid,
        decision_id uuid references decision,
        submitted_by uuid references person,
        approver_id uuid references person,
        sent_at timestamptz,
        last_contact_at timestamptz,
        promised_by timestamptz,
        expected int not null default 1,
        reminders int not null default 0,
        reason text,
        clock jsonb not null default '[]',
        made_at timestamptz not null default clock_timestamp()
      );
      create index request_out_open on request_out (needed_by, id) where state not in ('fulfilled', 'cancelled');
      create index request_out_facility on request_out (facility_id, made_at desc);
      create index request_out_case on request_out (case_id) where case_id is not null;
      create table request_arrival (
        request_id uuid not null references request_out,
        exam_id uuid not null references exam,
        state text not null default 'arrived' check (state in ('arrived', 'released', 'withdrawn')),
        evidence jsonb not null,
        by_name text not null,
        at timestamptz not null default clock_timestamp(),
        released_at timestamptz,
        primary key (request_id, exam_id)
      );
      create index request_arrival_exam on request_arrival (exam_id);

      create table request_in (
        id uuid primary key,
        version int not null default 0,
        number int not null unique default nextval('request_in_number'),
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        facility_id uuid references facility,
        facility_ids uuid[] not null,
        endpoint_id uuid references endpoint,
        reference text,
        requester jsonb not null,
        subject jsonb not null,
        patient_id uuid references patient,
        wanted jsonb not null,
        with_reports boolean not null default true,
        legal_basis text not null,
        purpose text not null,
        asked_by text not null check (asked_by in ('emergency', 'partner', 'patient')),
        needed_by timestamptz,
        due_at timestamptz,
        legal_last_at timestamptz not null,
        reviewer_id uuid references person,
        approver_id uuid references person,
        send_when text,
        promised_by timestamptz,
        question jsonb,
        reason text,
        exception text,
        clock jsonb not null default '[]',
        made_at timestamptz not null default clock_timestamp()
      );
      create unique index request_in_reference on request_in (facility_id, reference) where reference is not null;
      create index request_in_open on request_in (due_at nulls last, id) where state not in ('fulfilled', 'declined', 'withdrawn');
      create table request_in_exam (
        request_id uuid not null references request_in,
        exam_id uuid not null references exam,
        decision_id uuid references decision,
        answer text,
        send_id uuid,
        how text,
        sent_at timestamptz,
        primary key (request_id, exam_id)
      );

      create table appointment (
        id uuid primary key,
        version int not null default 0,
        sender text not null,
        placer text not null,
        state text not null default 'booked' check (state in ('booked', 'cancelled', 'over')),
        starts_at timestamptz not null,
        ends_at timestamptz,
        clinic text not null default '',
        provider text,
        reason text,
        service_line text not null,
        facility_ids uuid[] not null,
        patient_id uuid references patient,
        subject jsonb not null,
        case_id uuid references exchange_case,
        made_at timestamptz not null default clock_timestamp(),
        unique (sender, placer)
      );
      create index appointment_starts on appointment (starts_at) where state = 'booked';
      create index appointment_patient on appointment (patient_id, starts_at);

      -- What happened to a case or request, line by line. Nothing here is changed or removed.
      create table exchange_entry (
        id bigint generated always as identity primary key,
        kind text not null,
        subject_id uuid not null,
        what text not null,
        by_kind text not null,
        by_id text not null,
        by_name text not null,
        facts jsonb not null default '{}',
        decision_id uuid references decision,
        at timestamptz not null default clock_timestamp()
      );
      create index exchange_entry_subject on exchange_entry (subject_id, id);

      create table value_row (
        id uuid primary key,
        value text not null,
        -- one row of a value for one thing; a reversal names the row it undoes
        dedupe_key text not null unique,
        case_id uuid references exchange_case,
        exam_id uuid references exam,
        facility_id uuid references facility,
        service_line text,
        amount bigint not null,
        unit text not null,
        confidence text not null,
        evidence jsonb not null,
        reverses uuid references value_row,
        at timestamptz not null default clock_timestamp()
      );
      create index value_row_value on value_row (value, at);
      create index value_row_case on value_row (case_id) where case_id is not null;
      create index value_row_exam on value_row (exam_id) where exam_id is not null;

      create function never_changed() returns trigger language plpgsql as $$
      begin
        raise exception '% is written once', tg_table_name;
      end
      $$;
      create trigger exchange_entry_once before update or delete on exchange_entry for each row execute function never_changed();
      create trigger value_row_once before update or delete on value_row for each row execute function never_changed();
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table value_row, exchange_entry, appointment, request_in_exam, request_in, request_arrival, request_out, request_template, case_exam, exchange_case, board, case_template;
      drop function never_changed();
      drop sequence case_number, request_out_number, request_in_number;
    `);
  }
}
