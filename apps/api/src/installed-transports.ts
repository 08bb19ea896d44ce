import { dicomweb } from '@causeway/transport-dicomweb';
import { dimse } from '@causeway/transport-dimse';
import { hl7v2 } from '@causeway/transport-hl7v2';
import { InstalledTransports } from '@causeway/transport-kit';
import { media } from '@causeway/transport-media';
import { egress, sealer } from './platform/outward';

/** The transports of this build: one word each. Their lines call where the house may call, and find their secrets opened. */
export const installedTransports = new InstalledTransports([dimse, dicomweb, hl7v2, media], { egress, unseal: (form, raw) => sealer.open(form, raw) });
