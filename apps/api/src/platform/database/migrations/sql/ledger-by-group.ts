/**
 * Writes a group of received objects and everything that follows from them, as one statement and so as one commit. Locks are taken in one order
 * (exam, series, instance, job, audit; by key inside each), so that receivers cannot lock each other out. What all objects of a group need is one
 * statement for the group, reading nothing but the group: such plans are the same for an empty table and a full one.
 */
export const LEDGER_BY_GROUP = `
  create type ledger_placed as (
    n int, instance bigint, exam uuid, outcome text, door text, endpoint uuid, calling text, address text, kind text, who text, name text, trace text);

  -- The wish to look at an exam, one waiting per exam. Whoever finds it there holds it until commit: a worker that took it before could not see these instances.
  create function ledger_wish(exam uuid) returns void language plpgsql as $$
  declare
    wish text := 'exam.extend ' || exam;
    waiting boolean;
  begin
    loop
      select true into waiting from job j where j.key = wish and j.state = 'waiting' for share;
      exit when waiting;
      insert into job (kind, key, data, due_at) values ('exam.extend', wish, jsonb_build_object('id', exam), clock_timestamp() + interval '300 milliseconds')
      on conflict (key) where state = 'waiting' do nothing returning true into waiting;
      exit when waiting;
    end loop;
  end $$;

  -- An object whose UID is there already: the same bytes are a repeat, others are kept beside the first.
  create function ledger_known(o ledger_object) returns ledger_placed language plpgsql as $$
  declare
    stored record;
  begin
    insert into instance (sop_uid, exam_id, series_uid, sop_class, syntax, sha256, bytes, location, data_at, head, findings, conflict_of)
    select o.sop, o.exam, o.series, o.class, o.syntax, decode(o.sha256, 'hex'), o.bytes, o.location, o.data_at, o.head, o.findings, f.id
    from instance f where f.sop_uid = o.sop and f.conflict_of is null and f.sha256 <> decode(o.sha256, 'hex')
    on conflict do nothing returning id, exam_id, 'conflict' as outcome into stored;
    if stored.id is null then
      select i.id, i.exam_id, case when i.conflict_of is null then 'duplicate' else 'conflict again' end as outcome into stored
      from instance i where i.sop_uid = o.sop and i.sha256 = decode(o.sha256, 'hex');
    end if;
    return row(o.n, stored.id, stored.exam_id, stored.outcome, o.door, o.endpoint, o.calling, o.address, o.kind, o.who, o.name, o.trace)::ledger_placed;
  end $$;

  create function ledger_commit(in_lane text, objects jsonb) returns table (n int, outcome text, exam uuid) language plpgsql as $$
  #variable_conflict use_column
  declare
    received ledger_object[];
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
    select array_agg(x order by x.study, x.series, x.n) into received from jsonb_populate_recordset(null::ledger_object, objects) x;
    for i in 1 .. cardinality(received) loop
      o := received[i];
      if o.study is distinct from earlier.study or o.series is distinct from earlier.series then
        home := ledger_home(o);
        earlier := o;
      end if;
      received[i].exam := home;
    end loop;
    if cardinality(received) > 1 then
      select array_agg(x order by x.sop, x.n) into received from unnest(received) x;
    end if;

    with stored as (
      insert into instance (sop_uid, exam_id, series_uid, sop_class, syntax, sha256, bytes, location, data_at, head, findings)
      select x.sop, x.exam, x.series, x.class, x.syntax, decode(x.sha256, 'hex'), x.bytes, x.location, x.data_at, x.head, x.findings from unnest(received) x
      on conflict do nothing returning id, sop_uid)
    select array_agg(s.id order by s.id), array_agg(s.sop_uid order by s.id) into ids, sops from stored s;
    foreach o in array received loop
      if sops[next] = o.sop then
        placed := placed || row(o.n, ids[next], o.exam, 'new', o.door, o.endpoint, o.calling, o.address, o.kind, o.who, o.name, o.trace)::ledger_placed;
        next := next + 1;
      else
        placed := placed || ledger_known(o);
      end if;
    end loop;
    insert into receipt (instance_id, exam_id, door, endpoint_id, calling, address, status)
    select x.instance, x.exam, x.door, x.endpoint, x.calling, x.address, case when x.outcome in ('conflict', 'conflict again') then 45063 else 0 end from unnest(placed) x;

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

    return query select x.n, case x.outcome when 'conflict again' then 'conflict' else x.outcome end, x.exam from unnest(placed) x order by x.n;
  end $$`;

/**
 * Appends to a lane's chain. The text that is hashed is the one of the first migration; its parts are such that PostgreSQL folds them into one
 * expression: a call that is not folded costs more than all the rest.
 */
export const AUDIT_APPEND = `
  create or replace function audit_field(value text) returns text language sql immutable parallel safe as $$
    select case when value is null then '-' else octet_length(value)::text || ':' || value end
  $$;

  create or replace function audit_append(in_lane text, entries jsonb) returns void language plpgsql security definer set search_path = public as $$
  declare
    e jsonb;
    head audit_head;
    stamp timestamptz;
    said text;
    link bytea;
  begin
    select * into head from audit_head where lane = in_lane for update;
    if not found then
      insert into audit_head (lane, seq, hash) values (in_lane, 0, sha256(convert_to('causeway audit ' || in_lane, 'UTF8'))) on conflict do nothing;
      select * into head from audit_head where lane = in_lane for update;
    end if;
    for i in 0 .. jsonb_array_length(entries) - 1 loop
      e := entries->i;
      stamp := clock_timestamp();
      said := to_char(stamp at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
      link := sha256(convert_to(
        audit_field(encode(head.hash, 'hex')) || '|' || audit_field(in_lane) || '|' || audit_field((head.seq + 1)::text) || '|' || audit_field(said) || '|'
        || audit_field(e->>'actorKind') || '|' || audit_field(e->>'actorId') || '|' || audit_field(e->>'actorName') || '|' || audit_field(e->>'action') || '|'
        || audit_field(e->>'objectKind') || '|' || audit_field(e->>'objectId') || '|' || audit_field(e->>'from') || '|' || audit_field(e->>'to') || '|'
        || audit_field(e->>'outcome') || '|' || audit_field(e->>'reason') || '|' || audit_field(e->>'details') || '|' || audit_field(e->>'correlation'), 'UTF8'));
      insert into audit_entry values (
        in_lane, head.seq + 1, stamp, e->>'actorKind', e->>'actorId', e->>'actorName', e->>'action', e->>'objectKind', e->>'objectId',
        e->>'from', e->>'to', e->>'outcome', e->>'reason', e->>'details', e->>'correlation', head.hash, link);
      head.seq := head.seq + 1;
      head.hash := link;
    end loop;
    update audit_head set seq = head.seq, hash = head.hash where lane = in_lane;
  end $$`;
