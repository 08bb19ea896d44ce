import type { Climber, Rung } from '@causeway/transport-kit';
import type { RunDepth, RungView } from '@causeway/contracts';

/** Rungs of each kind of line, in the order they are climbed; those above `from` are asked for by depth. */
const LADDERS: Readonly<Record<string, readonly (readonly [rung: string, from: RunDepth])[]>> = {
  dimse: [['dns', 'line'], ['tcp', 'line'], ['certificate', 'line'], ['tls', 'line'], ['association', 'line'], ['echo', 'line'], ['contexts', 'full'], ['query', 'full'], ['send', 'send'], ['seen', 'send'], ['retrieve', 'send'], ['report', 'send'], ['report-back', 'send']],
  dicomweb: [['dns', 'line'], ['tcp', 'line'], ['tls', 'line'], ['auth', 'line'], ['query', 'line'], ['clock', 'line'], ['send', 'send'], ['seen', 'send'], ['retrieve', 'send'], ['report', 'send'], ['report-back', 'send']],
  hl7v2: [['dns', 'line'], ['tcp', 'line'], ['tls', 'line'], ['message', 'line'], ['clock', 'line'], ['report', 'send']],
  media: [['folder', 'line'], ['write', 'line'], ['room', 'line']],
};
const DEPTHS: readonly RunDepth[] = ['line', 'full', 'send'];

/** Whether a line of these settings has the rung at all: there is nothing to look up in an address, and no TLS where none is set. */
function applies(rung: string, kind: string, settings: unknown): boolean {
  const s = settings as { readonly host?: string; readonly url?: string; readonly tls?: { readonly on?: boolean; readonly certPem?: string }; readonly test?: string };
  const host = s.host ?? (s.url && URL.canParse(s.url) ? new URL(s.url).hostname : '');
  if (rung === 'dns') return !/^(\d{1,3}\.){3}\d{1,3}$/.test(host) && !host.includes(':');
  if (rung === 'certificate') return !!s.tls?.certPem;
  if (rung === 'tls') return kind === 'dimse' ? !!s.tls : kind === 'hl7v2' ? s.tls?.on === true : (s.url ?? '').startsWith('https:');
  if (kind === 'hl7v2' && (rung === 'message' || rung === 'clock')) return s.test !== 'connection';
  return true;
}

/** The rungs a run of this depth will try, in order. */
export const planOf = (kind: string, settings: unknown, depth: RunDepth): string[] =>
  (LADDERS[kind] ?? []).filter(([rung, from]) => DEPTHS.indexOf(from) <= DEPTHS.indexOf(depth) && applies(rung, kind, settings)).map(([rung]) => rung);

/** A rung as it is kept and shown. */
export type KeptRung = Omit<RungView, 'sentence'> & { readonly upper?: true };

const blank = (rung: string, state: KeptRung['state'], expected = '', actual = ''): KeptRung => ({ rung, state, expected, actual, ms: null, fault: null, details: [], expiresAt: null });

/** The ladder of one run while it is climbed, told to whoever keeps it. */
export class Ladder implements Climber {
  readonly rungs: KeptRung[];

  constructor(plan: readonly string[], private readonly changed: (rungs: readonly KeptRung[]) => void) {
    this.rungs = plan.map((rung) => blank(rung, 'waiting'));
  }

  begun(rung: string, expected: string): void {
    this.put(blank(rung, 'running', expected));
  }

  done({ rung, ok, expected, actual, ms, fault, details, expiresAt, upper }: Rung): void {
    this.put({ rung, state: ok ? 'ok' : 'failed', expected, actual, ms, fault: fault ?? null, details: details ?? [], expiresAt: expiresAt ?? null, ...(upper ? { upper } : {}) });
  }

  skip(rung: string, why: string): void {
    this.put(blank(rung, 'skipped', '', why));
  }

  /** What was not reached is said as such. */
  end(): readonly KeptRung[] {
    const red = this.rungs.find((rung) => rung.state === 'failed');
    for (const rung of [...this.rungs]) if (rung.state === 'waiting' || rung.state === 'running') this.skip(rung.rung, red ? 'Not reached.' : 'Not asked.');
    return this.rungs;
  }

  private put(rung: KeptRung): void {
    const at = this.rungs.findIndex((one) => one.rung === rung.rung);
    if (at === -1) {
      const next = this.rungs.findIndex((one) => one.state === 'waiting');
      this.rungs.splice(next === -1 ? this.rungs.length : next, 0, rung);
    } else {
      this.rungs[at] = rung;
    }
    this.changed(this.rungs);
  }
}

/** One sentence with both values. */
export function sentenceOf({ state, expected, actual }: Pick<KeptRung, 'state' | 'expected' | 'actual'>): string {
  if (state === 'failed') return `We expected ${expected}; we met: ${actual}`;
  return state === 'ok' ? actual : actual || expected;
}

export const rungView = (rung: KeptRung): RungView => {
  const { rung: name, state, expected, actual, ms, fault, details, expiresAt } = rung;
  return { rung: name, state, expected, actual, ms, sentence: sentenceOf(rung), fault, details, expiresAt };
};
