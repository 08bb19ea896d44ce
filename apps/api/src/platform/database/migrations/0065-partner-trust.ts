import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A certificate counts once somebody here compared its fingerprint with the partner; and whether a source gives an exam again is asked from time to time. */
export class PartnerTrust0065 implements MigrationInterface {
  readonly name = 'PartnerTrust1790000000065';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table facility_certificate
        add column trusted_at timestamptz,
        add column trusted_by text,
        -- who at the partner read the fingerprint out
        add column trusted_with text check (length(trusted_with) <= 200),
        add column withdrawn_at timestamptz,
        add column withdrawn_by text,
        add column withdrawn_because text check (length(withdrawn_because) <= 1000);
      create index facility_certificate_trusted on facility_certificate (fingerprint) where trusted_at is not null and withdrawn_at is null;

      create table source_probe (
        id uuid primary key,
        facility_id uuid not null references facility,
        endpoint_id uuid not null references endpoint,
        exam_id uuid references exam on delete set null,
        at timestamptz not null default clock_timestamp(),
        outcome text not null check (outcome in ('retrieved', 'listed', 'absent', 'failed')),
        -- what was met, in words without a patient
        sentence text not null,
        ms int not null
      );
      create index source_probe_facility on source_probe (facility_id, at desc);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table source_probe;
      drop index facility_certificate_trusted;
      alter table facility_certificate drop column trusted_at, drop column trusted_by, drop column trusted_with, drop column withdrawn_at, drop column withdrawn_by, drop column withdrawn_because;
    `);
  }
}
