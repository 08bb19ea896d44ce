import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every slice stands on: the hash-chained audit, the outbox, the jobs and the answers already given to commands. */
export class Platform0001 implements MigrationInterface {
  name = 'Platform1700000000001';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table audit_head (
        lane text primary key,
        seq bigint not null,
        hash bytea not null
      );
      create table audit_entry (
        lane text not null,
        seq bigint not null,
        at timestamptz not null,
        actor_kind text not null,
        actor_id text not null,
        actor_name text not null,
        action text not null,
        object_kind text not null,
        object_id text not null,
        from_state text,
        to_state text,
        outcome text not null,
        reason text,
        details text not null,
        correlation text,
        previous bytea not null,
        hash bytea not null,
        primary key (lane, seq)
      );
      create index audit_entry_object on audit_entry (object_kind, object_id, at);
      create index audit_entry_actor on audit_entry (actor_id, at);
      create index audit_entry_at on audit_entry (at);

      -- A field as length:text, so that no value can pretend to be two.
      create function audit_field(value text) returns text language sql immutable parallel safe as $$
        select case when value is null then '-' else octet_length(convert_to(value, 'UTF8')) || ':' || value end
      $$;
      create function audit_time(t timestamptz) returns text language sql immutable parallel safe as $$
        select to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
      $$;

      -- The only way in. The head row is locked until commit, so a lane has one order and no gap.
      create function audit_append(in_lane text, entries jsonb) returns void language plpgsql security definer set search_path = public as $$
      declare
        e jsonb;
        head audit_head;
        stamp timestamptz;
        link bytea;
      begin
        select * into head from audit_head where lane = in_lane for update;
        if not found then
          insert into audit_head (lane, seq, hash) values (in_lane, 0, sha256(convert_to('causeway audit ' || in_lane, 'UTF8'))) on conflict do nothing;
          select * into head from audit_head where lane = in_lane for update;
        end if;
        for e in select * from jsonb_array_elements(entries) loop
          stamp := clock_timestamp();
          -- one expression: a call of a function that is not inlined costs more than all the rest
          link := sha256(convert_to(
            audit_field(encode(head.hash, 'hex')) || '|' || audit_field(in_lane) || '|' || audit_field((head.seq + 1)::text) || '|' || audit_field(audit_time(stamp)) || '|'
            || audit_field(e->>'actorKind') || '|' || audit_field(e->>'actorId') || '|' || audit_field(e->>'actorName') || '|' || audit_field(e->>'action') || '|'
            || audit_field(e->>'objectKind') || '|' || audit_field(e->>'objectId') || '|' || audit_field(e->>'from') || '|' || audit_field(e->>'to') || '|'
            || audit_field(e->>'outcome') || '|' || audit_field(e->>'reason') || '|' || audit_field(e->>'details') || '|' || audit_field(e->>'correlation'), 'UTF8'));
          insert into audit_entry values (
            in_lane, head.seq + 1, stamp, e->>'actorKind', e->>'actorId', e->>'actorName', e->>'action', e->>'objectKind', e->>'objectId',
            e->>'from', e->>'to', e->>'outcome', e->>'reason', e->>'details', e->>'correlation', head.hash, link);
          head.seq := head.seq + 1;
          head.hash := link;
        end loop;
        update audit_head set seq = head.seq, hash = head.hash where lane = in_lane;
      end $$;

      create table outbox (
        seq bigint generated always as identity primary key,
        tx xid8 not null default pg_current_xact_id(),
        event text not null,
        kind text not null,
        subject_id uuid not null,
        data jsonb not null default '{}',
        at timestamptz not null default clock_timestamp()
      );
      create index outbox_position on outbox (tx, seq);
      create index outbox_at on outbox (at);

      create table job (
        id uuid primary key default gen_random_uuid(),
        kind text not null,
        key text not null,
        data jsonb not null default '{}',
        state text not null default 'waiting' check (state in ('waiting', 'active', 'done', 'dead')),
        due_at timestamptz not null default clock_timestamp(),
        offered_at timestamptz,
        lease_until timestamptz,
        starts int not null default 0,
        attempts int not null default 0,
        cause text,
        made_at timestamptz not null default clock_timestamp(),
        ended_at timestamptz
      );
      -- One waiting job of a key: the same wish twice is one wish, and a clock can be moved.
      create unique index job_waiting_key on job (key) where state = 'waiting';
      create index job_due on job (due_at) where state = 'waiting';
      create index job_lease on job (lease_until) where state = 'active';
      create index job_ended on job (ended_at) where state in ('done', 'dead');
      create function job_bell() returns trigger language plpgsql as $$
      begin
        perform pg_notify('causeway_job', '');
        return null;
      end $$;
      create trigger job_bell after insert on job for each statement execute function job_bell();
      create function outbox_bell() returns trigger language plpgsql as $$
      begin
        perform pg_notify('causeway_outbox', '');
        return null;
      end $$;
      create trigger outbox_bell after insert on outbox for each statement execute function outbox_bell();

      create table answered (
        key text not null,
        who text not null,
        route text not null,
        body_hash bytea not null,
        -- the process at work, as long as there is no status
        taker text not null,
        status int,
        answer jsonb,
        at timestamptz not null default clock_timestamp(),
        primary key (who, key)
      );
      create index answered_at on answered (at);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table answered, job, outbox, audit_entry, audit_head;
      drop function job_bell(), outbox_bell(), audit_append(text, jsonb), audit_field(text), audit_time(timestamptz);
    `);
  }
}
