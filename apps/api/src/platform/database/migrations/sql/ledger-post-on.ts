/** As before, in one question: without a last entry given it takes the last there is and says which that is, and whether more are left up to it. */
export const LEDGER_POST_ON = `
  create function ledger_post(most int, upto bigint, out entries int, out last bigint, out more boolean) language plpgsql as $$
  declare
    of_lane text;
    ids bigint[];
    received ledger_object[];
  begin
    perform pg_advisory_xact_lock(hashtextextended('daybook', 0));
    last := coalesce(upto, (select max(d.id) from daybook d));
    select d.lane into of_lane from daybook d where d.id <= last order by d.id limit 1;
    entries := 0;
    more := false;
    if of_lane is null then
      return;
    end if;
    select array_agg(d.id) into ids from (select id from daybook where lane = of_lane and id <= last order by id limit most) d;
    select array_agg(x order by x.study, x.series, x.n) into received
    from daybook d, jsonb_populate_recordset(
      row(null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, d.at)::ledger_object, d.objects) x
    where d.id = any(ids);
    perform ledger_put(of_lane, received);
    delete from daybook d where d.id = any(ids);
    entries := cardinality(ids);
    more := exists (select from daybook d where d.id <= last);
  end $$`;
