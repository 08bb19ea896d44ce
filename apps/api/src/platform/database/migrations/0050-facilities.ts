import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATES = `('prospect', 'contacted', 'agreement', 'connecting', 'testing', 'live', 'paused', 'retired')`;

/** Partners from first name to live and beyond: who answers there, what was agreed, what was done, and links with which they fill in their part without an account. */
export class Facilities0050 implements MigrationInterface {
  readonly name = 'Facilities1790000000050';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table facility rename column status to state;
      alter table facility alter column state set default 'prospect';
      alter table facility add constraint facility_state check (state in ${STATES});
      alter table facility
        add column state_since timestamptz not null default clock_timestamp(),
        add column owner_id uuid references person,
        add column place text not null default '' check (length(place) <= 200),
        add column oid text check (oid ~ '^[0-2](\\.(0|[1-9][0-9]*))+$'),
        add column home_community text check (home_community ~ '^[0-2](\\.(0|[1-9][0-9]*))+$'),
        add column purposes text[] not null default '{}',
        -- exams a month they have for us or take from us, and how many of a thousand come on disc: what they told us
        add column volume int check (volume between 0 and 1000000),
        add column disc_permille int check (disc_permille between 0 and 1000),
        add column service_lines text[] not null default '{}',
        add column next_step text check (length(next_step) <= 300),
        add column next_step_on date,
        add column last_activity_at timestamptz not null default clock_timestamp(),
        -- last mark of a stale clock; the next activity takes it away
        add column stale_at timestamptz,
        -- what still flows while it is paused
        add column flow text check (flow in ('in', 'out', 'none')),
        add column live_at timestamptz,
        -- who brought it to testing: somebody else says that it goes live
        add column tested_by uuid references person;
      update facility set state_since = made_at, last_activity_at = made_at, live_at = case when state = 'live' then made_at end;
      create index facility_state_idx on facility (state, state_since);
    `);
    await q.query(`
      create table facility_department (
        id uuid primary key,
        facility_id uuid not null references facility,
        name text not null check (length(name) between 1 and 200),
        service_line text,
        unique (facility_id, name)
      );
      create table facility_contact (
        id uuid primary key,
        facility_id uuid not null references facility,
        department_id uuid references facility_department on delete set null,
        kind text not null check (kind in ('clinical', 'administrative', 'pacs', 'it', 'after-hours')),
        name text not null check (length(name) between 1 and 200),
        title text not null default '',
        phone text not null default '',
        email text not null default '',
        -- who of ours talks to them, and how often
        counterpart_id uuid references person,
        every_days int check (every_days between 1 and 730),
        -- the partner wrote it by their link
        by_link boolean not null default false,
        made_at timestamptz not null default clock_timestamp(),
        ended_at timestamptz
      );
      create index facility_contact_facility on facility_contact (facility_id) where ended_at is null;
      create table network (
        id uuid primary key,
        name text not null unique check (length(name) between 1 and 200),
        kind text not null check (kind in ('network', 'affinity-domain', 'health-system')),
        oid text check (oid ~ '^[0-2](\\.(0|[1-9][0-9]*))+$'),
        made_at timestamptz not null default clock_timestamp()
      );
      create table facility_network (facility_id uuid not null references facility, network_id uuid not null references network, primary key (facility_id, network_id));
      create table vendor_product (
        id uuid primary key,
        vendor text not null check (length(vendor) between 1 and 200),
        name text not null check (length(name) between 1 and 200),
        made_at timestamptz not null default clock_timestamp(),
        unique (vendor, name)
      );
      create table facility_product (
        facility_id uuid not null references facility,
        product_id uuid not null references vendor_product,
        version text not null default '',
        used_for text not null default '',
        primary key (facility_id, product_id)
      );
      -- what a vendor said its product will speak, and until when
      create table vendor_commitment (
        id uuid primary key,
        product_id uuid not null references vendor_product,
        standard text not null check (length(standard) between 1 and 200),
        due_on date not null,
        state text not null default 'promised' check (state in ('promised', 'kept', 'broken')),
        settled_on date,
        source text not null default '',
        made_at timestamptz not null default clock_timestamp()
      );
      create index vendor_commitment_product on vendor_commitment (product_id, due_on);

