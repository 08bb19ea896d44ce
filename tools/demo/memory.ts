// What the demonstration must not forget over a restart: when its world began, what was sent and told, and how far its people are with each exam.
import fs from 'node:fs';
import path from 'node:path';
import { type HisMemory } from './processes/his/his';
import { FIRST_MRN } from './processes/his/registrar';

export interface ExamMemory {
  /** Id here, once it was seen. */
  id?: string;
  /** The need was entered. */
  need?: true;
  /** Where it was meant to be, it is; nobody of the demonstration touches it again. */
  done?: true;
  /** A visitor works on it. */
  handsOff?: true;
  /** Nobody took it up for long, so our people did. */
  takenUp?: true;
  /** It was moved back in time. */
  aged?: true;
  /** Epoch of the lease one of ours holds on it, and on its over-read. */
  epoch?: number;
  readEpoch?: number;
  /** Not to be touched before, milliseconds since 1970. */
  notBefore?: number;
  /** Its over-read is where it was meant to be. */
  readDone?: true;
}

/** A stretch of the world's everyday exams, told from the instant it began. */
export interface Chapter {
  readonly at: string;
  /** Numbers of its exams: from this one, before that one. */
  readonly from: number;
  readonly to: number;
}

export interface Memory {
  readonly version: 1;
  readonly seed: number;
  readonly bornAt: string;
  readonly everydayExams: number;
  chapters: Chapter[];
  his: HisMemory;
  /** Deliveries and reports that arrived, by key. */
  sent: Record<string, true>;
  reports: number;
  exams: Record<string, ExamMemory>;
}

const SEED = 7;
const SAVE_MS = 500;

/** The memory of this folder, kept on disk shortly after each change. */
export class Remembered {
  readonly memory: Memory;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly file: string, everydayExams: number, now: Date) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    this.memory = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Memory) : born(everydayExams, now);
    this.saveNow();
  }

  exam(key: string): ExamMemory {
    return (this.memory.exams[key] ??= {});
  }

  readonly save = (): void => {
    this.timer ??= setTimeout(() => this.saveNow(), SAVE_MS);
  };

  readonly saveNow = (): void => {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    fs.writeFileSync(`${this.file}.part`, JSON.stringify(this.memory));
    fs.renameSync(`${this.file}.part`, this.file);
  };
}

const born = (everydayExams: number, now: Date): Memory => ({
  version: 1, seed: SEED, bornAt: now.toISOString(), everydayExams, chapters: [], sent: {}, reports: 0, exams: {},
  his: { nextMrn: FIRST_MRN, waiting: [], control: 0, sent: {} },
});
