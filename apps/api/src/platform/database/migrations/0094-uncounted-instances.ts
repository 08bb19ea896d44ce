import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which instances are not counted yet is a short list beside them. It was a column of theirs: counting wrote a second version of each row, a kilobyte and a
 * half with six indexes, and left every exam spread over twice as many pages.
 */
export class UncountedInstances0094 implements MigrationInterface {
  readonly name = 'UncountedInstances1790000000094';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table uncounted_instance (exam_id uuid not null, instance_id bigint not null, primary key (exam_id, instance_id));
      insert into uncounted_instance (exam_id, instance_id) select exam_id, id from instance where revision is null;
      drop index instance_new;
      alter table instance drop column revision;

      -- whoever stores an instance leaves it to be counted
      create function leave_uncounted() returns trigger language plpgsql as $$
      begin
        insert into uncounted_instance (exam_id, instance_id) select s.exam_id, s.id from stored s;
        return null;
      end $$;
      create trigger instance_uncounted after insert on instance referencing new table as stored for each statement execute function leave_uncounted()`);
  }

  /** The revision an instance was counted to is not kept: the first stands for all. */
  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop trigger instance_uncounted on instance;
      drop function leave_uncounted();
      alter table instance add column revision int;
      update instance i set revision = 1 where not exists (select from uncounted_instance u where u.exam_id = i.exam_id and u.instance_id = i.id);
      create index instance_new on instance (exam_id) where revision is null;
      drop table uncounted_instance`);
  }
}
