import type {
  CommitmentReceipt,
  CommitmentReference,
  FetchReceipt,
  IdentityCandidate,
  IdentityQuestion,
  InstanceResult,
  Intake,
  Listener,
  MessageReceipt,
  OutgoingInstance,
  RemoteMatch,
  RemoteQuery,
  RemoteReference,
  Sender,
  TransportFailure,
  WireMessage,
} from '../src/index';

/** An instance the fake partner holds, as the bytes it was given. */
export interface HeldInstance {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataSet: Uint8Array;
}

/** How the partner treats one instance; `lose-answer` keeps it and says nothing, `lose-instance` says yes and keeps nothing. */
export type InstanceMood = 'take' | 'reject-for-now' | 'reject-for-good' | 'lose-answer' | 'lose-instance';

/** A partner in memory. Tests fill it, set its mood and look at what it was given. */
export class FakePartner {
  readonly held = new Map<string, HeldInstance>();
  readonly listed: RemoteMatch[] = [];
  readonly people: IdentityCandidate[] = [];
  readonly messages: WireMessage[] = [];
  /** Thrown by every call until it is set back to null. */
  failure: TransportFailure | null = null;
  /** A silent partner lets every call wait until the caller gives up. */
  silent = false;
  #moods = new Map<string, InstanceMood>();
  #intakes = new Set<Intake>();

  treat(sopInstanceUid: string, mood: InstanceMood): void {
    this.#moods.set(sopInstanceUid, mood);
  }

  take(instance: OutgoingInstance, dataSet: Uint8Array): InstanceResult {
    const { sopInstanceUid, sopClassUid, studyInstanceUid, transferSyntaxUid } = instance;
    const mood = this.#moods.get(sopInstanceUid) ?? 'take';
    if (mood === 'take' || mood === 'lose-answer') {
      this.held.set(sopInstanceUid, { sopInstanceUid, sopClassUid, studyInstanceUid, transferSyntaxUid, dataSet });
    }
    switch (mood) {
      case 'reject-for-now':
        return { sopInstanceUid, standing: 'rejected', status: 'busy', retry: 'later', detail: 'The partner is out of resources.' };
      case 'reject-for-good':
        return { sopInstanceUid, standing: 'rejected', status: 'no', retry: 'never', detail: 'The partner cannot use this instance.' };
      case 'lose-answer':
        return { sopInstanceUid, standing: 'unknown', status: null, retry: 'later', detail: 'The answer was lost.' };
      default:
        return { sopInstanceUid, standing: 'sent', status: 'ok', retry: null, detail: 'The partner confirmed it.' };
    }
  }

  list(query: RemoteQuery): RemoteMatch[] {
    const held = query.level === 'instance' ? [...this.held.values()].map(listedAs) : [];
    return [...this.listed, ...held].filter(
      (match) =>
        match.level === query.level &&
        (query.level === 'study'
          ? (query.keys.studyInstanceUid ?? [match.studyInstanceUid]).includes(match.studyInstanceUid)
          : match.studyInstanceUid === query.studyInstanceUid),
    );
  }

  who(question: IdentityQuestion): IdentityCandidate[] {
    return this.people.filter((person) =>
      person.identifiers.some((have) => question.identifiers.some((ask) => ask.value === have.value && ask.issuer === have.issuer)),
    );
  }

  answer(message: WireMessage): MessageReceipt {
    this.messages.push(message);
    return { accepted: true, code: 'AA', detail: 'The partner accepted the message.', bytes: new Uint8Array() };
  }

  /** Hands held instances over, as a partner does when asked to. */
  async give(reference: RemoteReference, intake: Intake): Promise<FetchReceipt> {
    const kept: string[] = [];
    const refused: string[] = [];
    for (const instance of this.held.values()) {
      const wanted = reference.sopInstanceUids?.includes(instance.sopInstanceUid) ?? true;
      if (wanted && instance.studyInstanceUid === reference.studyInstanceUid && intake.instance) {
        const { sopClassUid, sopInstanceUid, transferSyntaxUid } = instance;
        const sink = intake.instance({ sopClassUid, sopInstanceUid, transferSyntaxUid, sender: this.sender });
        await sink.write(instance.dataSet);
        ((await sink.end()) === 'kept' ? kept : refused).push(sopInstanceUid);
      }
    }
    return { kept, refused, failedAtPartner: 0, failure: null };
  }

  /** Commits itself to what it holds. */
  commit(references: readonly CommitmentReference[]): CommitmentReceipt {
    const uids = references.map((reference) => reference.sopInstanceUid);
    const refused = uids.filter((uid) => !this.held.has(uid)).map((sopInstanceUid) => ({ sopInstanceUid, status: 'no', detail: 'The partner does not hold it.' }));
    return { committed: uids.filter((uid) => this.held.has(uid)), refused, open: [], transactions: ['1'], failure: null };
  }

  readonly sender: Sender = { address: '192.0.2.1', identity: 'FAKE' };

  /** Gives a message to everybody listening. */
  async tell(message: WireMessage): Promise<void> {
    for (const intake of this.#intakes) {
      await intake.message?.(message, this.sender);
    }
  }

  attend(intake: Intake): Listener {
    this.#intakes.add(intake);
    return {
      host: this.sender.address,
      port: 1,
      close: async () => {
        this.#intakes.delete(intake);
      },
    };
  }
}

function listedAs({ studyInstanceUid, sopInstanceUid, sopClassUid }: HeldInstance): RemoteMatch {
  return { level: 'instance', studyInstanceUid, seriesInstanceUid: `${studyInstanceUid}.1`, sopInstanceUid, sopClassUid, instanceNumber: '' };
}
