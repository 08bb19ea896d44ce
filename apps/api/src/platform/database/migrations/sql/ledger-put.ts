/**
 * Writes received objects and everything that follows from them, as one statement and so as one commit. Locks are taken in one order (exam, series, instance, job,
 * audit; by key inside each), so that receivers cannot lock each other out. What all objects of a group need is one statement for the group, reading nothing but the
 * group: such plans are the same for an empty table and a full one. Objects carry when they came, for they may be posted later.
 */
export const LEDGER_PUT = `
  create type ledger_placed as (
    n int, instance bigint, exam uuid, outcome text, door text, endpoint uuid, calling text, address text, kind text, who text, name text, trace text, at timestamptz);

  -- An object whose UID is there already: the same bytes are a repeat, others are kept beside the first.
  create function ledger_known(o ledger_object) returns ledger_placed language plpgsql as $$
  declare
    stored record;
  begin
    insert into instance (sop_uid, exam_id, series_uid, sop_class, syntax, sha256, bytes, location, data_at, head, findings, conflict_of, received_at)
    select o.sop, o.exam, o.series, o.class, o.syntax, decode(o.sha256, 'hex'), o.bytes, o.location, o.data_at, o.head, o.findings, f.id, o.at
    from instance f where f.sop_uid = o.sop and f.conflict_of is null and f.sha256 <> decode(o.sha256, 'hex')
    on conflict do nothing returning id, exam_id, 'conflict' as outcome into stored;
    if stored.id is null then
      select i.id, i.exam_id, case when i.conflict_of is null then 'duplicate' else 'conflict again' end as outcome into stored
      from instance i where i.sop_uid = o.sop and i.sha256 = decode(o.sha256, 'hex');
    end if;
    return row(o.n, stored.id, stored.exam_id, stored.outcome, o.door, o.endpoint, o.calling, o.address, o.kind, o.who, o.name, o.trace, o.at)::ledger_placed;
  end $$;

  -- Takes the objects ordered by study, series and n; n says which of two with one UID came first.
  create function ledger_put(in_lane text, received ledger_object[]) returns ledger_placed[] language plpgsql as $$
  #variable_conflict use_column
  declare
    o ledger_object;
    earlier ledger_object;
    home uuid;
    ids bigint[];
    sops text[];
    next int := 1;
    placed ledger_placed[] := '{}';
    p ledger_placed;
    following ledger_placed;
    fresh int := 0;
    clashes int := 0;
    repeats int := 0;
    entries jsonb := '[]';
  begin
    for i in 1 .. cardinality(received) loop
      o := received[i];
      if o.study is distinct from earlier.study or o.series is distinct from earlier.series then
        home := ledger_home(o);
        earlier := o;
      end if;
      received[i].exam := home;
      received[i].at := coalesce(received[i].at, clock_timestamp());
    end loop;
    if cardinality(received) > 1 then
      select array_agg(x order by x.sop, x.n) into received from unnest(received) x;
    end if;

    with stored as (
      insert into instance (sop_uid, exam_id, series_uid, sop_class, syntax, sha256, bytes, location, data_at, head, findings, received_at)
      select x.sop, x.exam, x.series, x.class, x.syntax, decode(x.sha256, 'hex'), x.bytes, x.location, x.data_at, x.head, x.findings, x.at from unnest(received) x
      on conflict do nothing returning id, sop_uid)
    select array_agg(s.id order by s.id), array_agg(s.sop_uid order by s.id) into ids, sops from stored s;
    foreach o in array received loop
      if sops[next] = o.sop then
        placed := placed || row(o.n, ids[next], o.exam, 'new', o.door, o.endpoint, o.calling, o.address, o.kind, o.who, o.name, o.trace, o.at)::ledger_placed;
        next := next + 1;
      else
        placed := placed || ledger_known(o);
      end if;
    end loop;
    insert into receipt (instance_id, exam_id, door, endpoint_id, calling, address, status, at)
    select x.instance, x.exam, x.door, x.endpoint, x.calling, x.address, case when x.outcome in ('conflict', 'conflict again') then 45063 else 0 end, x.at from unnest(placed) x;

    -- what follows is said once for each exam and sender
    if cardinality(placed) > 1 then
      select array_agg(x order by x.exam, x.door, x.kind, x.who, x.name) into placed from unnest(placed) x;
    end if;
    for i in 1 .. cardinality(placed) loop
      p := placed[i];
      following := placed[i + 1];
      fresh := fresh + (p.outcome = 'new')::int;
      clashes := clashes + (p.outcome = 'conflict')::int;
      repeats := repeats + (p.outcome in ('duplicate', 'conflict again'))::int;
      continue when (p.exam, p.door, p.kind, p.who, p.name) is not distinct from (following.exam, following.door, following.kind, following.who, following.name);
      if fresh + clashes > 0 then
        insert into outbox (event, kind, subject_id, data) values ('instances.stored', 'exam', p.exam, jsonb_build_object('n', fresh + clashes, 'door', p.door));
        perform ledger_wish(p.exam);
      end if;
      entries := entries || jsonb_build_object(
        'actorKind', p.kind, 'actorId', p.who, 'actorName', p.name, 'action', 'instances.stored', 'objectKind', 'exam', 'objectId', p.exam, 'outcome', 'done', 'correlation', p.trace,
        'details', jsonb_build_object('door', p.door, 'new', fresh, 'conflicts', clashes, 'repeated', repeats)::text);
      fresh := 0;
      clashes := 0;
      repeats := 0;
    end loop;
    perform audit_append(in_lane, entries);

    return placed;
  end $$;

  create function ledger_commit(in_lane text, objects jsonb) returns table (n int, outcome text, exam uuid) language sql as $$
    select x.n, case x.outcome when 'conflict again' then 'conflict' else x.outcome end, x.exam
    from unnest(ledger_put(in_lane, (select array_agg(r order by r.study, r.series, r.n) from jsonb_populate_recordset(null::ledger_object, objects) r))) x order by x.n
  $$`;
