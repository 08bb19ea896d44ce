import type { IncomingMessage } from 'node:http';
import { OBJECT_LIMITS } from '@causeway/dicom';
import { MultipartReader, parseMediaType, type MultipartFault, type PartHeaders, type PartSink } from '@causeway/transport-dicomweb';
import type { Intake } from '../intake/intake';
import type { Source } from '../ledger/stored-object';
import { bodyChunks } from './body-chunks';
import type { PartOutcome } from './store-answer';

export interface StoreOptions {
  readonly intake: Pick<Intake, 'receive'>;
  readonly source: Source;
  /** All objects must belong to this study. */
  readonly studyUid: string | null;
  readonly boundary: string;
  readonly mostObjectBytes?: number;
}

/** How the body ended: null when it was whole. */
export type BodyFault = MultipartFault | 'object-too-large' | 'no-objects-in-parts' | 'gone';

/**
 * Objects of one request that were read to their end and wait for their commit. While they do the next one is read: that is what a request of many
 * objects gains over an association, where each waits for the one before.
 */
const MOST_UNDER_WAY = 32;
/** Parts that are no object at all: after so many the sender does not know what it sends, and each costs a reader. */
const MOST_BROKEN = 100;
/** Parts after which everybody else gets a turn: a part that fails at once waits for nothing, and thousands of them would be one turn. */
const TURN_PARTS = 8;
/** Encodings of a part's bytes that change nothing (RFC 2045 6.1). */
const PLAIN = new Set(['binary', '8bit', '7bit']);

/** One request on its way in: its parts go to the intake as they come. */
export class StoreRequest {
  private readonly outcomes: PartOutcome[] = [];
  private readonly underWay = new Set<Promise<void>>();
  private tooLarge = false;
  private broken = 0;

  constructor(private readonly options: StoreOptions) {}

  /** Resolves when every object is stored or is known not to be. */
  async receive(body: IncomingMessage): Promise<{ readonly outcomes: readonly PartOutcome[]; readonly fault: BodyFault | null }> {
    const reader = new MultipartReader({ boundary: this.options.boundary, part: (headers) => this.part(headers) });
    const wanted = (): boolean => !reader.fault && !this.tooLarge && !this.spoilt;
    const came = await bodyChunks(body, (chunk) => reader.push(chunk)?.then(wanted) ?? wanted());
    const fault: BodyFault | null = !came ? 'gone' : this.tooLarge ? 'object-too-large' : this.spoilt ? 'no-objects-in-parts' : null;
    const ended = fault ? (reader.abort(), fault) : reader.finish();
    await Promise.all(this.underWay);
    return { outcomes: this.outcomes, fault: ended };
  }

  private get spoilt(): boolean {
    return this.broken >= MOST_BROKEN;
  }

  private part(headers: PartHeaders): PartSink | null {
    if (this.spoilt) return null;
    const { intake, source, studyUid, mostObjectBytes = OBJECT_LIMITS.objectBytes } = this.options;
    const type = parseMediaType(headers.get('content-type') ?? 'application/dicom')?.type;
    const encoding = (headers.get('content-transfer-encoding') ?? 'binary').toLowerCase();
    const at = this.outcomes.push({ kind: 'other-type' }) - 1;
    if (type !== 'application/dicom' || !PLAIN.has(encoding)) return null;
    const receiving = intake.receive({ source, ...(studyUid === null ? {} : { studyUid }) });
    let bytes = 0;
    return {
      write: (piece) => {
        bytes += piece.length;
        if (bytes > mostObjectBytes) this.tooLarge = true;
        return receiving.write(piece);
      },
      end: () => {
        this.outcomes[at] = { kind: 'failed', identity: null, cause: 'commit' };
        const ending: Promise<void> = receiving.end().then((answer) => this.ended(at, answer)).finally(() => this.underWay.delete(ending));
        this.underWay.add(ending);
        if (this.underWay.size >= MOST_UNDER_WAY) return Promise.race(this.underWay);
        return at % TURN_PARTS === TURN_PARTS - 1 ? new Promise((resolve) => setImmediate(resolve)) : undefined;
      },
      abort: () => {
        receiving.abort();
        this.outcomes[at] = this.tooLarge ? { kind: 'refused', identity: null, reason: 'too-large' } : { kind: 'broken' };
      },
    };
  }

  private ended(at: number, answer: PartOutcome): void {
    this.outcomes[at] = answer;
    // what names no object is none; anything else is told to the sender one by one
    if ('identity' in answer && answer.identity === null && answer.kind !== 'failed') this.broken++;
  }
}
