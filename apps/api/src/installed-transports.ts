import { hl7v2 } from '@causeway/transport-hl7v2';
import { InstalledTransports } from '@causeway/transport-kit';

/** The transports of this build: one line each. */
export const installedTransports = new InstalledTransports([hl7v2]);
