import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Access reviews: who confirmed or revoked whose roles, by when. */
export class AccessReviews0063 implements MigrationInterface {
  name = 'AccessReviews1790000000063';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table access_review (
        id uuid primary key,
        name text not null,
        -- the last day on which answers are in time, in the zone of the house
        due_on date not null,
        started_by uuid not null references person,
        started_at timestamptz not null default clock_timestamp(),
        closed_at timestamptz
      );
      create table access_review_item (
        id uuid primary key,
        review_id uuid not null references access_review,
        version int not null default 0,
        person_id uuid not null references person,
        -- as they were when it began
        roles text[] not null,
        -- the section lead who is asked; null: any system administrator
        reviewer_id uuid references person,
        decision text check (decision in ('confirmed', 'revoked')),
        revoked text[] not null default '{}',
        note text not null default '',
        decided_by uuid references person,
        decided_at timestamptz,
        unique (review_id, person_id),
        check ((decision is null) = (decided_at is null)),
        check (decided_by is distinct from person_id)
      );
      create index access_review_item_waiting on access_review_item (reviewer_id) where decision is null;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table access_review_item, access_review');
  }
}
