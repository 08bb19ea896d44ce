// The partners' share: what had come when the world began is sent as fast as it can be drawn; afterwards one exam follows another at a gentle pace.
import { hash32 } from '../world/chance/random';
import { type Remembered } from '../memory';
import { Pace, pause } from '../processes/partner/pace';
import { reportMessage, type ReportVersion, sendReport } from '../processes/partner/reports';
import { type Destination, sendExam } from '../processes/partner/sender';
import { type Renderer } from '../processes/render/renderer';
import { type DemoExam } from '../world/index';
import { type Book, type Entry, type Parcel } from './book';
import { inTurns } from './in-turns';

export interface SendingOptions {
  readonly book: Book;
  readonly remembered: Remembered;
  readonly renderer: Renderer;
  readonly exchange: Destination;
  readonly mllp: { readonly host: string; readonly port: number };
  /** The host's own archive, for what it has from before. */
  readonly archive: Destination;
  readonly pace: number;
  readonly log: (line: string) => void;
}

/** Images a second of the stream: slow enough that one sees the count grow. */
const IMAGES_PER_SECOND = 3;
/** Milliseconds between two exams of the stream while people are likely to watch, and later. */
const GAP = { lively: [60_000, 180_000], quiet: [600_000, 1_200_000], livelyExams: 60 } as const;
const RETRY_MS = 5000;
const REPORT_AFTER_MS = 25_000;
const AT_ONCE = 2;
const UNKNOWN_TITLE = 'RADGATE7';
const ALL: readonly [number, number] = [0, 1];

export class Sending {
  private readonly gentle: Pace;
  private readonly full = new Pace(() => Infinity);

  constructor(private readonly options: SendingOptions) {
    this.gentle = new Pace(() => IMAGES_PER_SECOND * options.pace);
  }

  /** Everything that had come when the world began. What was sent before a restart is not sent again. */
  async fill(signal: AbortSignal): Promise<void> {
    const { first, second } = this.options.book.past;
    const needed = new Set(first.flatMap((p) => (p.entry.exam.repeats ? [p.entry.exam.repeats.exam] : [])));
    for (const own of this.options.book.own.filter((e) => needed.has(e.key))) await this.archived(own, signal);
    for (const entry of this.options.book.entries) if (entry.exam.scenarios.includes('report-first')) await this.report(entry.exam, 'first', signal);
    // Two lanes: those that take long to draw do not keep the many others waiting.
    const { book } = this.options;
    const lane = (parcels: readonly Parcel[]): Promise<void> => inTurns(parcels, 1, (p) => this.arrive(p, this.full, signal));
    await Promise.all([lane(first.filter((p) => book.isFine(p))), lane(first.filter((p) => !book.isFine(p)))]);
    await inTurns(second, AT_ONCE, (p) => this.arrive(p, this.full, signal));
    for (const entry of this.options.book.entries) if (entry.plan.minutesAgo !== null) await this.report(entry.exam, 'corrected', signal);
    await this.strangerKnocks(signal);
    for (const own of this.options.book.own) await this.archived(own, signal);
  }

  /** One exam after the other for as long as the demonstration runs. */
  async stream(signal: AbortSignal): Promise<void> {
    for (let sent = 0; !signal.aborted; ) {
      const next = this.options.book.coming.find((p) => !this.options.remembered.memory.sent[p.key] && !this.isSecond(p));
      if (!next) {
        this.options.book.turnPage(new Date());
        continue;
      }
      await this.arrive(next, this.gentle, signal);
      sent++;
      const [least, most] = sent < GAP.livelyExams ? GAP.lively : GAP.quiet;
      await pause((least + Math.random() * (most - least)) / this.options.pace, signal);
    }
  }

  /** Later parts of exams come when the world says. */
  async secondParts(signal: AbortSignal): Promise<void> {
    for (const p of this.options.book.coming.filter((c) => this.isSecond(c))) {
      await pause(Math.max(0, p.delivery.at.getTime() - this.options.book.world.now.getTime()) / this.options.pace, signal);
      while (!signal.aborted && !this.firstIsThere(p)) await pause(1000, signal);
      await this.arrive(p, this.gentle, signal);
    }
  }

  private isSecond({ entry, delivery }: Parcel): boolean {
    return delivery !== entry.exam.deliveries[0];
  }

  private firstIsThere({ entry }: Parcel): boolean {
    return this.options.remembered.memory.sent[`${entry.key}#0`] === true;
  }

  private async arrive({ key, entry, delivery }: Parcel, pace: Pace, signal: AbortSignal): Promise<void> {
    const { exam, matrix } = entry;
    await this.once(key, signal, () => this.send(exam, delivery.callingAeTitle, delivery.part, matrix, pace, signal));
    if (delivery !== exam.deliveries[0]) return;
    if (pace === this.gentle) await pause(REPORT_AFTER_MS / this.options.pace, signal);
    await this.report(exam, 'first', signal, entry.key);
  }

  private async report(exam: DemoExam, version: ReportVersion, signal: AbortSignal, key = exam.key): Promise<void> {
    if (!reportMessage(exam, version, 'R0', new Date())) return;
    await this.once(`${key} ${version} report`, signal, async () => {
      const controlId = `R${hash32(exam.studyUid, version).toString(36)}${++this.options.remembered.memory.reports}`;
      await sendReport(reportMessage(exam, version, controlId, new Date())!, this.options.mllp, signal);
    });
  }

  private archived({ key, exam, matrix }: Entry, signal: AbortSignal): Promise<void> {
    return this.once(`${key} in the archive`, signal, () =>
      sendExam(exam, { renderer: this.options.renderer, to: this.options.archive, callingAeTitle: 'WBK_GATE', part: ALL, matrix, pace: this.full, signal }).then(() => undefined),
    );
  }

  /** An association of a title nobody here knows. Refused or kept apart, as the house has it set: either way it has knocked. */
  private strangerKnocks(signal: AbortSignal): Promise<void> {
    return this.once('a stranger', signal, async () => {
      try {
        await this.send(this.options.book.stranger(), UNKNOWN_TITLE, ALL, 256, this.full, signal);
      } catch (error) {
        this.options.log(`${UNKNOWN_TITLE} was not let in: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
  }

  private async send(exam: DemoExam, callingAeTitle: string, part: readonly [number, number], matrix: number, pace: Pace, signal: AbortSignal): Promise<void> {
    const { renderer, exchange: to, log } = this.options;
    const { refused } = await sendExam(exam, { renderer, to, callingAeTitle, part, matrix, pace, signal });
    if (refused.length > 0) log(`${callingAeTitle} was refused ${refused.length} images (${refused[0]?.status ?? 'no answer'})`);
  }

  /** Does it until it worked, and never again. While the other side is away it is tried again; sending twice is harmless. */
  private async once(key: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    const { memory, save } = this.options.remembered;
    while (!signal.aborted && !memory.sent[key]) {
      try {
        await work();
        memory.sent[key] = true;
        save();
      } catch (error) {
        if (signal.aborted) return;
        this.options.log(`${key}: ${error instanceof Error ? error.message : String(error)}; trying again`);
        await pause(RETRY_MS / this.options.pace, signal);
      }
    }
  }
}
