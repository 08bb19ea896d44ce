import type { CertificateFault } from './trust';

/** An association turned away, as the audit keeps it. */
export interface RefusedAssociation {
  readonly calling: string;
  readonly called: string;
  /** Our own title: beside the one they called it shows what is wrong. */
  readonly answersTo: string;
  readonly address: string;
  readonly why: 'calling-ae-unknown' | 'called-ae-wrong' | CertificateFault;
}

export type WriteEntries = (entries: readonly Record<string, unknown>[]) => Promise<unknown>;

const FLUSH_MS = 2000;
/** Different refusals kept between two writings; a flood beyond it is one entry with its number. */
const MOST_KINDS = 200;

/**
 * Writes refused associations into the audit, equal ones of a short time as one entry with their number: whoever knocks a thousand times a second
 * must not be able to fill the audit or keep the database busy.
 */
export class Refusals {
  private readonly counts = new Map<string, { readonly refused: RefusedAssociation; n: number }>();
  private beyond = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly write: WriteEntries) {}

  add(refused: RefusedAssociation): void {
    const key = JSON.stringify([refused.calling, refused.called, refused.address, refused.why]);
    const known = this.counts.get(key);
    if (known) known.n++;
    else if (this.counts.size < MOST_KINDS) this.counts.set(key, { refused, n: 1 });
    else this.beyond++;
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  /** What cannot be written now is kept and written with the next. */
  async flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const taken = [...this.counts.values()];
    const beyond = this.beyond;
    if (taken.length === 0) return;
    this.counts.clear();
    this.beyond = 0;
    try {
      await this.write([...taken.map(({ refused, n }) => entryOf(refused, n)), ...(beyond > 0 ? [entryOf({ calling: 'others', called: '', answersTo: '', address: 'various', why: 'calling-ae-unknown' }, beyond)] : [])]);
    } catch {
      for (const { refused, n } of taken) for (let i = 0; i < Math.min(n, 1000); i++) this.add(refused);
    }
  }
}

function entryOf({ calling, called, answersTo, address, why }: RefusedAssociation, n: number): Record<string, unknown> {
  const name = printable(calling);
  return {
    actorKind: 'sender', actorId: `${name}@${address}`, actorName: name, action: 'association.refused', objectKind: 'association', objectId: `${name}@${address}`,
    outcome: 'refused', reason: why, details: JSON.stringify({ called: printable(called), answersTo, times: n }),
  };
}

const printable = (title: string): string => title.replace(/[^\x20-\x7e]/g, '?').trim() || '(none)';
