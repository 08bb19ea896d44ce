import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The rhythm of each partner, and what was unlike it. */
export class Radar0066 implements MigrationInterface {
  readonly name = 'Radar1790000000066';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      -- what came and went with a partner by the site's clock; hours in which nothing happened have no row
      create table radar_hour (
        facility_id uuid not null references facility,
        on_day date not null,
        hour smallint not null check (hour between 0 and 23),
        wire int not null default 0,
        disc int not null default 0,
        moved int not null default 0,
        failed int not null default 0,
        primary key (facility_id, on_day, hour)
      );
      create table radar_alarm (
        id uuid primary key,
        facility_id uuid not null references facility,
        kind text not null check (kind in ('quiet', 'slide', 'burst')),
        -- the numbers it was raised by
        finding jsonb not null,
        at timestamptz not null default clock_timestamp(),
        seen_at timestamptz not null default clock_timestamp(),
        over_at timestamptz,
        dismissed_at timestamptz,
        dismissed_by text,
        dismissed_because text check (length(dismissed_because) <= 1000),
        -- until then it is not raised again
        dismissed_until timestamptz
      );
      create unique index radar_alarm_open on radar_alarm (facility_id, kind) where over_at is null and dismissed_at is null;
      create index radar_alarm_facility on radar_alarm (facility_id, at desc);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table radar_alarm, radar_hour');
  }
}
