import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Facilities, people, their sessions, tokens, and the one limiter for every secret. */
export class People0002 implements MigrationInterface {
  name = 'People1700000000002';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table facility (
        id uuid primary key,
        version int not null default 0,
        name text not null unique,
        kind text not null,
        status text not null default 'live',
        tier text not null default 'unknown',
        host boolean not null default false,
        issuer text unique,
        issuer_oid text,
        demo boolean not null default false,
        made_at timestamptz not null default clock_timestamp()
      );
      create table endpoint (
        id uuid primary key,
        version int not null default 0,
        facility_id uuid not null references facility,
        kind text not null,
        direction text not null check (direction in ('in', 'out', 'both')),
        purpose text not null,
        label text not null,
        settings jsonb not null,
        -- how an incoming association or message names itself; matched with the address it comes from
        calling text,
        addresses text[] not null default '{}',
        health text not null default 'untested',
        health_sentence text,
        last_probe_at timestamptz,
        disabled_at timestamptz,
        made_at timestamptz not null default clock_timestamp()
      );
      create index endpoint_calling on endpoint (kind, calling) where disabled_at is null;

      create table person (
        id uuid primary key,
        version int not null default 0,
        username text not null unique,
        name text not null,
        initials text not null,
        title text not null,
        roles text[] not null,
        facilities uuid[] not null default '{}',
        service_lines text[] not null default '{}',
        subspecialties text[] not null default '{}',
        password_hash text not null,
        disabled_at timestamptz,
        demo boolean not null default false,
        made_at timestamptz not null default clock_timestamp()
      );
      create table session (
        id bytea primary key,
        person_id uuid not null references person,
        made_at timestamptz not null default clock_timestamp(),
        last_seen_at timestamptz not null default clock_timestamp(),
        ends_at timestamptz not null,
        reauthenticated_at timestamptz,
        ended_at timestamptz,
        address text not null
      );
      create index session_person on session (person_id) where ended_at is null;
      create table api_token (
        id uuid primary key,
        name text not null,
        secret bytea not null unique,
        person_id uuid not null references person,
        scopes text[] not null,
        ends_at timestamptz not null,
        revoked_at timestamptz,
        last_used_at timestamptz,
        made_at timestamptz not null default clock_timestamp()
      );
      create table secret_try (
        key text primary key,
        failures int not null default 0,
        window_ends_at timestamptz not null
      );
      create table preference (
        person_id uuid not null references person,
        name text not null,
        value jsonb not null,
        primary key (person_id, name)
      );
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table preference, secret_try, api_token, session, person, endpoint, facility');
  }
}
