/** TLS for both directions. Material is PEM text. */

/** To a partner: it must prove its name with a certificate we can verify. */
export interface TlsConnect {
  /** Authorities to trust instead of the system's. */
  readonly ca?: string;
  /** Our certificate and key where the partner asks for one. */
  readonly cert?: string;
  readonly key?: string;
  /** Name the partner's certificate must carry when it differs from the host. */
  readonly servername?: string;
}

/** From partners. With `clientCa` a partner must show a certificate signed by it (IHE ATNA node authentication). */
export interface TlsListen {
  readonly cert: string;
  readonly key: string;
  readonly clientCa?: string;
}
