import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { TransportFailure } from './failure';

/** An address a name stands for, once and for the whole connection. */
export interface Pinned {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Where connections may go. Every transport asks before it opens a socket, and connects to nothing but what it is answered. */
export interface Egress {
  /**
   * Resolves a host once and answers the addresses that may be called, in the order of the name service.
   * @throws TransportFailure `unreachable` for a name nobody knows, `misconfigured` when no address of it may be called
   */
  reach(host: string, port: number): Promise<readonly Pinned[]>;
}

export type Resolve = (host: string) => Promise<readonly Pinned[]>;

/** A network that may be called although it is inside, with the ports of it; all ports when none are said. */
interface Allowance {
  readonly network: [ipaddr.IPv4 | ipaddr.IPv6, number];
  readonly ports: readonly [from: number, to: number] | null;
}

/** Services of cloud providers that hand credentials to whoever asks: never called, whatever is allowed. */
const METADATA = new Set(['169.254.169.254', '169.254.170.2', '100.100.100.200', '168.63.129.16', 'fd00:ec2::254', 'fd20:ce::254']);

/** Words for ranges of addresses as ipaddr.js names them. */
const RANGES: Readonly<Record<string, string>> = {
  unspecified: 'no address at all', loopback: 'this machine itself', private: 'a private network', uniqueLocal: 'a private network', linkLocal: 'the local link', carrierGradeNat: 'a carrier’s inside network',
  broadcast: 'a broadcast address', multicast: 'a group of machines', reserved: 'a reserved range',
};

/** As the system resolves it, so that odd spellings of addresses (0x7f.1, 2130706433) become what a socket would make of them. */
const bySystem: Resolve = async (host) => {
  try {
    return (await lookup(host, { all: true, verbatim: true })).map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const later = code === 'EAI_AGAIN';
    throw new TransportFailure('unreachable', 'later', later ? `The name service does not answer for ${host} (${code}).` : `The name ${host} is not known (${code}).`, { cause: error, fault: later ? 'name-service' : 'name-unknown' });
  }
};

const literal = (host: string): Pinned | null => {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(bare);
  return family === 0 ? null : { address: bare, family: family === 6 ? 6 : 4 };
};

/** No rule at all: for tools and specs that call what they started themselves. */
export const anywhere: Egress = {
  reach: async (host) => {
    const given = literal(host);
    return given ? [given] : bySystem(host);
  },
};

/**
 * Only public addresses, and the networks that were allowed. It is strict until `permit` is called, so a process that forgot to say what is allowed
 * reaches nothing inside. IPv4 addresses that travel as IPv6 are judged as what they are.
 */
export class EgressGuard implements Egress {
  #allowed: readonly Allowance[] = [];

  /** `allowedBy`: where the networks that may be called are named, for the sentence. They themselves are not told: it may be shown to the partner. */
  constructor(private readonly allowedBy = 'this installation', private readonly resolve: Resolve = bySystem) {}

  /** Networks inside that may be called: `10.20.0.0/16`, `127.0.0.1:4290-4299`, `[fd12::]/32`. @throws RangeError naming the one that cannot be read */
  permit(rules: readonly string[]): void {
    this.#allowed = rules.map(allowanceOf);
  }

  async reach(host: string, port: number): Promise<readonly Pinned[]> {
    const given = literal(host);
    const found = given ? [given] : await this.resolve(host);
    const open = found.filter(({ address }) => this.#why(address, port) === null);
    if (open.length > 0) return open;
    const first = found[0]?.address ?? host;
    throw new TransportFailure(
      'misconfigured', 'never', `${host === first ? first : `${host} stands for ${first}, which`} is ${this.#why(first, port) ?? 'not reachable'}, and may not be called on port ${port}: ${this.allowedBy} does not allow it.`, { fault: 'address-not-allowed' });
  }

  /** Why an address may not be called; null when it may. */
  #why(address: string, port: number): string | null {
    const parsed = ipaddr.process(address.replace(/%.*$/, ''));
    if (METADATA.has(parsed.toString())) return 'a service that hands out credentials of this machine';
    if (this.#allowed.some(({ network, ports }) => network[0].kind() === parsed.kind() && parsed.match(network as never) && (!ports || (port >= ports[0] && port <= ports[1])))) return null;
    const range = parsed.range();
    return range === 'unicast' ? null : (RANGES[range] ?? `in a range of its own kind (${range})`);
  }
}

function allowanceOf(rule: string): Allowance {
  const parts = /^\[?([0-9a-fA-F.:]+?)\]?(?:\/(\d{1,3}))?(?::(\d{1,5})(?:-(\d{1,5}))?)?$/.exec(/^[0-9a-fA-F:]*:[0-9a-fA-F:]*:/.test(rule) ? `[${rule.replace('/', ']/')}` : rule);
  const [, address = '', prefix, from, to] = parts ?? [];
  if (isIP(address) === 0) throw new RangeError(`"${rule}" is not a network: write it as 10.20.0.0/16, 127.0.0.1:4290-4299 or [fd12::]/32.`);
  const parsed = ipaddr.process(address);
  const most = parsed.kind() === 'ipv4' ? 32 : 128;
  const length = prefix === undefined ? most : Number(prefix);
  const ports: Allowance['ports'] = from === undefined ? null : [Number(from), Number(to ?? from)];
  if (length > most || (ports && (ports[0] > ports[1] || ports[1] > 65_535))) throw new RangeError(`"${rule}" is not a network: its length is at most ${most}, its ports are at most 65535.`);
  return { network: [parsed, length], ports };
}

/** For `net.connect` and `http.request`: the name stands for what was pinned, and is not asked for again. */
export const pinnedLookup = (pins: readonly Pinned[]): LookupFunction => (_host, options, done) => {
  const fit = pins.filter(({ family }) => !options.family || options.family === family || options.family === `IPv${family}`);
  const chosen = fit.length > 0 ? fit : pins;
  if (options.all) done(null, chosen.map(({ address, family }) => ({ address, family })));
  else done(null, chosen[0]!.address, chosen[0]!.family);
};
