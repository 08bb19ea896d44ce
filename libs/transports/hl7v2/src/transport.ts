import { type Transport } from '@causeway/transport-kit';
import { Hl7v2Line } from './line';
import { hl7v2Settings, type Hl7v2Settings } from './settings';

/** HL7 version 2 messages over MLLP, TCP or TLS, both ways. */
export const hl7v2: Transport<Hl7v2Settings> = {
  kind: 'hl7v2',
  settings: hl7v2Settings,
  open: async (settings, context) => new Hl7v2Line(settings, context),
};
