import { InstalledTransports } from '@causeway/transport-kit';

/** The transports of this build: one line each. */
export const installedTransports = new InstalledTransports([]);
