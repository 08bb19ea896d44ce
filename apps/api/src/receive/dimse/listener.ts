import { DimseServer, REJECTION, STATUS, type Admission, type AssociationInfo, type DimseLimits, type ObjectSink, type Peer, type Proposal, type ServerLog, type StoreInfo } from '@causeway/transport-dimse';
import type { Intake } from '../intake/intake';
import type { Source } from '../ledger/stored-object';
import { storeAnswer } from './answer-status';
import type { Partner, Partners } from './partners';
import type { Refusals } from './refusals';

export interface ListenerOptions {
  readonly aeTitle: string;
  readonly unknownSender: 'refuse' | 'quarantine';
  readonly intake: Intake;
  readonly partners: Partners;
  readonly refusals: Refusals;
  /** False while the database is away. */
  readonly ready: () => boolean;
  readonly log: ServerLog;
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
  private readonly associations = new WeakMap<AssociationInfo, Known>();

  constructor(private readonly options: ListenerOptions) {
    this.server = new DimseServer(
      { admit: (proposal, peer) => this.admit(proposal, peer), store: (info) => this.store(info), log: options.log },
      options.limits ? { limits: options.limits } : {},
    );
  }

  /** Returns the port, which the system chooses for 0. */
  async listen(port: number, host: string): Promise<number> {
    return (await this.server.listen(port, host)).port;
  }

  get load(): { readonly associations: number; readonly waiting: number } {
    return this.server.load;
  }

  /** Objects under way are finished and answered first. */
  close(graceMs: number): Promise<void> {
    return this.server.close(graceMs);
  }

  private async admit({ callingAeTitle: calling, calledAeTitle: called }: Proposal, { address }: Peer): Promise<Admission> {
    const { aeTitle, unknownSender, partners, refusals, ready } = this.options;
    if (!ready()) return { admitted: false, rejection: REJECTION.congestion };
    if (called.trim() !== aeTitle) {
      refusals.add({ calling, called, address, why: 'called-ae-wrong' });
      return { admitted: false, rejection: REJECTION.calledAeTitle };
    }
    let partner: Partner | null;
    try {
      partner = await partners.find(calling, address);
    } catch {
      return { admitted: false, rejection: REJECTION.congestion };
    }
    if (partner || unknownSender === 'quarantine') return { admitted: true };
    refusals.add({ calling, called, address, why: 'calling-ae-unknown' });
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
