// The host's people at their desks: every few seconds they look at the inbox and the over-reads and do the next thing that falls to them.
import { type InboundDetail, type InboundPage, type InboundRow, type OverreadPage, type OverreadRow } from '@causeway/contracts';
import { type ExamMemory, type Remembered } from '../memory';
import { pause } from '../processes/partner/pace';
import { type Book, type Entry } from './book';
import { inTurns } from './in-turns';
import { type Desk, type Step, stepInbound } from './inbound-steps';
import { type Plan } from './plan';
import { acknowledge, stepRead } from './read-steps';
import { ApiProblem, overtaken } from './staff';
import { ADMINISTRATOR } from './who';

export interface WorkOptions {
  readonly desk: Desk;
  readonly book: Book;
  readonly remembered: Remembered;
  readonly pace: number;
  readonly log: (line: string) => void;
}

/** Seconds of a person at work, before `pace`. */
const THINKING = { least: 15, most: 70 };
const READS_PAGE = 200;
const INBOX_PAGE = 200;
/** A signed read is acknowledged after this long, so that whoever signed it can do it themselves. */
const ACKNOWLEDGE_AFTER_MS = 90_000;
/** An everyday exam nobody took up in this long is taken up by our people, so that the inbox stays one that is worked on. */
const TAKEN_UP_AFTER_MS = 75 * 60_000;
const AT_ONCE = 4;

export class Work {
  constructor(private readonly options: WorkOptions) {}

  /** Works until told to stop; trouble with one exam, or with the line, does not end it. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let acted = 0;
      try {
        acted = await this.round(signal);
      } catch (error) {
        this.options.log(`the people wait: ${error instanceof Error ? error.message : String(error)}`);
      }
      await pause((acted > 0 ? 1000 : 4000) / this.options.pace, signal);
    }
  }

  /** One look at everything. Returns how much was done. */
  async round(signal: AbortSignal): Promise<number> {
    const rows = await this.inbox();
    let acted = 0;
    await inTurns(this.entries(), AT_ONCE, async (entry) => {
      if (!signal.aborted && (await this.visit(entry, rows.get(entry.exam.studyUid)))) acted++;
    });
    return acted + (await this.reads(signal));
  }

  private entries(): readonly Entry[] {
    return this.options.book.entries;
  }

  private memoryOf(entry: Entry): ExamMemory {
    return this.options.remembered.exam(entry.key);
  }

  private async inbox(): Promise<ReadonlyMap<string, InboundRow>> {
    const rows = new Map<string, InboundRow>();
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: InboundPage = await this.options.desk.staff.as(ADMINISTRATOR).get(`/inbound?view=open&sort=received&limit=${INBOX_PAGE}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
      for (const row of page.rows) rows.set(row.exam.studyUid, row);
      cursor = page.next;
    }
    return rows;
  }

  private async visit(entry: Entry, open: InboundRow | undefined): Promise<boolean> {
    const memory = this.memoryOf(entry);
    if (memory.handsOff) return false;
    if (memory.done && !this.takesUp(entry, memory, open)) return false;
    if ((memory.notBefore ?? 0) > Date.now()) return false;
    const row = open ?? (memory.id ? await this.options.desk.staff.as(ADMINISTRATOR).get<InboundDetail>(`/inbound/${memory.id}`) : undefined);
    if (!row) return false;
    memory.id = row.id;
    const { exam, plan } = entry;
    const step = await this.attempt(entry.key, () => stepInbound(this.options.desk, exam, planNow(plan, memory), memory, row));
    if (step === 'done') memory.done = true;
    if (step === 'visitor') memory.handsOff = true;
    if (step === 'acted' && plan.slowly && memory.need) memory.notBefore = Date.now() + this.thinking();
    if (step !== 'wait') this.options.remembered.save();
    return step === 'acted';
  }

  /** Whether our people now take up an everyday exam that was left for visitors and that nobody has moved for long. */
  private takesUp(entry: Entry, memory: ExamMemory, row: InboundRow | undefined): boolean {
    if (!row || row.lease || entry.plan.goal.to !== 'leave' || !entry.exam.key.startsWith('drawn-') || memory.takenUp) return memory.takenUp === true && !memory.done;
    if (Date.now() - Date.parse(row.stateSince) < TAKEN_UP_AFTER_MS / this.options.pace) return false;
    memory.takenUp = true;
    delete memory.done;
    return true;
  }

  private async reads(signal: AbortSignal): Promise<number> {
    const byExam = new Map(this.entries().flatMap((e): [string, Entry][] => (this.memoryOf(e).id ? [[this.memoryOf(e).id!, e]] : [])));
    let acted = 0;
    for (const view of ['view=all-open', 'view=signed&state=signed']) {
      const page = await this.options.desk.staff.as(ADMINISTRATOR).get<OverreadPage>(`/overreads?${view}&limit=${READS_PAGE}&sort=received`);
      for (const read of page.rows) {
        const entry = byExam.get(read.examId);
        if (entry && !signal.aborted && (await this.visitRead(entry, read))) acted++;
      }
    }
    return acted;
  }

  private async visitRead(entry: Entry, read: OverreadRow): Promise<boolean> {
    const memory = this.memoryOf(entry);
    const plan = planNow(entry.plan, memory);
    if (read.state === 'signed' && plan.read !== 'signed' && Date.now() - Date.parse(read.stateSince) > (plan.slowly || plan.read !== 'acknowledged' ? ACKNOWLEDGE_AFTER_MS / this.options.pace : 0)) {
      return (await this.attempt(entry.key, () => acknowledge(this.options.desk, plan, read))) === 'acted';
    }
    if (memory.readDone || !memory.done || read.state === 'signed' || (memory.notBefore ?? 0) > Date.now()) return false;
    const step = await this.attempt(entry.key, () => stepRead(this.options.desk, entry.exam, plan, memory, read));
    if (step === 'done' || step === 'visitor') memory.readDone = true;
    if (step === 'acted' && plan.slowly) memory.notBefore = Date.now() + this.thinking();
    if (step !== 'wait') this.options.remembered.save();
    return step === 'acted';
  }

  /** Somebody being faster is ordinary; anything else is told, and the exam is left as it is. */
  private async attempt(key: string, work: () => Promise<Step>): Promise<Step> {
    try {
      return await work();
    } catch (error) {
      if (overtaken(error)) return 'wait';
      if (!(error instanceof ApiProblem) || error.status >= 500) throw error;
      this.options.log(`${key} stays as it is: ${error.message}`);
      return 'done';
    }
  }

  private thinking(): number {
    return ((THINKING.least + Math.random() * (THINKING.most - THINKING.least)) * 1000) / this.options.pace;
  }
}

/** The plan as it is by now: what was taken up is brought to its end. */
const planNow = (plan: Plan, memory: ExamMemory): Plan => (memory.takenUp ? { ...plan, goal: { to: 'released' }, read: 'acknowledged' } : plan);
