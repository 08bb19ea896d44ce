import type { EndpointState } from './endpoint.machine';

/** A connection behind a gateway, as its tests see it. Instants are ISO. */
export interface BehindGateway {
  readonly state: EndpointState;
  readonly since: string;
  /** Reds of the line itself in a row. */
  readonly reds: number;
  readonly lastProbeAt: string | null;
}

/** Seconds a failed connection waits for what the others behind its gateway say, before it is told of by itself. */
export const gatewayLimits = { waitSeconds: 300, fewest: 2 } as const;

const TESTED: readonly EndpointState[] = ['untested', 'passing', 'degraded', 'failing'];

/**
 * Since when a gateway is away: every connection behind it that can be tested fails, and there are two at least; null while it is not. One connection says nothing about the box
 * it stands behind.
 */
export function awaySince(connections: readonly BehindGateway[]): string | null {
  const tested = connections.filter((c) => TESTED.includes(c.state));
  if (tested.length < gatewayLimits.fewest || tested.some((c) => c.state !== 'failing')) return null;
  return tested.reduce((last, c) => (c.since > last ? c.since : last), '');
}

/**
 * Who is told of when a connection failed: the connection, its gateway (which was told of for all of them), or nobody yet, while the others behind it were not tested since.
 */
export function toldAs(own: BehindGateway, others: readonly BehindGateway[], gatewayAway: boolean, now: string): 'connection' | 'gateway' | 'wait' {
  if (gatewayAway) return 'gateway';
  const tested = others.filter((c) => TESTED.includes(c.state));
  if (own.state !== 'failing' || tested.length === 0) return 'connection';
  const answers = tested.some((c) => c.state !== 'failing' && c.reds === 0 && c.lastProbeAt !== null && c.lastProbeAt > own.since);
  return answers || Date.parse(now) - Date.parse(own.since) >= gatewayLimits.waitSeconds * 1000 ? 'connection' : 'wait';
}
