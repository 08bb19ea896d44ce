import type { StateLook } from '@causeway/console-ui';

const healths: Readonly<Record<string, StateLook>> = {
  passing: { hue: 'good', icon: 'check_circle', word: 'Passing' },
  degraded: { hue: 'attn', icon: 'error', word: 'Degraded' },
  disabled: { hue: 'wait', icon: 'pause_circle', word: 'Switched off' },
  failing: { hue: 'stop', icon: 'error', word: 'Failing' },
  untested: { hue: 'wait', icon: 'help', word: 'Not tested' },
};
export const healthLook = (health: string): StateLook => healths[health] ?? { hue: 'wait', icon: 'help', word: health };

export const transportWords: Readonly<Record<string, string>> = { dimse: 'DICOM', hl7v2: 'HL7 v2', dicomweb: 'DICOMweb', media: 'Disc image' };
export const directionWords: Readonly<Record<string, string>> = { in: 'They call us', out: 'We call them', both: 'Both ways' };

/** The rungs of a test as people of the other side know them. */
export const rungWords: Readonly<Record<string, string>> = {
  dns: 'Name found', tcp: 'Connection', tls: 'TLS', association: 'Association', echo: 'C-ECHO', connect: 'Connection', query: 'Answer to a query', message: 'Answer to a message',
};
