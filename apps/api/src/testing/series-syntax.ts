import type { Bench } from './harness';

/** What `series_syntax` says otherwise than the instances themselves: nothing, whatever happened to them. */
export const notAddedUp = (b: Bench): Promise<object[]> => b.acts.read(`
  select exam_id, series_uid, syntax, kept, held from (
    select exam_id, series_uid, syntax, array[count(*), sum(data_at + bytes), min(id), max(id), bit_xor(hashint8extended(id, 0))] as kept from instance where conflict_of is null group by exam_id, series_uid, syntax) i
  full join (select exam_id, series_uid, syntax, array[instances, bytes, first_id, last_id, mark]::numeric[] as held from series_syntax) t using (exam_id, series_uid, syntax)
  where kept is distinct from held`);
