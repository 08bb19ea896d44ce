/**
 * Writes a group of received objects and everything that follows from them, as one statement and so as one commit. Locks are taken in one order
 * (exam, series, instance, job, audit; by key inside each), so that receivers cannot lock each other out. Single rows by their keys rather than sets:
 * such plans are the same for an empty table and a full one.
 */
export const LEDGER_COMMIT = `
  create type ledger_object as (
    n int, exam uuid, study text, series text, sop text, class text, syntax text, sha256 text, bytes bigint, location text, data_at int, head jsonb, findings text[], modality text, number int,
    door text, facility uuid, endpoint uuid, calling text, address text, kind text, who text, name text, trace text);

  -- Where a series lives: with the child exam it was parted off to, else with the first exam of its study. Both are made when they are not there. The lock
  -- keeps a split from moving the series under us until commit; when one just did, we look again.
  create function ledger_home(o ledger_object) returns uuid language plpgsql as $$
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
  end $$;

  create function ledger_commit(in_lane text, objects jsonb) returns table (n int, outcome text, exam uuid) language plpgsql as $$
  #variable_conflict use_column
  declare
    received ledger_object[];
    o ledger_object;
    homes jsonb := '{}';
    key text;
    stored record;
    fresh uuid[] := '{}';
    placed jsonb := '[]';
    wish text;
    waiting boolean;
  begin
    select array_agg(x order by x.study, x.series, x.n) into received from jsonb_populate_recordset(null::ledger_object, objects) x;
    foreach o in array received loop
      key := o.study || ' ' || o.series;
      if not homes ? key then homes := homes || jsonb_build_object(key, ledger_home(o)); end if;
    end loop;

    if cardinality(received) > 1 then
      select array_agg(x order by x.sop, x.n) into received from unnest(received) x;
    end if;
    foreach o in array received loop
      insert into instance (sop_uid, exam_id, series_uid, sop_class, syntax, sha256, bytes, location, data_at, head, findings)
      values (o.sop, (homes->>(o.study || ' ' || o.series))::uuid, o.series, o.class, o.syntax, decode(o.sha256, 'hex'), o.bytes, o.location, o.data_at, o.head, o.findings)
      on conflict do nothing returning id, exam_id, true as is_new, false as clash into stored;
      if stored.id is null then
        -- the same UID with other bytes: kept beside the first
        insert into instance (sop_uid, exam_id, series_uid, sop_class, syntax, sha256, bytes, location, data_at, head, findings, conflict_of)
        select o.sop, (homes->>(o.study || ' ' || o.series))::uuid, o.series, o.class, o.syntax, decode(o.sha256, 'hex'), o.bytes, o.location, o.data_at, o.head, o.findings, f.id
        from instance f where f.sop_uid = o.sop and f.conflict_of is null and f.sha256 <> decode(o.sha256, 'hex')
        on conflict do nothing returning id, exam_id, true as is_new, true as clash into stored;
      end if;
      if stored.id is null then
        select i.id, i.exam_id, false as is_new, i.conflict_of is not null as clash into stored from instance i where i.sop_uid = o.sop and i.sha256 = decode(o.sha256, 'hex');
      end if;
      insert into receipt (instance_id, exam_id, door, endpoint_id, calling, address, status)
      values (stored.id, stored.exam_id, o.door, o.endpoint, o.calling, o.address, case when stored.clash then 45063 else 0 end);
      if stored.is_new then fresh := fresh || stored.exam_id; end if;
      placed := placed || jsonb_build_object('n', o.n, 'exam', stored.exam_id, 'new', stored.is_new, 'clash', stored.clash, 'door', o.door, 'kind', o.kind, 'who', o.who, 'name', o.name, 'trace', o.trace);
    end loop;

    if cardinality(fresh) > 0 then
      insert into outbox (event, kind, subject_id, data)
      select 'instances.stored', 'exam', p.exam, jsonb_build_object('n', count(*), 'door', p.door)
      from jsonb_to_recordset(placed) as p(exam uuid, door text, new boolean) where p.new group by p.exam, p.door order by p.exam, p.door;
    end if;

    -- One waiting wish per exam. Whoever finds it there holds it until commit: a worker that took it before could not see these instances.
    foreach exam in array array(select distinct f from unnest(fresh) f order by f) loop
      wish := 'exam.extend ' || exam;
      loop
        select true into waiting from job j where j.key = wish and j.state = 'waiting' for share;
        exit when waiting;
        insert into job (kind, key, data, due_at) values ('exam.extend', wish, jsonb_build_object('id', exam), clock_timestamp() + interval '300 milliseconds')
        on conflict (key) where state = 'waiting' do nothing returning true into waiting;
        exit when waiting;
      end loop;
    end loop;

    perform audit_append(in_lane, (
      select jsonb_agg(jsonb_build_object(
        'actorKind', a.kind, 'actorId', a.who, 'actorName', a.name, 'action', 'instances.stored', 'objectKind', 'exam', 'objectId', a.exam, 'outcome', 'done', 'correlation', a.trace,
        'details', jsonb_build_object('door', a.door, 'new', a.new, 'conflicts', a.conflicts, 'repeated', a.repeated)::text) order by a.exam, a.who)
      from (
        select p.exam, p.who, p.name, p.kind, p.door, min(p.trace) as trace, count(*) filter (where p.new and not p.clash) as new, count(*) filter (where p.new and p.clash) as conflicts, count(*) filter (where not p.new) as repeated
        from jsonb_to_recordset(placed) as p(exam text, who text, name text, kind text, door text, trace text, new boolean, clash boolean)
        group by p.exam, p.who, p.name, p.kind, p.door) a));

    return query
      select p.n, case when p.clash then 'conflict' when p.new then 'new' else 'duplicate' end, p.exam
      from jsonb_to_recordset(placed) as p(n int, exam uuid, new boolean, clash boolean) order by p.n;
  end $$`;
