import net from 'node:net';

/** IPv4 in its own form, also when it came over a socket for both. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d{1,3}\.)/i, '');

/**
 * Whether an address is one of those listed, which are addresses or networks (`10.1.0.0/16`). An empty list trusts every address; the endpoint's
 * form shows that in red.
 */
export function isListed(address: string, list: readonly string[]): boolean {
  if (list.length === 0) return true;
  const plain = plainAddress(address);
  const allowed = new net.BlockList();
  for (const entry of list) allow(allowed, entry.trim());
  return net.isIP(plain) !== 0 && allowed.check(plain, net.isIPv6(plain) ? 'ipv6' : 'ipv4');
}

/** An entry that is neither an address nor a network allows nothing. */
function allow(list: net.BlockList, entry: string): void {
  const [address = '', bits] = entry.split('/');
  const family = net.isIP(address);
  if (family === 0) return;
  const type = family === 6 ? 'ipv6' : 'ipv4';
  if (bits === undefined) list.addAddress(address, type);
  else if (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32)) list.addSubnet(address, Number(bits), type);
}
