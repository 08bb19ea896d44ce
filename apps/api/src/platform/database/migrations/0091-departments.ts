import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Departments beside radiology with their intake rules, as versions of one list, and whose an exam is. */
export class Departments0091 implements MigrationInterface {
  readonly name = 'Departments1790000000091';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table department_book (
        version int primary key,
        departments jsonb not null,
        reason text not null,
        by_name text not null,
        at timestamptz not null default clock_timestamp()
      );
      create trigger department_book_once before update or delete on department_book for each row execute function never_changed();
      alter table inbound
        add column department text,
        -- the rule of it that fitted
        add column department_rule text,
        -- of the list it was found in: what holds for the exam to its end
        add column department_version int references department_book;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('alter table inbound drop column department, drop column department_rule, drop column department_version; drop table department_book');
  }
}
