import { dicomweb } from '@causeway/transport-dicomweb';
import { dimse } from '@causeway/transport-dimse';
import { hl7v2 } from '@causeway/transport-hl7v2';
import { InstalledTransports } from '@causeway/transport-kit';
import { media } from '@causeway/transport-media';

/** The transports of this build: one line each. */
export const installedTransports = new InstalledTransports([dimse, dicomweb, hl7v2, media]);
