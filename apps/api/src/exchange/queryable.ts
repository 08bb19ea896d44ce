import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';

/** Reads outside an act with the functions that are written for one. */
export const queryable = (acts: Acts): Pick<Act, 'query'> => ({ query: (sql, parameters) => acts.read(sql, parameters) });
