import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A read is an over-read or a primary read. A signed over-read has its grade, a primary read never has one: there is no outside report to be graded against. */
export class PrimaryReads0085 implements MigrationInterface {
  readonly name = 'PrimaryReads1790000000085';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table overread add column kind text not null default 'over-read' check (kind in ('over-read', 'primary'));
      -- the case that ordered a primary read
      alter table overread add column case_id uuid references exchange_case;
      alter table overread add constraint overread_of_case check ((kind = 'primary') = (case_id is not null));
      alter table overread add constraint overread_graded check (case kind when 'primary' then grade is null else grade is not null or state not in ('signed', 'acknowledged', 'retracted') end);
      alter table overread add constraint overread_kind unique (id, kind);
      -- two deciders at once make one primary read of an exam
      create unique index overread_one_primary on overread (exam_id) where kind = 'primary' and state not in ('withdrawn', 'retracted');
      create index overread_case on overread (case_id) where case_id is not null;

      alter table overread_report alter column grade drop not null;
      alter table overread_report add column read_kind text not null default 'over-read';
      alter table overread_report add constraint overread_report_kind foreign key (overread_id, read_kind) references overread (id, kind);
      alter table overread_report add constraint overread_report_graded check ((read_kind = 'primary') = (grade is null));
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      delete from overread_report where read_kind = 'primary';
      delete from overread_draft where overread_id in (select id from overread where kind = 'primary');
      delete from overread where kind = 'primary';
      alter table overread_report drop column read_kind;
      alter table overread_report alter column grade set not null;
      alter table overread drop column case_id;
      alter table overread drop constraint overread_kind;
      alter table overread drop column kind;
    `);
  }
}
