import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is fetched from partners is a movement as well, with a ledger row for each image they list, before any of them is here. */
export class Fetches0069 implements MigrationInterface {
  readonly name = 'Fetches1790000000069';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table transfer
        alter column exam_id drop not null,
        add column request_id uuid references request_out,
        add column study_uid text,
        add column description text,
        add column asked_by uuid,
        add constraint transfer_direction check (case direction when 'out' then exam_id is not null else request_id is not null and study_uid is not null end);
      create index transfer_request on transfer (request_id) where request_id is not null;
      -- one movement at a time brings one study for one request
      create unique index transfer_fetching on transfer (request_id, study_uid) where direction = 'in' and state not in ('done', 'cancelled');
      alter table transfer_row add column series_uid text, add column sop_class text;
      alter table transfer_row drop constraint transfer_row_check;
      -- of an image that is still at the partner there is neither
      alter table transfer_row add constraint transfer_row_source check (num_nonnulls(instance_id, document_id) <= 1) not valid;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      delete from transfer_row where transfer_id in (select id from transfer where direction = 'in');
      delete from transfer where direction = 'in';
      alter table transfer_row drop constraint transfer_row_source, drop column series_uid, drop column sop_class;
      alter table transfer_row add check (num_nonnulls(instance_id, document_id) = 1) not valid;
      drop index transfer_fetching;
      alter table transfer drop constraint transfer_direction, drop column request_id, drop column study_uid, drop column description, drop column asked_by, alter column exam_id set not null;
    `);
  }
}
