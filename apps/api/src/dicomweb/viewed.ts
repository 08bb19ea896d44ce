import { guardedExam, type InboundColumns } from '../inbound/inbound.row';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';

/** One entry stands for all that a person opens of an exam in this time. */
const MINUTES = 15;
const REMEMBERED = 20_000;

/** How the images were reached first. */
export type Through = 'objects' | 'metadata' | 'frames' | 'bulkdata' | 'pictures' | 'tags';

/** Writes down who opened which exam, before anything of it is sent: when that cannot be written, nothing is shown. */
export class Viewed {
  private readonly until = new Map<string, number>();
  private readonly writing = new Map<string, Promise<void>>();

  constructor(private readonly acts: Acts) {}

  async note(caller: Caller, examIds: readonly string[], through: Through): Promise<void> {
    await Promise.all([...new Set(examIds)].sort().map((id) => this.one(caller, id, through)));
  }

  private one(caller: Caller, examId: string, through: Through): Promise<void> {
    const key = `${caller.id} ${examId}`;
    if ((this.until.get(key) ?? 0) > Date.now()) return Promise.resolve();
    const running = this.writing.get(key);
    if (running) return running;
    const started = this.write(caller, examId, through).then((until) => this.remember(key, until)).finally(() => this.writing.delete(key));
    this.writing.set(key, started);
    return started;
  }

  /** Another process may have written it; the lock makes it one entry. Returns when it ceases to count. */
  private write(caller: Caller, examId: string, through: Through): Promise<number> {
    return this.acts.run(caller.actor, async (act) => {
      await act.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`exam.viewed ${caller.id} ${examId}`]);
      const [known] = await act.query<{ left: number }>(
        `select extract(epoch from at + make_interval(mins => $3) - clock_timestamp())::float as left from audit_entry
         where object_kind = 'exam' and object_id = $1 and actor_id = $2 and action = 'exam.viewed' and at > clock_timestamp() - make_interval(mins => $3) order by at desc limit 1`,
        [examId, caller.id, MINUTES]);
      if (!known) act.audit({ action: 'exam.viewed', object: { kind: 'exam', id: examId }, details: { through, ...(await forWhom(act, caller, examId)) } });
      return Date.now() + (known ? known.left : MINUTES * 60) * 1000;
    });
  }

  private remember(key: string, until: number): void {
    if (this.until.size >= REMEMBERED) this.until.clear();
    this.until.set(key, until);
  }
}

/** The colleague whose patient it is, where only what they handed over opens it. */
async function forWhom(act: Act, caller: Caller, examId: string): Promise<{ readonly onBehalfOf?: string }> {
  const [row] = await act.query<InboundColumns>('select * from inbound where id = $1', [examId]);
  const colleague = row && caller.behalfOf('exam.view', guardedExam(row));
  return colleague ? { onBehalfOf: colleague } : {};
}
