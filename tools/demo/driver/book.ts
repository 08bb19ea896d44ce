// Every exam of the demonstration with its plan: those of the first hour, and more of everyday life as time goes on.
import { type Chapter, type Remembered } from '../memory';
import { thinned } from '../processes/partner/thinned';
import { type Delivery, type DemoExam, type World, world } from '../world/index';
import { type Plan } from './plan';
import { firstPlans, laterPlan } from './plans';

export interface Entry {
  /** Unlike any other exam's, in all chapters. */
  readonly key: string;
  /** As it is sent: thinned. */
  readonly exam: DemoExam;
  readonly plan: Plan;
  /** Pixels across a CT image. */
  readonly matrix: number;
}

/** One delivery still to be made. */
export interface Parcel {
  readonly key: string;
  readonly entry: Entry;
  readonly delivery: Delivery;
}

const CHAPTER_EXAMS = 40;
/** Exams the screens are remembered by have more and finer images than the rest. */
const FINE = new Set(['adeyemi-head', 'ruiz-cap', 'tanaka-cta', 'ozturk-spine', 'barak-knee', 'bianchi-cap', 'lindgren-head', 'abdulrahman-forearm', 'stavrou-mammo']);
const SIZES = { fine: { images: 20, matrix: 384 }, first: { images: 8, matrix: 256 }, later: { images: 18, matrix: 256 } };
const SMALL_MATRIX = 128;

export class Book {
  readonly world: World;
  readonly entries: Entry[] = [];

  constructor(
    private readonly remembered: Remembered,
    private readonly imagesPerSeries: number | null,
  ) {
    const { seed, bornAt, everydayExams, chapters } = remembered.memory;
    this.world = world({ seed, now: new Date(bornAt), everydayExams });
    const plans = firstPlans(this.world.exams, this.world.now);
    let number = 0;
    for (const exam of this.world.exams) {
      if (exam.repeats?.how === 'conflict') continue;
      const plan = plans.get(exam.key);
      this.entries.push(this.entry(exam.key, exam, plan ?? laterPlan(exam, number++), plan && !FINE.has(exam.key) ? 'first' : FINE.has(exam.key) ? 'fine' : 'later'));
    }
    chapters.forEach((chapter, n) => this.read(chapter, n));
  }

  /** Deliveries that had been made when the world began: first ones, and what came after them. */
  get past(): { readonly first: readonly Parcel[]; readonly second: readonly Parcel[] } {
    const { now } = this.world;
    const past = this.parcels.filter((p) => p.delivery.at <= now && p.entry.plan.minutesAgo !== null);
    return { first: past.filter((p) => p.delivery === p.entry.exam.deliveries[0]), second: [...past.filter((p) => p.delivery !== p.entry.exam.deliveries[0]), ...this.conflicts()] };
  }

  /** Exams with fine images take long to draw. */
  isFine({ entry }: Parcel): boolean {
    return FINE.has(entry.exam.key);
  }

  /** Deliveries still to come, in their order. */
  get coming(): readonly Parcel[] {
    const { first, second } = this.past;
    const past = new Set([...first, ...second].map((p) => p.key));
    return this.parcels.filter((p) => !past.has(p.key)).sort((a, b) => a.delivery.at.getTime() - b.delivery.at.getTime());
  }

  /** The next stretch of everyday exams, told from now. */
  turnPage(now: Date): void {
    const { memory, save } = this.remembered;
    const from = memory.chapters.at(-1)?.to ?? memory.everydayExams;
    const chapter: Chapter = { at: now.toISOString(), from, to: from + CHAPTER_EXAMS };
    memory.chapters.push(chapter);
    save();
    this.read(chapter, memory.chapters.length - 1);
  }

  /** An exam of a sender nobody here knows. */
  stranger(): DemoExam {
    const { seed, bornAt, everydayExams } = this.remembered.memory;
    return this.thin(world({ seed, now: new Date(bornAt), everydayExams: everydayExams + 1 }).exams.find((e) => e.key === `drawn-${everydayExams}`)!, SIZES.first.images);
  }

  /** Exams the host's archive has from before, as they are sent to it. */
  get own(): readonly Entry[] {
    return this.world.ownExams.map((exam) => this.entry(exam.key, exam, laterPlan(exam, 0), 'first'));
  }

  private get parcels(): Parcel[] {
    return this.entries.flatMap((entry) => entry.exam.deliveries.map((delivery, i) => ({ key: `${entry.key}#${i}`, entry, delivery })));
  }

  /** Copies with other bytes: parts of the exam they repeat. */
  private conflicts(): Parcel[] {
    return this.world.exams
      .filter((e) => e.repeats?.how === 'conflict')
      .flatMap((exam) => {
        const original = this.entries.find((e) => e.key === exam.repeats?.exam);
        return original ? [{ key: `${exam.key}#0`, entry: { ...original, key: exam.key, exam: this.thin(exam, SIZES.first.images) }, delivery: exam.deliveries[0]! }] : [];
      });
  }

  private read({ at, from, to }: Chapter, n: number): void {
    const { exams } = world({ seed: this.remembered.memory.seed, now: new Date(at), everydayExams: to });
    for (let number = from; number < to; number++) {
      const exam = exams.find((e) => e.key === `drawn-${number}`);
      if (exam) this.entries.push(this.entry(`${n + 1}/${exam.key}`, exam, laterPlan(exam, number), 'later'));
    }
  }

  private entry(key: string, exam: DemoExam, plan: Plan, size: keyof typeof SIZES): Entry {
    const { images, matrix } = SIZES[size];
    return { key, exam: this.thin(exam, images), plan, matrix: this.imagesPerSeries === null ? matrix : SMALL_MATRIX };
  }

  private thin(exam: DemoExam, images: number): DemoExam {
    return thinned(exam, this.imagesPerSeries ?? images);
  }
}
