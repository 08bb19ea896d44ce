import type { RetrievabilityView } from '@causeway/contracts';

type Query = <T extends object>(sql: string, parameters?: readonly unknown[]) => Promise<T[]>;

/** Fewer probes than this say nothing about a source. */
const LEAST = 5;

/** How often a source gave a known study again, of the probes of 90 days (fact `source.retrievable`). One that was only listed says neither yes nor no. */
export async function retrievability(from: { readonly query: Query }, facilityId: string): Promise<{ readonly permille: number | null; readonly probes: number }> {
  const [row] = await from.query<{ asked: number; given: number }>(
    `select count(*) filter (where outcome <> 'listed')::int as asked, count(*) filter (where outcome = 'retrieved')::int as given from source_probe where facility_id = $1 and at > clock_timestamp() - interval '90 days'`, [facilityId]);
  const { asked, given } = row ?? { asked: 0, given: 0 };
  return { permille: asked >= LEAST ? Math.round((given * 1000) / asked) : null, probes: asked };
}

/** The same for people, with the newest probe. */
export async function retrievabilityView(acts: { readonly read: Query }, facilityId: string): Promise<RetrievabilityView> {
  const known = await retrievability({ query: (sql, parameters) => acts.read(sql, parameters) }, facilityId);
  const [last] = await acts.read<{ at: Date; outcome: string; sentence: string }>('select at, outcome, sentence from source_probe where facility_id = $1 order by at desc limit 1', [facilityId]);
  return { ...known, needed: LEAST, last: last ? { at: last.at.toISOString(), given: last.outcome === 'retrieved', sentence: last.sentence } : null };
}
