/** What is known of one channel to a recipient at the moment of ranking. Stored with the decision, so that "why this route" is a read. */
export interface ChannelFacts {
  readonly endpointId: string;
  readonly label: string;
  readonly kind: string;
  /** A disc or other medium that somebody carries. */
  readonly carried: boolean;
  readonly canSend: boolean;
  readonly disabled: boolean;
  readonly breaker: 'closed' | 'open' | 'half-open';
  /** Inside the partner's hours now; when not, the next opening as ISO instant. */
  readonly openNow: boolean;
  readonly opensAt: string | null;
  readonly maxMegabytes: number | null;
  /** Transfers of the last 30 days that ended: how many of them proved everything. */
  readonly ended30: number;
  readonly done30: number;
  /** Median minutes from made to proved, last 30 days; null when none was. */
  readonly medianMinutes: number | null;
  /** Classes of the cart it turned down before, by name. */
  readonly refusedClasses: readonly string[];
  /** Tried for this send already and failed for good. */
  readonly tried: boolean;
}

export interface RouteFacts {
  readonly megabytes: number;
  readonly urgency: 'high' | 'medium' | 'low';
  readonly channels: readonly ChannelFacts[];
}

export interface RankedChannel {
  readonly endpointId: string;
  readonly label: string;
  readonly kind: string;
  /** 0 to 1000; higher goes first. */
  readonly score: number;
  readonly usable: boolean;
  /** Reason codes in the order of their weight. */
  readonly because: readonly string[];
}

/** Success of a channel nobody has used yet, in permille: better than one that fails, worse than one that is proven. */
const UNPROVEN = 800;
/** Observations the assumption above counts for. */
const PRIOR = 5;

/**
 * Orders the channels to a recipient. First what can be used at all, then live health, then proven success, then hours where it is urgent, then speed;
 * a carried medium comes last, because it always works and is always slow. The first usable one is the route; the others are the fallback chain.
 */
export function rankRoute(facts: RouteFacts): RankedChannel[] {
  return facts.channels
    .map((channel) => rank(channel, facts))
    .sort((a, b) => Number(b.usable) - Number(a.usable) || b.score - a.score || a.label.localeCompare(b.label) || a.endpointId.localeCompare(b.endpointId));
}

export const chosenRoute = (ranked: readonly RankedChannel[]): RankedChannel | null => ranked.find((r) => r.usable) ?? null;

function rank(c: ChannelFacts, facts: RouteFacts): RankedChannel {
  const stops: string[] = [];
  if (!c.canSend) stops.push('cannot-send');
  if (c.disabled) stops.push('switched-off');
  if (c.tried) stops.push('tried-and-failed');
  if (c.maxMegabytes !== null && facts.megabytes > c.maxMegabytes) stops.push('too-large');
  const success = Math.round((c.done30 * 1000 + UNPROVEN * PRIOR) / (c.ended30 + PRIOR));
  const because = [...stops];
  let score = c.carried ? 0 : 200 + Math.round(success * 0.5);
  if (c.carried) because.push('carried-by-hand');
  if (!c.carried) because.push(c.ended30 === 0 ? 'never-used' : success >= 900 ? 'works-well' : success >= 600 ? 'works-mostly' : 'fails-often');
  if (c.breaker === 'open') {
    score -= facts.urgency === 'high' ? 500 : 250;
    because.push('away-now');
  } else if (c.breaker === 'half-open') {
    score -= 50;
    because.push('coming-back');
  }
  if (!c.openNow) {
    score -= facts.urgency === 'high' ? 400 : 60;
    because.push('outside-their-hours');
  }
  if (c.refusedClasses.length > 0) {
    score -= 150;
    because.push('refused-such-before');
  }
  if (c.medianMinutes !== null && !c.carried) {
    score += Math.max(0, 100 - Math.round(c.medianMinutes));
    if (c.medianMinutes <= 10) because.push('quick');
  }
  return { endpointId: c.endpointId, label: c.label, kind: c.kind, score: Math.max(c.carried ? 0 : 1, Math.min(1000, score)), usable: stops.length === 0, because };
}
