/**
 * Where a series lives: with the child exam it was parted off to, else with the first exam of its study that is still here. Both are made when they are not
 * there; what comes after a purge is a new exam. The lock on the series keeps a split from moving it under us until commit, and that on the exam keeps a purge
 * from beginning; when one just did, we look again.
 */
export const LEDGER_HOME = `
  create or replace function ledger_home(o ledger_object) returns uuid language plpgsql as $$
  declare
    parent uuid;
    home uuid;
  begin
    loop
      select e.id into parent from exam e where e.study_uid = o.study and e.split_of is null and e.purged_at is null for key share;
      if parent is null then
        insert into exam (id, study_uid, head, door, source_facility_id) values (o.exam, o.study, o.head, o.door, o.facility)
        on conflict (study_uid) where split_of is null and purged_at is null do nothing;
        continue;
      end if;
      select s.exam_id into home from series s where s.exam_id = parent and s.series_uid = o.series for key share;
      exit when home is not null;
      select s.exam_id into home from exam c, series s where c.split_of is not null and c.purged_at is null and c.study_uid = o.study and s.exam_id = c.id and s.series_uid = o.series
      order by c.id desc limit 1 for key share of s, c;
      exit when home is not null;
      insert into series (exam_id, series_uid, modality, number, head) values (parent, o.series, o.modality, o.number, o.head) on conflict do nothing;
    end loop;
    return home;
  end $$`;

/** As it was before there were purges. */
export const LEDGER_HOME_BEFORE = `
  create or replace function ledger_home(o ledger_object) returns uuid language plpgsql as $$
  declare
    parent uuid;
    home uuid;
  begin
    select e.id into parent from exam e where e.study_uid = o.study and e.split_of is null;
    while parent is null loop
      insert into exam (id, study_uid, head, door, source_facility_id) values (o.exam, o.study, o.head, o.door, o.facility) on conflict (study_uid) where split_of is null do nothing;
      select e.id into parent from exam e where e.study_uid = o.study and e.split_of is null;
    end loop;
    loop
      select s.exam_id into home from series s where s.exam_id = parent and s.series_uid = o.series for key share;
      exit when home is not null;
      select s.exam_id into home from exam c, series s where c.split_of is not null and c.study_uid = o.study and s.exam_id = c.id and s.series_uid = o.series order by c.id desc limit 1 for key share of s;
      exit when home is not null;
      insert into series (exam_id, series_uid, modality, number, head) values (parent, o.series, o.modality, o.number, o.head) on conflict do nothing;
    end loop;
    return home;
  end $$`;

/** The same, where objects carry when they came. */
export const LEDGER_HOME_AT = `
  create or replace function ledger_home(o ledger_object) returns uuid language plpgsql as $$
  declare
    parent uuid;
    home uuid;
  begin
    loop
      select e.id into parent from exam e where e.study_uid = o.study and e.split_of is null and e.purged_at is null for key share;
      if parent is null then
        insert into exam (id, study_uid, head, door, source_facility_id, first_at) values (o.exam, o.study, o.head, o.door, o.facility, coalesce(o.at, clock_timestamp()))
        on conflict (study_uid) where split_of is null and purged_at is null do nothing;
        continue;
      end if;
      select s.exam_id into home from series s where s.exam_id = parent and s.series_uid = o.series for key share;
      exit when home is not null;
      select s.exam_id into home from exam c, series s where c.split_of is not null and c.purged_at is null and c.study_uid = o.study and s.exam_id = c.id and s.series_uid = o.series
      order by c.id desc limit 1 for key share of s, c;
      exit when home is not null;
      insert into series (exam_id, series_uid, modality, number, head) values (parent, o.series, o.modality, o.number, o.head) on conflict do nothing;
    end loop;
    return home;
  end $$`;
