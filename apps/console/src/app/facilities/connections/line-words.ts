import type { StateLook } from '@causeway/console-ui';
import type { EndpointRow, FormField, RungState } from '@causeway/contracts';

export const lineLooks: Readonly<Record<EndpointRow['state'], StateLook>> = {
  untested: { hue: 'wait', icon: 'help', word: 'Not tested' },
  passing: { hue: 'good', icon: 'check_circle', word: 'Passing' },
  degraded: { hue: 'attn', icon: 'warning', word: 'Degraded' },
  failing: { hue: 'stop', icon: 'error', word: 'Failing' },
  disabled: { hue: 'wait', icon: 'pause_circle', word: 'Switched off' },
  removed: { hue: 'wait', icon: 'remove', word: 'Removed' },
};

/** How a line stands. One that just failed, and not often enough to count as failing, is not called fine. */
export function lineLook({ state, sentence, direction }: Pick<EndpointRow, 'state' | 'sentence' | 'direction'>): StateLook {
  if (state === 'untested' && direction === 'in') return { hue: 'wait', icon: 'call_made', word: 'Incoming' };
  if (state === 'untested' && sentence !== null) return { hue: 'attn', icon: 'warning', word: 'Did not answer' };
  if (state === 'passing' && sentence !== null) return { hue: 'attn', icon: 'warning', word: 'Passing, last test failed' };
  return lineLooks[state];
}

export const rungLooks: Readonly<Record<RungState, StateLook>> = {
  waiting: { hue: 'wait', icon: 'schedule', word: 'waits' },
  running: { hue: 'active', icon: 'sync', word: 'running' },
  ok: { hue: 'good', icon: 'check', word: 'ok' },
  failed: { hue: 'stop', icon: 'close', word: 'failed' },
  skipped: { hue: 'wait', icon: 'remove', word: 'skipped' },
};

export const kindWords: Readonly<Record<string, string>> = { dimse: 'DICOM', hl7v2: 'HL7 v2', dicomweb: 'DICOMweb', media: 'Disc image' };
export const directionWords: Readonly<Record<string, string>> = { in: 'They call us', out: 'We call them', both: 'Both ways' };
export const purposeWords: Readonly<Record<string, string>> = {
  images: 'Images of a partner', pacs: 'Our PACS', vna: 'Our archive', orders: 'Orders', reports: 'Reports', requests: 'Requests', 'adt-out': 'Registrations we send', adt: 'Registrations we get', appointments: 'Appointments', disc: 'Discs',
  receive: 'Receiving',
};
/** What a line of each kind may be for. */
export const purposesOf: Readonly<Record<string, readonly string[]>> = {
  dimse: ['images', 'pacs', 'vna'], dicomweb: ['images', 'pacs', 'vna'], hl7v2: ['reports', 'orders', 'requests', 'appointments', 'adt', 'adt-out'], media: ['disc'],
};
export const directionsOf: Readonly<Record<string, readonly EndpointRow['direction'][]>> = { dimse: ['out', 'in', 'both'], dicomweb: ['out'], hl7v2: ['out', 'in', 'both'], media: ['out'] };

/** Rungs as people of the other side know them. */
export const rungWords: Readonly<Record<string, string>> = {
  dns: 'Name', tcp: 'Connection', certificate: 'Our certificate', tls: 'TLS and certificate', association: 'Association', echo: 'C-ECHO', contexts: 'What they take', query: 'Query', send: 'Send a test exam', seen: 'Seen at their side',
  retrieve: 'Brought back', auth: 'Sign-in', clock: 'Clock', message: 'Answer to a message', report: 'Test report', 'report-back': 'Report brought back', folder: 'Folder', write: 'May write', room: 'Room', settings: 'Settings',
};
export const capabilityWords: Readonly<Record<string, string>> = {
  find: 'Search', fetch: 'Fetch', send: 'Send', commit: 'Storage commitment', publish: 'Publish', identify: 'Identify patients', place: 'Hand over messages', listen: 'Listen',
};

/** A gateway all connections of which fail together, in one sentence. */
export const awayWords = (name: string, site: string, connections: number, since: string): string =>
  `The gateway ${name}${site === '' ? '' : ` at ${site}`} is away since ${since}: ${connections} connections. Begin there, not at each of them.`;

const DAY_MS = 86_400_000;
export interface CertificateWords { readonly words: string; readonly hue: 'attn' | 'stop' }
/** A certificate that ends within thirty days, and what that means; null while there is time. */
export function certificateWords(endsAt: string | null, now: number): CertificateWords | null {
  if (endsAt === null) return null;
  const days = Math.floor((Date.parse(endsAt) - now) / DAY_MS);
  if (days >= 30) return null;
  const words = days < 0 ? 'Certificate has ended' : days === 0 ? 'Certificate ends today' : `Certificate ends in ${days} ${days === 1 ? 'day' : 'days'}`;
  return { words, hue: days < 14 ? 'stop' : 'attn' };
}

/** Fields in the order of the form, with the heading each group begins with. */
export function grouped(fields: readonly FormField[]): readonly { readonly group: string | null; readonly fields: readonly FormField[] }[] {
  const groups: { group: string | null; fields: FormField[] }[] = [];
  for (const field of fields) {
    const group = field.group ?? null;
    const last = groups.at(-1);
    if (last && last.group === group) last.fields.push(field);
    else groups.push({ group, fields: [field] });
  }
  return groups;
}
