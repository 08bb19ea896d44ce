import type { PeerCertificate } from '@causeway/transport-dimse';

export interface TrustedRow extends Record<string, unknown> {
  readonly facility_id: string;
  readonly fingerprint: string;
}

/** Certificates partners handed in, and somebody here compared with them. */
export const TRUSTED_SQL = `
  select c.facility_id, c.fingerprint from facility_certificate c join facility f on f.id = c.facility_id
  where c.trusted_at is not null and c.withdrawn_at is null and c.not_after > clock_timestamp() and f.state <> 'retired' order by c.fingerprint`;

export type CertificateFault = 'certificate-of-another' | 'certificate-not-theirs';

const REFRESH_MS = 1000;

/**
 * Certificates of partners the port for TLS trusts beside the house's authorities, and whose each is: a certificate proves the site it was handed in by and no other, whatever title its
 * owner calls with. A site that handed one in is believed with its own only.
 */
export class Trust {
  private rows: readonly TrustedRow[] = [];
  private timer: NodeJS.Timeout | null = null;

  /** `changed` is told them at each reading. */
  constructor(private readonly read: () => Promise<readonly TrustedRow[]>, private readonly changed: (fingerprints: readonly string[]) => void) {}

  async start(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => void this.refresh().catch(() => undefined), REFRESH_MS);
    this.timer.unref();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /** What is wrong with this certificate on an association of that site; null when it fits. As of the last reading. */
  fault(facilityId: string, { fingerprint256 }: PeerCertificate): CertificateFault | null {
    const owners = this.rows.filter((row) => row.fingerprint === fingerprint256).map((row) => row.facility_id);
    if (owners.length > 0) return owners.includes(facilityId) ? null : 'certificate-of-another';
    return this.rows.some((row) => row.facility_id === facilityId) ? 'certificate-not-theirs' : null;
  }

  private async refresh(): Promise<void> {
    this.rows = await this.read();
    this.changed(this.rows.map((row) => row.fingerprint));
  }
}
