import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tokens that belong to a connection instead of a person: a partner's system hands us objects with one. */
export class ConnectionTokens0040 implements MigrationInterface {
  name = 'ConnectionTokens1700000000040';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table api_token alter column person_id drop not null;
      alter table api_token add column endpoint_id uuid references endpoint;
      alter table api_token add constraint api_token_of_one check ((person_id is null) <> (endpoint_id is null));
      create index api_token_endpoint on api_token (endpoint_id) where endpoint_id is not null;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      delete from api_token where person_id is null;
      drop index api_token_endpoint;
      alter table api_token drop constraint api_token_of_one;
      alter table api_token drop column endpoint_id;
      alter table api_token alter column person_id set not null;
    `);
  }
}
