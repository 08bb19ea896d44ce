import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One question to all members of a network: a request to each of them, held together. */
export class NetworkAsks0090 implements MigrationInterface {
  readonly name = 'NetworkAsks1790000000090';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table network_ask (
        id uuid primary key,
        network_id uuid not null references network,
        made_by uuid not null references person,
        made_at timestamptz not null default clock_timestamp()
      );
      alter table request_out add column ask_id uuid references network_ask;
      create index request_out_ask on request_out (ask_id) where ask_id is not null;
      create index facility_network_network on facility_network (network_id);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop index facility_network_network; alter table request_out drop column ask_id; drop table network_ask');
  }
}
