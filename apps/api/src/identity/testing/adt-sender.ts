import { encodeMessage, parseMessage, readAck, type Acknowledgement } from '@causeway/hl7v2';
import { newId } from '../../platform/ids';
import type { Bench } from '../../testing/harness';
import { AdtService } from '../adt/adt.service';

export interface SpecPatient {
  readonly mrn: string;
  readonly family?: string;
  readonly given?: string;
  /** Whole PID-5, when it is not family^given. */
  readonly names?: string;
  readonly birthDate?: string;
  readonly sex?: string;
  readonly phone?: string;
  readonly address?: string;
  /** More repetitions of PID-3. */
  readonly more?: string;
  readonly pv1?: string;
  readonly mrg?: string;
}

/** A hospital information system of the specs: its messages, and what it is answered. */
export class AdtSender {
  private n = 0;
  readonly service: AdtService;

  private constructor(b: Bench, private readonly name: string, private readonly address: string) {
    this.service = new AdtService(b.acts, b.settings);
  }

  static async known(b: Bench, name = 'HIS|SPEC', address = '127.0.0.1', settings: object = {}): Promise<AdtSender> {
    await b.acts.read(
      `insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, calling, addresses) values ($1, $2, 'hl7v2', 'in', 'adt', 'HIS', $3, $4, $5)`, [newId(), b.host, settings, name, [address]]);
    return new AdtSender(b, name, address);
  }

  /** Sends one event about one patient and says how it was answered: AA, AE or AR. */
  async tell(event: string, p: SpecPatient): Promise<string | null> {
    return (await this.send(this.message(event, pidOf(p), ...(p.pv1 ? [p.pv1] : []), ...(p.mrg ? [`MRG|${p.mrg}`] : [])))).code;
  }

  message(event: string, ...segments: string[]): Uint8Array {
    const control = `${this.name.length}C${++this.n}`;
    return encodeMessage([`MSH|^~\\&|${this.name}|CAUSEWAY|SPEC|20261124100000||ADT^${event}|${control}|P|2.5.1||||||UNICODE UTF-8`, `EVN||20261124100000`, ...segments].join('\r') + '\r');
  }

  async send(bytes: Uint8Array, address = this.address): Promise<Acknowledgement> {
    return readAck(parseMessage((await this.bytes(bytes, address)) ?? new Uint8Array()));
  }

  bytes(bytes: Uint8Array, address = this.address): Promise<Uint8Array | null> {
    return this.service.handle(bytes, address);
  }
}

export function pidOf(p: SpecPatient): string {
  const ids = [`${p.mrn}^^^SPEC^MR`, ...(p.more ? [p.more] : [])].join('~');
  const name = p.names ?? (p.family === undefined ? '' : `${p.family}^${p.given ?? ''}^^^^^L`);
  return `PID|1||${ids}||${name}||${p.birthDate ?? ''}|${p.sex ?? ''}|||${p.address ?? ''}||${p.phone ?? ''}`;
}

export const mrn = (value: string): string => `${value}^^^SPEC^MR`;
