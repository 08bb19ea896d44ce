import { randomBytes } from 'node:crypto';

/** Names this process among all that work on the database. What it has begun and not ended carries it, so that others can tell when it died. */
export const processMark = randomBytes(6).toString('hex');

/** Name of a worker's one lasting session on the database: as long as it is there, the process lives. */
export const workerSession = (mark: string): string => `causeway worker ${mark}`;
