import { createHash } from 'node:crypto';
import { AsyncLocalStorage } from 'node:async_hooks';
import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { Act, AuditNote, DomainEvent, JobWish } from './act';
import type { Actor } from './actor';

/** What follows from an event: asked of every registered reaction inside the transaction that emits it. */
export type Reactions = (event: DomainEvent & { readonly seq: string }) => readonly JobWish[];

const correlation = new AsyncLocalStorage<string>();
/** Runs `work` so that every audit entry inside carries this trace. */
export const traced = <T>(trace: string, work: () => T): T => correlation.run(trace, work);
export const currentTrace = (): string | null => correlation.getStore() ?? null;

const RETRY = new Set(['40001', '40P01', '57P01', '08006', '08003']);
const ATTEMPTS = 4;
/** Statements kept prepared, of each connection. Texts are made of rules and of what was asked, so there are few; should there be many, the rest is planned each time. */
const MOST_PREPARED = 200;

/** Opens acts. One lane of the audit per kind of process keeps processes from waiting for each other's commits. */
export class Acts {
  private readonly prepared = new Map<string, string>();

  constructor(
    private readonly source: DataSource,
    private readonly lane: string,
    private readonly reactions: Reactions,
  ) {}

  /** Runs `work` in one transaction; serialization failures and lost connections before COMMIT are tried again. */
  async run<T>(actor: Actor, work: (act: Act) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(actor, work);
      } catch (error) {
        if (attempt >= ATTEMPTS || !RETRY.has(codeOf(error))) throw error;
        await new Promise((r) => setTimeout(r, 20 * attempt * (1 + Math.random())));
      }
    }
  }

  /** Reads outside any act. */
  async read<T extends object>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    return queryRows<T>(this.source, sql, parameters);
  }

  /**
   * Reads outside any act with a statement that comes with most requests: each connection parses and plans it once, which costs more than most such reads.
   * It names its columns (`*` would break it when a table gets another) and holds no values.
   */
  async readOften<T extends object>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    const name = this.nameOf(sql);
    if (name === undefined) return this.read<T>(sql, parameters);
    const pool = (this.source.driver as PostgresDriver).master as pg.Pool;
    return (await pool.query<T & pg.QueryResultRow>({ name, text: sql, values: [...parameters] })).rows;
  }

  private nameOf(sql: string): string | undefined {
    const known = this.prepared.get(sql);
    if (known !== undefined || this.prepared.size >= MOST_PREPARED) return known;
    // of the text alone: whoever else uses the pool means the same by it
    const name = `often ${sha256(sql).toString('hex').slice(0, 32)}`;
    this.prepared.set(sql, name);
    return name;
  }

  private once<T>(actor: Actor, work: (act: Act) => Promise<T>): Promise<T> {
    return this.source.transaction(async (db) => {
      const [clock] = (await db.query('select clock_timestamp() as now')) as [{ now: Date }];
      const open = new OpenAct(actor, db, clock.now);
      const result = await work(open);
      await open.settle(this.lane, this.reactions);
      return result;
    });
  }
}

class OpenAct implements Act {
  private readonly notes: AuditNote[] = [];
  private readonly events: DomainEvent[] = [];
  private readonly wishes: (JobWish | { readonly unwish: string })[] = [];

  constructor(readonly actor: Actor, readonly db: EntityManager, readonly now: Date) {}

  query<T extends object>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    return queryRows<T>(this.db, sql, parameters);
  }
  audit(note: AuditNote): void {
    this.notes.push(note);
  }
  emit(event: DomainEvent): void {
    this.events.push(event);
  }
  wish(job: JobWish): void {
    this.wishes.push(job);
  }
  unwish(key: string): void {
    this.wishes.push({ unwish: key });
  }

  /** Outbox, jobs, then the audit: its head is locked last, so that it is held only for the commit. */
  async settle(lane: string, reactions: Reactions): Promise<void> {
    for (const event of this.events) {
      const [row] = await this.query<{ seq: string }>(
        'insert into outbox (event, kind, subject_id, data) values ($1, $2, $3, $4) returning seq', [event.event, event.kind, event.id, event.data ?? {}]);
      this.wishes.push(...reactions({ ...event, seq: row?.seq ?? '' }));
    }
    for (const wish of this.wishes) await this.grant(wish);
    if (this.notes.length === 0) return;
    await this.query('select audit_append($1, $2::jsonb)', [lane, JSON.stringify(this.notes.map((n) => this.entry(n)))]);
  }

  private async grant(wish: JobWish | { readonly unwish: string }): Promise<void> {
    if ('unwish' in wish) {
      await this.query(`delete from job where key = $1 and state = 'waiting'`, [wish.unwish]);
      return;
    }
    const due = wish.dueAt ? '$4::timestamptz' : `clock_timestamp() + make_interval(secs => $4::double precision)`;
    const clash = wish.restart ? 'excluded.due_at' : 'least(job.due_at, excluded.due_at)';
    await this.query(
      `insert into job (kind, key, data, due_at) values ($1, $2, $3, ${due})
       on conflict (key) where state = 'waiting' do update set due_at = ${clash}, data = excluded.data`,
      [wish.kind, wish.key, wish.data, wish.dueAt ?? wish.inSeconds ?? 0]);
  }

  private entry(n: AuditNote): Record<string, unknown> {
    return {
      actorKind: this.actor.kind, actorId: this.actor.id, actorName: this.actor.name,
      action: n.action, objectKind: n.object.kind, objectId: n.object.id,
      from: n.from ?? null, to: n.to ?? null, outcome: n.outcome ?? 'done', reason: n.reason ?? null,
      details: JSON.stringify({ ...n.details, ...(this.actor.onBehalfOf ? { onBehalfOf: this.actor.onBehalfOf } : {}) }), correlation: currentTrace(),
    };
  }
}

/** Rows of a statement, also of `update ... returning`, for which TypeORM answers [rows, count]. */
export async function queryRows<T extends object>(db: EntityManager | DataSource, sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
  const answer = (await db.query(sql, [...parameters])) as unknown;
  if (Array.isArray(answer) && answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number') return answer[0] as T[];
  return answer as T[];
}

export const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();

const codeOf = (error: unknown): string => {
  const e = error as { code?: string; driverError?: { code?: string } };
  return e.driverError?.code ?? e.code ?? '';
};
