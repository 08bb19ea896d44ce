import { EgressGuard, type Egress } from './egress';
import { TransportFailure } from './failure';
import type { SettingsField } from './settings';
import type { Line, LineContext, Transport } from './transport';

/** A transport whose settings type is its own business: everybody else hands it raw settings through its schema. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- `unknown` would refuse every transport: S is used both ways
export type AnyTransport = Transport<any>;

/** What lines are opened with, whoever opens them. */
export interface Outfit {
  /** Where connections may go; nothing inside when not said. */
  readonly egress?: Egress;
  /** Opens what was sealed at rest. @throws TransportFailure `misconfigured` */
  readonly unseal?: (form: readonly SettingsField[], raw: unknown) => unknown;
}

/** The transports this build has. Construction refuses an empty or a repeated kind, so a wrong list stops start-up. */
export class InstalledTransports {
  readonly #byKind = new Map<string, AnyTransport>();
  readonly #egress: Egress;
  readonly #unseal: NonNullable<Outfit['unseal']>;

  constructor(transports: readonly AnyTransport[], { egress = new EgressGuard(), unseal = (_form, raw) => raw }: Outfit = {}) {
    this.#egress = egress;
    this.#unseal = unseal;
    for (const transport of transports) {
      if (transport.kind.trim() === '') {
        throw new TransportFailure('misconfigured', 'never', 'A transport without a kind cannot be installed.');
      }
      if (this.#byKind.has(transport.kind)) {
        throw new TransportFailure('misconfigured', 'never', `The transport ${transport.kind} is installed twice.`);
      }
      this.#byKind.set(transport.kind, transport);
    }
  }

  get kinds(): readonly string[] {
    return [...this.#byKind.keys()];
  }

  /** Throws `misconfigured` naming what is installed. */
  get(kind: string): AnyTransport {
    const transport = this.#byKind.get(kind);
    if (!transport) {
      const have = this.kinds.length === 0 ? 'none' : this.kinds.join(', ');
      throw new TransportFailure('misconfigured', 'never', `The transport ${kind} is not installed; installed: ${have}.`);
    }
    return transport;
  }

  /** Checks the settings of an endpoint and opens its line, which calls only where the house may. */
  async open(kind: string, rawSettings: unknown, context: Omit<LineContext, 'egress'>): Promise<Line> {
    const transport = this.get(kind);
    return transport.open(this.settings(kind, rawSettings) as never, { ...context, egress: this.#egress });
  }

  /** Settings of an endpoint, opened and checked. @throws TransportFailure `misconfigured` */
  settings(kind: string, rawSettings: unknown): unknown {
    const { settings } = this.get(kind);
    return settings.parse(this.#unseal(settings.form, rawSettings));
  }

  get egress(): Egress {
    return this.#egress;
  }
}
