// The host's radiology information system: takes orders and reports, and keeps them.
import fs from 'node:fs';
import path from 'node:path';
import { encodeMessage, Hl7Problem, parseMessage, readHeader, readOrder, readOru, writeAck, type Header } from '@causeway/hl7v2';
import { createMllpServer, type MllpServer } from '@causeway/transport-hl7v2';

export interface KeptOrder {
  readonly accession: string;
  readonly control: string;
  readonly procedure: string;
  readonly studyUid: string;
  readonly mrn: string;
}

export interface KeptReport {
  readonly number: string;
  readonly accession: string;
  readonly status: string;
  readonly studyUid: string;
  readonly text: string;
}

type Line = { readonly order: KeptOrder } | { readonly report: KeptReport };

export interface RisOptions {
  readonly file: string;
  readonly port: number;
  /** Issuer of the host's record numbers. */
  readonly host: string;
  /** Studies whose orders can no longer be cancelled: they are billed. */
  readonly billed: (studyUid: string) => boolean;
}

export class DemoRis {
  readonly orders: KeptOrder[] = [];
  readonly reports: KeptReport[] = [];
  private server: MllpServer | null = null;

  private constructor(private readonly options: RisOptions) {
    fs.mkdirSync(path.dirname(options.file), { recursive: true });
    if (!fs.existsSync(options.file)) return;
    for (const text of fs.readFileSync(options.file, 'utf8').split('\n').slice(0, -1)) this.put(JSON.parse(text) as Line);
  }

  static async start(options: RisOptions): Promise<DemoRis> {
    const ris = new DemoRis(options);
    ris.server = await createMllpServer({ host: '127.0.0.1', port: options.port, handle: async (bytes) => ris.take(bytes) });
    return ris;
  }

  get port(): number {
    return this.server?.port ?? 0;
  }

  /** The order placed under an accession number, as it stands after all that was sent about it. */
  order(accession: string): KeptOrder | undefined {
    return this.orders.findLast((o) => o.accession === accession);
  }

  async stop(): Promise<void> {
    await this.server?.close(1000);
  }

  private take(bytes: Uint8Array): Uint8Array {
    const header = readHeader(parseMessage(bytes));
    try {
      if (header.type === 'ORM') this.takeOrders(bytes);
      if (header.type === 'ORU') this.takeReports(bytes);
      return answer(header, null);
    } catch (error) {
      if (error instanceof Hl7Problem) return answer(header, error);
      throw error;
    }
  }

  private takeOrders(bytes: Uint8Array): void {
    const { orders, patient } = readOrder(parseMessage(bytes));
    const mrn = patient.identifiers.find((i) => i.authority?.namespace === this.options.host)?.value ?? '';
    for (const o of orders) {
      const order: KeptOrder = { accession: o.accession ?? o.placerOrder?.value ?? '', control: o.control ?? '', procedure: o.procedure?.text ?? '', studyUid: o.studyUid ?? '', mrn };
      if (order.control === 'CA' && this.options.billed(order.studyUid)) throw new Hl7Problem('bad-value', 'This order is billed: ask the desk to reverse it.', { segment: 'ORC', field: 1 });
      this.keep({ order });
    }
  }

  private takeReports(bytes: Uint8Array): void {
    for (const r of readOru(parseMessage(bytes)).reports) {
      this.keep({ report: { number: r.fillerOrder?.value ?? '', accession: r.accessionCandidates[0]?.value ?? '', status: r.status, studyUid: r.studyUids[0] ?? '', text: r.text } });
    }
  }

  private keep(line: Line): void {
    fs.appendFileSync(this.options.file, `${JSON.stringify(line)}\n`);
    this.put(line);
  }

  private put(line: Line): void {
    if ('order' in line) this.orders.push(line.order);
    else this.reports.push(line.report);
  }
}

const answer = (header: Header, problem: Hl7Problem | null): Uint8Array =>
  encodeMessage(writeAck(header, { code: problem ? 'AE' : 'AA', controlId: `RA${Date.now().toString(36)}`, at: { epochMs: Date.now(), offsetMinutes: 0 }, problem }));
