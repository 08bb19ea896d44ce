import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Gateways at partners' sites: the boxes their connections stand behind, whoever made them. */
export class SiteGateways0089 implements MigrationInterface {
  readonly name = 'SiteGateways1790000000089';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table site_gateway (
        id uuid primary key,
        facility_id uuid not null references facility,
        name text not null check (length(name) between 1 and 200),
        vendor text not null default '',
        product text not null default '',
        version text not null default '',
        -- where it stands
        site text not null default '',
        -- who looks after it
        keeper text not null default '',
        -- since when all connections behind it fail together, and somebody was told
        away_since timestamptz,
        made_at timestamptz not null default clock_timestamp(),
        unique (facility_id, name)
      );
      alter table endpoint add column gateway_id uuid references site_gateway;
      create index endpoint_gateway on endpoint (gateway_id) where gateway_id is not null;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('alter table endpoint drop column gateway_id; drop table site_gateway');
  }
}
