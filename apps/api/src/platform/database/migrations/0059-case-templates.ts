import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a site changes of a use case is a version that is never edited; a case keeps the one it was opened with. */
export class CaseTemplates0059 implements MigrationInterface {
  readonly name = 'CaseTemplates1790000000059';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table case_template_version (
        use_case text not null,
        version int not null check (version > 0),
        urgency text not null,
        profile text not null,
        content text[] not null,
        -- null: as the specification has it
        ball text[],
        must_record text[],
        dispositions text[],
        decided jsonb,
        reason text not null,
        set_by uuid references person,
        by_name text not null,
        at timestamptz not null default clock_timestamp(),
        primary key (use_case, version)
      );
      insert into case_template_version (use_case, version, urgency, profile, content, reason, set_by, by_name, at)
        select t.use_case, 1, t.urgency, t.profile, t.content, 'kept from before versions', t.set_by, coalesce(p.name, 'Causeway'), t.at from case_template t left join person p on p.id = t.set_by;
      create trigger case_template_version_once before update or delete on case_template_version for each row execute function never_changed();
      drop table case_template;
      -- null: opened with the specification's own
      alter table exchange_case add template_version int;
      update exchange_case c set template_version = 1 where exists (select 1 from case_template_version v where v.use_case = c.use_case);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table exchange_case drop template_version;
      create table case_template (use_case text primary key, urgency text not null, profile text not null, content text[] not null, set_by uuid references person, at timestamptz not null default clock_timestamp());
      insert into case_template (use_case, urgency, profile, content, set_by, at)
        select distinct on (use_case) use_case, urgency, profile, content, set_by, at from case_template_version order by use_case, version desc;
      drop table case_template_version;
    `);
  }
}
