/**
 * The daybook: what receivers answered for, a row for each group of objects, in the order it came. A row holds all that the ledger will say of its objects, and is
 * gone once they are posted there. It is written on its own, by one statement that touches nothing else, for somebody waits for it.
 */
export const DAYBOOK = `
  create table daybook (
    id bigint generated always as identity primary key,
    lane text not null,
    objects jsonb not null,
    at timestamptz not null default clock_timestamp()
  );
  -- rows stay for a moment: packing them costs more than their space, and their space is wanted again soon
  alter table daybook alter column objects set storage external;
  alter table daybook set (toast_tuple_target = 8160, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_insert_threshold = -1, autovacuum_analyze_threshold = 1000000)`;

export const LEDGER_POST = `
  /*
   * Posts the oldest entries up to a given one, those of one lane so that locks are taken in the one order, and says how many these were. One posting runs at a time:
   * what another just posted is gone when it is our turn. Objects came when they were entered, whenever they are posted.
   */
  create function ledger_post(most int, upto bigint, out entries int) language plpgsql as $$
  declare
    of_lane text;
    ids bigint[];
    received ledger_object[];
  begin
    perform pg_advisory_xact_lock(hashtextextended('daybook', 0));
    select d.lane into of_lane from daybook d where d.id <= upto order by d.id limit 1;
    entries := 0;
    if of_lane is null then
      return;
    end if;
    select array_agg(d.id) into ids from (select id from daybook where lane = of_lane and id <= upto order by id limit most) d;
    select array_agg(x order by x.study, x.series, x.n) into received
    from daybook d, jsonb_populate_recordset(
      row(null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, d.at)::ledger_object, d.objects) x
    where d.id = any(ids);
    perform ledger_put(of_lane, received);
    delete from daybook d where d.id = any(ids);
    entries := cardinality(ids);
  end $$`;
