/**
 * Writes a group of received objects and everything that follows from them, as one statement and so as one commit. Locks are taken in one order
 * (exam, series, instance, job, audit; by key inside each), so that receivers cannot lock each other out.
 */
export const LEDGER_COMMIT = `
  create function ledger_commit(in_lane text, objects jsonb) returns table (n int, outcome text, exam uuid) language plpgsql as $$
  #variable_conflict use_column
  declare
    studies text[];
    series_uids text[];
    homes jsonb;
    placed jsonb;
    wishes text[];
    held text[];
  begin
    select array_agg(distinct x.study), array_agg(distinct x.series) into studies, series_uids
    from jsonb_to_recordset(objects) as x(study text, series text);

    insert into exam (id, study_uid, head, door, source_facility_id)
    select distinct on (x.study) x.exam, x.study, x.head, x.door, x.facility
    from jsonb_to_recordset(objects) as x(n int, study text, exam uuid, head jsonb, door text, facility uuid)
    where not exists (select from exam e where e.study_uid = x.study and e.split_of is null)
    order by x.study, x.n
    on conflict (study_uid) where split_of is null do nothing;

    -- A series parted off lives with the child exam. The share lock keeps a split from moving it under us; when one just did, we look again.
    loop
      select coalesce(jsonb_object_agg(h.key, h.exam_id), '{}') into homes from (
        select e.study_uid || ' ' || s.series_uid as key, s.exam_id from exam e join series s on s.exam_id = e.id
        where e.study_uid = any(studies) and s.series_uid = any(series_uids) order by s.exam_id, s.series_uid for key share of s) h;
      exit when not exists (select from jsonb_to_recordset(objects) as x(study text, series text) where not homes ? (x.study || ' ' || x.series));
      insert into series (exam_id, series_uid, modality, number, head)
      select distinct on (e.id, x.series) e.id, x.series, x.modality, x.number, x.head
      from jsonb_to_recordset(objects) as x(n int, study text, series text, modality text, number int, head jsonb)
        join exam e on e.study_uid = x.study and e.split_of is null
      where not exists (select from series s join exam c on c.id = s.exam_id where c.study_uid = x.study and s.series_uid = x.series)
      order by e.id, x.series, x.n
      on conflict do nothing;
    end loop;

    insert into instance (sop_uid, exam_id, series_uid, sop_class, syntax, sha256, bytes, location, data_at, head, findings)
    select x.sop, (homes->>(x.study || ' ' || x.series))::uuid, x.series, x.class, x.syntax, decode(x.sha256, 'hex'), x.bytes, x.location, x.data_at, x.head, x.findings
    from jsonb_to_recordset(objects) as x(n int, study text, series text, sop text, class text, syntax text, sha256 text, bytes bigint, location text, data_at int, head jsonb, findings text[])
    order by x.sop, x.n
    on conflict do nothing;

    -- the same UID with other bytes: kept beside the first
    insert into instance (sop_uid, exam_id, series_uid, sop_class, syntax, sha256, bytes, location, data_at, head, findings, conflict_of)
    select x.sop, (homes->>(x.study || ' ' || x.series))::uuid, x.series, x.class, x.syntax, decode(x.sha256, 'hex'), x.bytes, x.location, x.data_at, x.head, x.findings, f.id
    from jsonb_to_recordset(objects) as x(n int, study text, series text, sop text, class text, syntax text, sha256 text, bytes bigint, location text, data_at int, head jsonb, findings text[])
      join instance f on f.sop_uid = x.sop and f.conflict_of is null and f.sha256 <> decode(x.sha256, 'hex')
    order by x.sop, x.n
    on conflict do nothing;

    with p as (
      select x.n, i.id as instance, i.exam_id as exam, i.location = x.location as fresh, i.conflict_of is not null as clash, x.door, x.endpoint, x.calling, x.address, x.who, x.name, x.trace, x.kind
      from jsonb_to_recordset(objects) as x(n int, sop text, sha256 text, location text, door text, endpoint uuid, calling text, address text, who text, name text, trace text, kind text)
        join instance i on i.sop_uid = x.sop and i.sha256 = decode(x.sha256, 'hex')),
    r as (
      insert into receipt (instance_id, exam_id, door, endpoint_id, calling, address, status)
      select p.instance, p.exam, p.door, p.endpoint, p.calling, p.address, case when p.clash then 45063 else 0 end from p order by p.n),
    o as (
      insert into outbox (event, kind, subject_id, data)
      select 'instances.stored', 'exam', p.exam, jsonb_build_object('n', count(*), 'door', p.door) from p where p.fresh group by p.exam, p.door order by p.exam, p.door)
    select jsonb_agg(to_jsonb(p) order by p.n) into placed from p;

    -- One waiting wish per exam. Whoever finds it there holds it until commit: a worker that took it before could not see these instances.
    wishes := array(select distinct 'exam.extend ' || x.exam from jsonb_to_recordset(placed) as x(exam text, fresh boolean) where x.fresh order by 1);
    while cardinality(wishes) > 0 loop
      held := array(select h.key from (select j.key from job j where j.key = any(wishes) and j.state = 'waiting' order by j.key for share) h);
      wishes := array(select w from unnest(wishes) w where w <> all(held) order by w);
      exit when cardinality(wishes) = 0;
      with made as (
        insert into job (kind, key, data, due_at)
        select 'exam.extend', w, jsonb_build_object('id', substr(w, 13)), clock_timestamp() + interval '300 milliseconds' from unnest(wishes) w order by w
        on conflict (key) where state = 'waiting' do nothing returning key)
      select array(select w from unnest(wishes) w where w not in (select m.key from made m)) into wishes;
    end loop;

    perform audit_append(in_lane, (
      select jsonb_agg(jsonb_build_object(
        'actorKind', a.kind, 'actorId', a.who, 'actorName', a.name, 'action', 'instances.stored', 'objectKind', 'exam', 'objectId', a.exam, 'outcome', 'done', 'correlation', a.trace,
        'details', jsonb_build_object('door', a.door, 'new', a.new, 'conflicts', a.conflicts, 'repeated', a.repeated)::text) order by a.exam, a.who)
      from (
        select x.exam, x.who, x.name, x.kind, x.door, min(x.trace) as trace, count(*) filter (where x.fresh and not x.clash) as new, count(*) filter (where x.fresh and x.clash) as conflicts, count(*) filter (where not x.fresh) as repeated
        from jsonb_to_recordset(placed) as x(exam text, who text, name text, kind text, door text, trace text, fresh boolean, clash boolean)
        group by x.exam, x.who, x.name, x.kind, x.door) a));

    return query
      select x.n, case when x.clash then 'conflict' when x.fresh then 'new' else 'duplicate' end, x.exam
      from jsonb_to_recordset(placed) as x(n int, exam uuid, fresh boolean, clash boolean) order by x.n;
  end $$`;
