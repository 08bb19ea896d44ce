import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Local patients as the ADT feed tells them, and the attempts to say whose exam something is. */
export class Identity0004 implements MigrationInterface {
  name = 'Identity1700000000004';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table patient (
        id uuid primary key,
        version int not null default 0,
        mrn text not null,
        birth_date text,
        sex text,
        flags text[] not null default '{}',
        address text,
        phone text,
        -- what a search by contact looks up: the last seven digits, the address without signs
        phone_key text generated always as (nullif(right(regexp_replace(phone, '[^0-9]', '', 'g'), 7), '')) stored,
        address_key text generated always as (nullif(lower(regexp_replace(address, '[^[:alnum:]]+', ' ', 'g')), '')) stored,
        encounter_class text,
        encounter jsonb,
        last_visit date,
        deceased date,
        merged_into uuid references patient,
        seen_at timestamptz not null default clock_timestamp(),
        made_at timestamptz not null default clock_timestamp()
      );
      create index patient_birth_date on patient (birth_date) where merged_into is null;
      create index patient_phone on patient (phone_key) where merged_into is null;
      create index patient_address on patient (address_key) where merged_into is null;
      create index patient_merged on patient (merged_into) where merged_into is not null;
      create index patient_mrn on patient (mrn);
      create table patient_name (
        id bigint generated always as identity primary key,
        patient_id uuid not null references patient,
        use text not null,
        representation text not null,
        family text not null,
        given text not null,
        suffix text,
        -- a name the person had before, or that came with a merged record
        former boolean not null default false,
        folded text not null
      );
      create index patient_name_patient on patient_name (patient_id);
      create index patient_name_folded on patient_name using gin (folded gin_trgm_ops);
      create index patient_name_whole on patient_name (folded);
      create table patient_identifier (
        id bigint generated always as identity primary key,
        patient_id uuid not null references patient,
        value text not null,
        issuer text not null,
        issuer_oid text,
        type text not null,
        ended_at timestamptz
      );
      create unique index patient_identifier_active on patient_identifier (issuer, type, value) where ended_at is null;
      create index patient_identifier_patient on patient_identifier (patient_id);
      create index patient_identifier_value on patient_identifier (value) where ended_at is null;
      create table adt_message (
        sender text not null,
        control_id text not null,
        event text not null,
        sha256 bytea not null,
        answer text not null,
        problem text,
        at timestamptz not null default clock_timestamp(),
        primary key (sender, control_id)
      );

      create table policy_version (
        id uuid primary key,
        kind text not null,
        scope text not null,
        number int not null,
        text jsonb not null,
        sha256 bytea not null,
        state text not null,
        in_force_at timestamptz,
        ended_at timestamptz,
        unique (kind, scope, number)
      );
      create unique index policy_in_force on policy_version (kind, scope) where state = 'in-force';
      create table decision (
        id uuid primary key,
        kind text not null,
        subject_kind text not null,
        subject_id uuid not null,
        exam_id uuid,
        policy_version_id uuid not null references policy_version,
        today date not null,
        facts jsonb not null,
        facts_sha256 bytea not null,
        quota jsonb,
        outcome jsonb not null,
        decided_by text[] not null,
        because text[] not null,
        considered jsonb not null,
        supersedes uuid references decision,
        at timestamptz not null default clock_timestamp()
      );
      create index decision_subject on decision (subject_id, kind, at desc);
      create index decision_exam on decision (exam_id, kind, at desc);
      create table quota_place (
        kind text not null,
        scope text not null,
        rule_id text not null,
        bucket text not null,
        subject_id uuid not null,
        decision_id uuid not null references decision,
        freed_at timestamptz,
        primary key (kind, scope, rule_id, bucket, subject_id)
      );

      create table match (
        id uuid primary key,
        version int not null default 0,
        exam_id uuid not null references exam,
        attempt int not null,
        revision int not null,
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        decision_id uuid references decision,
        candidates jsonb not null default '[]',
        dismissed uuid[] not null default '{}',
        patient_id uuid references patient,
        elements text[] not null default '{}',
        reason text,
        -- who accepted, overrode or asked for the second look; null when policy accepted
        asker_id uuid references person,
        confirmer_id uuid references person,
        -- sha256 of the identity as sent that the evidence rests on
        identity bytea,
        made_at timestamptz not null default clock_timestamp(),
        unique (exam_id, attempt)
      );
      -- INV-1: at most one attempt of an exam is open or confirmed
      create unique index match_open on match (exam_id) where state not in ('unlinked', 'closed');
      create index match_patient on match (patient_id) where state in ('matched', 'overridden');
      create index match_waiting on match (exam_id) where state in ('deciding', 'proposed', 'second-look', 'registering');
      create table registration (
        id uuid primary key,
        version int not null default 0,
        exam_id uuid not null references exam,
        match_id uuid not null references match,
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        demographics jsonb not null,
        patient_id uuid references patient,
        owner text,
        reason text,
        message_id uuid,
        made_at timestamptz not null default clock_timestamp()
      );
      create index registration_open on registration (match_id) where state in ('asked', 'sent');
      create table recall (
        id uuid primary key,
        version int not null default 0,
        exam_id uuid not null references exam,
        match_id uuid not null references match,
        kind text not null,
        ref text not null,
        label text not null,
        channel text not null,
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        proof text,
        attempts int not null default 0,
        cause text,
        due_at timestamptz,
        waived_by uuid[] not null default '{}',
        made_at timestamptz not null default clock_timestamp(),
        unique (match_id, kind, ref)
      );
      create index recall_exam on recall (exam_id);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table recall, registration, match, quota_place, decision, policy_version, adt_message, patient_identifier, patient_name, patient');
  }
}
