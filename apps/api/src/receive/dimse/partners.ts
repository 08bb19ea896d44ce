import { isListed } from '../../platform/addresses';

/** An endpoint a sender may come in by. */
export interface Partner {
  readonly endpointId: string;
  readonly facilityId: string;
  readonly calling: string;
  readonly addresses: readonly string[];
}

export interface PartnerRow extends Record<string, unknown> {
  readonly id: string;
  readonly facility_id: string;
  readonly calling: string;
  readonly addresses: string[];
}

export type ReadPartners = () => Promise<readonly PartnerRow[]>;

export const PARTNERS_SQL = `
  select e.id, e.facility_id, e.calling, e.addresses from endpoint e join facility f on f.id = e.facility_id
  where e.kind = 'dimse' and e.direction in ('in', 'both') and e.disabled_at is null and e.calling is not null and f.state <> 'retired' order by e.made_at`;

const REFRESH_MS = 2000;

/**
 * Who may send: calling AE title and source address together name a partner, for a title alone can be claimed by anybody. Each association is held
 * against the rows of this moment; of one that is open already the endpoint is looked at again every two seconds.
 */
export class Partners {
  private known: readonly Partner[] = [];
  private timer: NodeJS.Timeout | null = null;
  private asking: Promise<void> | null = null;
  /** Grows with each reading: whoever remembers an answer can tell whether it is still the answer. */
  version = 0;

  constructor(private readonly read: ReadPartners) {}

  start(): void {
    this.timer = setInterval(() => void this.refresh().catch(() => undefined), REFRESH_MS);
    this.timer.unref();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /** Rejects while the database is away: the association is then refused for now. */
  async find(calling: string, address: string): Promise<Partner | null> {
    await this.refresh();
    return this.current(calling, address);
  }

  /** As of the last reading. */
  current(calling: string, address: string): Partner | null {
    return this.known.find((p) => p.calling === calling.trim() && isListed(address, p.addresses)) ?? null;
  }

  /** One question at a time; whoever asks while one runs waits for the next, which sees what was committed before they asked. */
  private async refresh(): Promise<void> {
    await this.asking?.catch(() => undefined);
    this.asking ??= this.load().finally(() => { this.asking = null; });
    await this.asking;
  }

  private async load(): Promise<void> {
    const rows = await this.read();
    this.known = rows.map((r) => ({ endpointId: r.id, facilityId: r.facility_id, calling: r.calling.trim(), addresses: r.addresses }));
    this.version++;
  }
}
