import { DimseServer, REJECTION, STATUS, type Admission, type AssociationInfo, type DimseLimits, type ObjectSink, type Peer, type Proposal, type ServerLog, type ServerPorts, type ServerTls, type StoreInfo } from '@causeway/transport-dimse';
import type { Intake } from '../intake/intake';
import type { Source } from '../ledger/stored-object';
import { storeAnswer } from './answer-status';
import type { Commitments } from './commitments';
import type { Partner, Partners } from './partners';
import type { Refusals } from './refusals';
import type { Trust } from './trust';

export interface ListenerOptions {
  readonly aeTitle: string;
  readonly unknownSender: 'refuse' | 'quarantine';
  readonly intake: Intake;
  readonly partners: Partners;
  readonly refusals: Refusals;
  /** False while the database is away. */
  readonly ready: () => boolean;
  readonly log: ServerLog;
  readonly commitments: Pick<Commitments, 'answer' | 'deliver' | 'take'>;
  /** A second port for partners that speak TLS; both sides show a certificate. */
  readonly tls?: ServerTls;
  /** Whose certificate is whose. */
  readonly trust?: Pick<Trust, 'fault'>;
  readonly limits?: Partial<DimseLimits>;
}

interface Known {
  readonly version: number;
  readonly source: Source;
  readonly standing: 'partner' | 'unknown' | 'gone';
}

/** Takes objects from partners' systems over DICOM: who may come in, and which words they are answered with. */
export class DimseListener {
  private readonly server: DimseServer;
  private readonly secured: DimseServer | null;
  private readonly associations = new WeakMap<AssociationInfo, Known>();

  constructor(private readonly options: ListenerOptions) {
    const ports: ServerPorts = {
      admit: (proposal, peer) => this.admit(proposal, peer),
      store: (info) => this.store(info),
      commitment: {
        answer: (request, association) => options.commitments.answer(request, this.partnerOf(association)),
        deliver: (report, association) => options.commitments.deliver(report, this.partnerOf(association), association.callingAeTitle),
      },
      committed: (report, association) => options.commitments.take(report, association.callingAeTitle),
      log: options.log,
    };
    const limits = options.limits ? { limits: options.limits } : {};
    this.server = new DimseServer(ports, limits);
    this.secured = options.tls ? new DimseServer(ports, { ...limits, tls: options.tls }) : null;
  }

  /** Returns the port, which the system chooses for 0. */
  async listen(port: number, host: string): Promise<number> {
    return (await this.server.listen(port, host)).port;
  }

  /** The same over TLS; null when there is no certificate of ours. */
  async listenSecured(port: number, host: string): Promise<number | null> {
    return this.secured ? (await this.secured.listen(port, host)).port : null;
  }

  /** Certificates of partners that count from the next handshake on. */
  trust(fingerprints: readonly string[]): void {
    this.secured?.trust(fingerprints);
  }

  get load(): { readonly associations: number; readonly waiting: number } {
    return this.server.load;
  }

  /** Objects under way are finished and answered first. */
  async close(graceMs: number): Promise<void> {
    await Promise.all([this.server.close(graceMs), this.secured?.close(graceMs)]);
  }

  private partnerOf({ callingAeTitle, peer }: AssociationInfo): Partner | null {
    return this.options.partners.current(callingAeTitle, peer.address);
  }

  private async admit({ callingAeTitle: calling, calledAeTitle: called }: Proposal, { address, certificate }: Peer): Promise<Admission> {
    const { aeTitle, unknownSender, partners, refusals, ready, trust } = this.options;
    if (!ready()) return { admitted: false, rejection: REJECTION.congestion };
    if (called.trim() !== aeTitle) {
      refusals.add({ calling, called, answersTo: aeTitle, address, why: 'called-ae-wrong' });
      return { admitted: false, rejection: REJECTION.calledAeTitle };
    }
    let partner: Partner | null;
    try {
      partner = await partners.find(calling, address);
    } catch {
      return { admitted: false, rejection: REJECTION.congestion };
    }
    const fault = partner && certificate ? (trust?.fault(partner.facilityId, certificate) ?? null) : null;
    if (fault) {
      refusals.add({ calling, called, answersTo: aeTitle, address, why: fault });
      return { admitted: false, rejection: REJECTION.callingAeTitle };
    }
    if (partner || unknownSender === 'quarantine') return { admitted: true };
    refusals.add({ calling, called, answersTo: aeTitle, address, why: 'calling-ae-unknown' });
    return { admitted: false, rejection: REJECTION.callingAeTitle };
  }

  private store(info: StoreInfo): ObjectSink {
    const { source, standing } = this.known(info.association);
    if (standing === 'gone') return TURNED_AWAY;
    const { sopClassUid, sopInstanceUid, transferSyntaxUid } = info;
    const receiving = this.options.intake.receive({
      source, announced: { sopClassUid, sopInstanceUid, transferSyntaxUid }, ...(standing === 'unknown' ? { aside: 'unknown-sender' as const } : {}),
    });
    return {
      write: (bytes) => receiving.write(bytes),
      end: async () => storeAnswer(await receiving.end()),
      abort: () => receiving.abort(),
    };
  }

  /** Looked up again when the partners were read anew: an endpoint that was disabled takes no further object. */
  private known(association: AssociationInfo): Known {
    const { partners, unknownSender } = this.options;
    const before = this.associations.get(association);
    if (before?.version === partners.version) return before;
    const { callingAeTitle: calling, peer } = association;
    const partner = partners.current(calling, peer.address);
    const source: Source = {
      door: 'dimse', kind: 'sender', id: `${calling}@${peer.address}`, name: calling, endpointId: partner?.endpointId ?? null, facilityId: partner?.facilityId ?? null,
      calling, address: peer.address, trace: `association ${process.pid}-${association.id}`,
    };
    const now: Known = { version: partners.version, source, standing: partner ? 'partner' : unknownSender === 'quarantine' ? 'unknown' : 'gone' };
    this.associations.set(association, now);
    return now;
  }
}

/** Reads the object to its end and keeps nothing of it. */
const TURNED_AWAY: ObjectSink = {
  write: () => undefined,
  end: () => Promise.resolve({ status: STATUS.notAuthorised, comment: 'The connection was disabled here' }),
  abort: () => undefined,
};
