import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The duty calendar, in whose hands open tasks are, and the ways a notice leaves the house. */
export class Duty0052 implements MigrationInterface {
  readonly name = 'Duty1790000000052';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table service_hours (
        id uuid primary key,
        facility_id uuid not null references facility,
        service_line text,
        work_kind text,
        zone text not null,
        week jsonb not null
      );
      create unique index service_hours_one on service_hours (facility_id, coalesce(service_line, ''), coalesce(work_kind, ''));
      create table rota (
        id uuid primary key,
        version int not null default 0,
        facility_id uuid not null references facility,
        name text not null,
        pool text not null,
        service_line text,
        work_kinds text[] not null default '{}',
        zone text not null,
        cover text not null check (cover in ('always', 'business', 'off')),
        rotations jsonb not null,
        ended_at timestamptz,
        made_at timestamptz not null default clock_timestamp()
      );
      create index rota_pool on rota (pool) where ended_at is null;
      create table duty_override (
        id uuid primary key,
        rota_id uuid not null references rota,
        from_at timestamptz not null,
        to_at timestamptz not null check (to_at > from_at),
        -- nobody: whoever has these hours is away
        person_id uuid references person,
        reason text not null,
        made_by uuid references person,
        made_at timestamptz not null default clock_timestamp(),
        removed_at timestamptz
      );
      create index duty_override_rota on duty_override (rota_id, to_at) where removed_at is null;
      create table duty_swap (
        id uuid primary key,
        version int not null default 0,
        state text not null check (state in ('offered', 'accepted', 'declined', 'cancelled', 'expired')),
        rota_id uuid not null references rota,
        from_at timestamptz not null,
        to_at timestamptz not null check (to_at > from_at),
        giver_id uuid not null references person,
        receiver_id uuid not null references person,
        note text not null default '',
        made_at timestamptz not null default clock_timestamp(),
        answered_at timestamptz
      );
      create index duty_swap_open on duty_swap (receiver_id) where state = 'offered';
      create table calendar_link (
        id uuid primary key,
        secret bytea not null unique,
        person_id uuid not null references person,
        -- none: the person's own shifts
        rota_id uuid references rota,
        made_at timestamptz not null default clock_timestamp(),
        last_used_at timestamptz,
        revoked_at timestamptz
      );

      create table ownership (
        item_kind text not null,
        item_id uuid not null,
        work_kind text not null,
        facility_ids uuid[] not null,
        service_line text,
        decision_id uuid references decision,
        because text not null,
        pool text not null,
        escalate text[] not null,
        hours text not null,
        by text not null check (by in ('owner', 'pool', 'escalation')),
        role text,
        people uuid[] not null check (cardinality(people) > 0),
        gap text,
        since timestamptz not null default clock_timestamp(),
        primary key (item_kind, item_id)
      );
      create index ownership_line on ownership (service_line);

      create table handover (
        id uuid primary key,
        version int not null default 0,
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        item_kind text not null,
        item_id uuid not null,
        giver_id uuid not null references person,
        receiver_id uuid not null references person,
        note text not null default '',
        until timestamptz not null,
        made_at timestamptz not null default clock_timestamp()
      );
      create unique index handover_one on handover (item_kind, item_id) where state = 'offered';
      create index handover_receiver on handover (receiver_id) where state = 'offered';

      create table notice_channel (
        name text primary key,
        state text not null default 'healthy' check (state in ('healthy', 'failing')),
        since timestamptz not null default clock_timestamp(),
        cause text,
        tried_at timestamptz,
        sent_at timestamptz,
        sent bigint not null default 0,
        failures bigint not null default 0
      );
      create table notice_delivery (
        id uuid primary key,
        notice_id uuid not null references notice,
        person_id uuid not null references person,
        channel text not null,
        state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed', 'dropped')),
        attempts int not null default 0,
        digest boolean not null default false,
        due_at timestamptz not null,
        message_id text,
        cause text,
        done_at timestamptz,
        unique (notice_id, channel)
      );
      create index notice_delivery_waiting on notice_delivery (person_id, channel, due_at) where state = 'waiting';
      create index notice_delivery_failed on notice_delivery (channel) where state = 'failed';
      create index notice_recent on notice (person_id, subject_id, event, made_at);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop index notice_recent; drop table notice_delivery, notice_channel, handover, ownership, calendar_link, duty_swap, duty_override, rota, service_hours');
  }
}
