import type { StateLook } from '@causeway/console-ui';

const statuses: Readonly<Record<string, StateLook>> = {
  prospect: { hue: 'wait', icon: 'schedule', word: 'Prospect' },
  contacted: { hue: 'wait', icon: 'call', word: 'Contacted' },
  agreement: { hue: 'active', icon: 'draw', word: 'Agreement' },
  connecting: { hue: 'active', icon: 'link', word: 'Connecting' },
  testing: { hue: 'active', icon: 'science', word: 'Testing' },
  live: { hue: 'good', icon: 'check_circle', word: 'Live' },
  paused: { hue: 'held', icon: 'pause_circle', word: 'Paused' },
  retired: { hue: 'wait', icon: 'remove', word: 'Retired' },
};

const healths: Readonly<Record<string, StateLook>> = {
  passing: { hue: 'good', icon: 'check_circle', word: 'Passing' },
  degraded: { hue: 'attn', icon: 'error', word: 'Degraded' },
  disabled: { hue: 'wait', icon: 'pause_circle', word: 'Switched off' },
  failing: { hue: 'stop', icon: 'error', word: 'Failing' },
  untested: { hue: 'wait', icon: 'help', word: 'Not tested' },
};

const unknown = (word: string): StateLook => ({ hue: 'wait', icon: 'help', word });
export const statusLook = (status: string): StateLook => statuses[status] ?? unknown(status);
export const healthLook = (health: string): StateLook => healths[health] ?? unknown(health);

export const transportWords: Readonly<Record<string, string>> = { dimse: 'DICOM', hl7v2: 'HL7 v2', dicomweb: 'DICOMweb', media: 'Disc image' };
export const directionWords: Readonly<Record<string, string>> = { in: 'They call us', out: 'We call them', both: 'Both ways' };
export const tierWords: Readonly<Record<string, string>> = { strategic: 'Strategic', regular: 'Regular', occasional: 'Occasional', unknown: 'Not rated' };

/** The rungs of a test as people of the other side know them. */
export const rungWords: Readonly<Record<string, string>> = {
  dns: 'Name found', tcp: 'Connection', tls: 'TLS', association: 'Association', echo: 'C-ECHO', connect: 'Connection', query: 'Answer to a query', message: 'Answer to a message',
};