      create table facility_document (
        id uuid primary key,
        facility_id uuid not null references facility,
        kind text not null check (kind in ('agreement', 'worksheet', 'certificate', 'education', 'other')),
        title text not null check (length(title) between 1 and 200),
        file_name text not null,
        media_type text not null,
        bytes int not null check (bytes between 1 and 3145728),
        sha256 bytea not null,
        content bytea not null,
        by_name text not null,
        made_at timestamptz not null default clock_timestamp(),
        removed_at timestamptz
      );
      create index facility_document_facility on facility_document (facility_id, made_at);
      create table agreement (
        id uuid primary key,
        version int not null default 0,
        facility_id uuid not null references facility,
        kind text not null check (kind in ('sharing', 'baa', 'transfer-protocol')),
        purposes text[] not null default '{}',
        redisclosure text check (redisclosure in ('allowed', 'ask', 'forbidden')),
        terms text not null default '' check (length(terms) <= 20000),
        begins_on date not null,
        -- last day, inclusive; no end when absent
        ends_on date check (ends_on >= begins_on),
        renewal text not null default 'asked' check (renewal in ('asked', 'automatic', 'none')),
        document_id uuid references facility_document,
        -- in force only when both sides said yes
        signed_at timestamptz,
        signed_name text,
        signed_title text,
        -- sha256 over the words that were accepted
        signed_sha256 bytea,
        by_link boolean not null default false,
        -- from before agreements were kept here: somebody still has to enter what it says
        carried boolean not null default false,
        ended_on date,
        ended_because text,
        -- days before the end somebody was told of: 90, 30, 7
        told int[] not null default '{}',
        made_by text not null,
        made_at timestamptz not null default clock_timestamp()
      );
      create index agreement_facility on agreement (facility_id, ends_on);
      create table facility_activity (
        id uuid primary key,
        facility_id uuid not null references facility,
        at timestamptz not null default clock_timestamp(),
        kind text not null check (kind in ('call', 'mail', 'visit', 'meeting', 'note', 'education', 'stage', 'partner')),
        words text not null check (length(words) <= 4000),
        -- codes and both values of what a program wrote
        facts jsonb not null default '{}',
        contact_id uuid references facility_contact,
        by_id uuid references person,
        by_name text not null
      );
      create index facility_activity_facility on facility_activity (facility_id, at desc, id);
      create table campaign (
        id uuid primary key,
        name text not null unique check (length(name) between 1 and 200),
        kind text not null check (kind in ('campaign', 'education')),
        material text not null default '' check (length(material) <= 4000),
        ends_on date,
        made_at timestamptz not null default clock_timestamp()
      );
      create table campaign_given (
        id uuid primary key,
        campaign_id uuid not null references campaign,
        facility_id uuid not null references facility,
        contact_id uuid references facility_contact,
        how text not null check (how in ('mail', 'visit', 'call', 'meeting', 'letter')),
        by_id uuid not null references person,
        at timestamptz not null default clock_timestamp(),
        unique nulls not distinct (campaign_id, facility_id, contact_id)
      );
    `);
    await q.query(`
      -- a link with which somebody at the partner does one thing without an account; only the digest of its secret is here
      create table partner_link (
        id uuid primary key,
        facility_id uuid not null references facility,
        endpoint_id uuid references endpoint,
        purpose text not null check (purpose in ('onboarding', 'retest')),
        secret bytea not null,
        for_whom text not null default '',
        ends_at timestamptz not null,
        -- wrong secrets since the last right one; at ten it is locked
        tries int not null default 0,
        locked_at timestamptz,
        revoked_at timestamptz,
        revoked_by uuid references person,
        used_at timestamptz,
        issued_by uuid not null references person,
        made_at timestamptz not null default clock_timestamp(),
        check (purpose <> 'retest' or endpoint_id is not null)
      );
      create index partner_link_facility on partner_link (facility_id, made_at desc);
      -- their names of procedures and what we call them
      create table facility_procedure (
        facility_id uuid not null references facility,
        name text not null check (length(name) between 1 and 200),
        code text not null default '',
        -- how many of theirs carry it; the share that is mapped is by exams
        exams int not null default 1 check (exams > 0),
        ours text,
        mapped_by text,
        primary key (facility_id, name)
      );
      create table facility_certificate (
        id uuid primary key,
        facility_id uuid not null references facility,
        -- theirs: what they prove themselves with to us
        pem text not null check (length(pem) <= 100000),
        subject text not null,
        issuer text not null,
        fingerprint text not null,
        not_before timestamptz not null,
        not_after timestamptz not null,
        by_name text not null,
        made_at timestamptz not null default clock_timestamp(),
        unique (facility_id, fingerprint)
      );
      -- each way that was proven to work, by whom and how; the newest of a way counts
      create table facility_proof (
        id uuid primary key,
        facility_id uuid not null references facility,
        way text not null check (way in ('sent', 'received', 'report-sent', 'report-received')),
        endpoint_id uuid references endpoint,
        how text not null check (how in ('ladder', 'partner', 'exam', 'message')),
        by_name text not null,
        at timestamptz not null default clock_timestamp()
      );
      create index facility_proof_facility on facility_proof (facility_id, way, at desc);
      create table facility_review (
        facility_id uuid not null references facility,
        -- days after it went live
        day int not null,
        due_on date not null,
        told_at timestamptz,
        done_at timestamptz,
        done_by uuid references person,
        findings text,
        primary key (facility_id, day)
      );
      create table onboarding (
        facility_id uuid primary key references facility,
        -- what the partner said is done, step by step: {"contacts": {"at": "...", "by": "..."}}
        steps jsonb not null default '{}',
        round_trip_asked_at timestamptz,
        round_trip_asked_by text
      );
    `);
    await q.query(`
      -- partners that were live before agreements were kept stay so: what stands between us is carried over, to be completed (INV-33)
      insert into agreement (id, facility_id, kind, redisclosure, terms, begins_on, signed_at, signed_name, carried, made_by)
        select gen_random_uuid(), id, 'sharing', redisclosure, coalesce(redisclosure_terms, ''), made_at::date, made_at, '', true, 'migration 0050' from facility where not host and state = 'live';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table onboarding, facility_review, facility_proof, facility_certificate, facility_procedure, partner_link, campaign_given, campaign, facility_activity, agreement, facility_document, vendor_commitment,
        facility_product, vendor_product, facility_network, network, facility_contact, facility_department;
      drop index facility_state_idx;
      alter table facility drop constraint facility_state, drop column state_since, drop column owner_id, drop column place, drop column oid, drop column home_community, drop column purposes, drop column volume,
        drop column disc_permille, drop column service_lines, drop column next_step, drop column next_step_on, drop column last_activity_at, drop column stale_at, drop column flow, drop column live_at, drop column tested_by;
      alter table facility rename column state to status;
      alter table facility alter column status set default 'live';
    `);
  }
}
