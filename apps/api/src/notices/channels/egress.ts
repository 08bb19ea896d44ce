import dns from 'node:dns/promises';
import ipaddr from 'ipaddr.js';

/** Ranges no service of a house is at: addresses of the link (cloud metadata is one), of groups, and of nobody. */
const NEVER: ReadonlySet<string> = new Set(['linkLocal', 'multicast', 'broadcast', 'unspecified', 'reserved']);

/** Whether a service address an administrator set may be asked: http or https, without a name and password in it, and no name that leads to a forbidden range. */
export async function mayReach(address: string): Promise<boolean> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') return false;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const found = ipaddr.isValid(host) ? [host] : (await dns.lookup(host, { all: true }).catch(() => [])).map((a) => a.address);
  return found.length > 0 && found.every((a) => !NEVER.has(ipaddr.process(a).range()));
}
