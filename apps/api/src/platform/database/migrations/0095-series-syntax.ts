import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What instances of a table add up to, in a series and a transfer syntax. */
const sumsOf = (instances: string): string => `
  select exam_id, series_uid, syntax, count(*), sum(data_at + bytes)::bigint, min(id), max(id), bit_xor(hashint8extended(id, 0)) from ${instances}
  where conflict_of is null group by exam_id, series_uid, syntax`;
const rowsOf = (instances: string): string => `(select array_agg(row(s.*)::series_syntax) from (${sumsOf(instances)}) s)`;

/**
 * What each series holds in each transfer syntax is kept as a row: a reader waits for the first byte of a study, and counting its images first took as long
 * as there were images. Triggers keep it, in the transaction that stores, parts or purges, so no writer can forget it.
 */
export class SeriesSyntax0095 implements MigrationInterface {
  readonly name = 'SeriesSyntax1790000000095';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table series_syntax (
        exam_id uuid not null,
        series_uid text not null,
        syntax text not null,
        instances bigint not null,
        -- of their files as they leave
        bytes bigint not null,
        first_id bigint not null,
        last_id bigint not null,
        -- of their ids, one over the other: another one when other instances are held
        mark bigint not null,
        primary key (exam_id, series_uid, syntax)
      ) with (fillfactor = 50);
      insert into series_syntax ${sumsOf('instance')};

      -- in one order, so that receivers cannot lock each other out
      create function series_syntax_more(more series_syntax[]) returns void language plpgsql as $$
      begin
        insert into series_syntax as t select m.* from unnest(more) m order by m.exam_id, m.series_uid, m.syntax
        on conflict (exam_id, series_uid, syntax) do update set instances = t.instances + excluded.instances, bytes = t.bytes + excluded.bytes,
          first_id = least(t.first_id, excluded.first_id), last_id = greatest(t.last_id, excluded.last_id), mark = t.mark # excluded.mark;
      end $$;

      -- The rows are locked first: the statement that looks for the first and the last that are left then sees all that others stored.
      create function series_syntax_less(less series_syntax[]) returns void language plpgsql as $$
      begin
        perform from series_syntax t join unnest(less) l using (exam_id, series_uid, syntax) order by exam_id, series_uid, syntax for update of t;
        update series_syntax t set instances = t.instances - l.instances, bytes = t.bytes - l.bytes, mark = t.mark # l.mark, first_id = coalesce(k.first_id, 0), last_id = coalesce(k.last_id, 0)
        from unnest(less) l, lateral (
          select min(i.id) as first_id, max(i.id) as last_id from instance i
          where i.exam_id = l.exam_id and i.series_uid = l.series_uid and i.syntax = l.syntax and coalesce(i.conflict_of, 0) = 0) k
        where (t.exam_id, t.series_uid, t.syntax) = (l.exam_id, l.series_uid, l.syntax);
        delete from series_syntax t using unnest(less) l where (t.exam_id, t.series_uid, t.syntax) = (l.exam_id, l.series_uid, l.syntax) and t.instances = 0;
      end $$;

      create function series_syntax_stored() returns trigger language plpgsql as $$
      begin
        perform series_syntax_more(${rowsOf('stored')});
        return null;
      end $$;
      create function series_syntax_gone() returns trigger language plpgsql as $$
      begin
        perform series_syntax_less(${rowsOf('gone')});
        return null;
      end $$;
      create function series_syntax_moved() returns trigger language plpgsql as $$
      begin
        perform series_syntax_less(${rowsOf('before')});
        perform series_syntax_more(${rowsOf('behind')});
        return null;
      end $$;
      create trigger instance_stored after insert on instance referencing new table as stored for each statement execute function series_syntax_stored();
      create trigger instance_gone after delete on instance referencing old table as gone for each statement execute function series_syntax_gone();
      create trigger instance_moved after update on instance referencing old table as before new table as behind for each statement execute function series_syntax_moved()`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop trigger instance_stored on instance;
      drop trigger instance_gone on instance;
      drop trigger instance_moved on instance;
      drop function series_syntax_stored(), series_syntax_gone(), series_syntax_moved(), series_syntax_more(series_syntax[]), series_syntax_less(series_syntax[]);
      drop table series_syntax`);
  }
}
