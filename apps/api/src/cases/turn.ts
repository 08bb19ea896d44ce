import { caseBall, caseMachine, clockMarks, profiles, type Awaited, type CaseMove, type Target } from '@causeway/domain';
import { passed } from '../exchange/clock-view';
import { writeEntry, type EntryFacts } from '../exchange/entries';
import type { Act } from '../platform/acts/act';
import { move, signal, type MoveRequest, type Moved } from '../platform/acts/move';
import { dueAfter } from '../platform/clocks';
import type { Settings } from '../platform/settings/settings';
import { lockCase, type CaseColumns } from './case.row';
import { templateFor } from './templates';

type Request = Omit<MoveRequest<'case'>, 'machine' | 'move' | 'id'> & {
  readonly move: CaseMove;
  /** Words and numbers for the case's own ledger. */
  readonly entry?: EntryFacts;
};

/** A move of a person: the ball passes on, and the line in the ledger is written in the same act. */
export async function moveCase(act: Act, row: CaseColumns, request: Request): Promise<Moved<'case'>> {
  const { entry, ...rest } = request;
  const done = await move(act, { machine: 'case', id: row.id, ...rest, set: await withTurn(act, row, request) });
  await writeEntry(act, 'case', row.id, request.move, entry ?? {});
  return done;
}

/** The same for a signal; null when the table ignores it. */
export async function signalCase(act: Act, row: CaseColumns, request: Request): Promise<Moved<'case'> | null> {
  const { entry, ...rest } = request;
  const done = await signal(act, { machine: 'case', id: row.id, ...rest, set: await withTurn(act, row, request) });
  if (done) await writeEntry(act, 'case', row.id, request.move, entry ?? {});
  return done;
}

async function withTurn(act: Act, row: CaseColumns, request: Request): Promise<Record<string, unknown>> {
  if (caseMachine.answer(row.state, request.move) !== 'legal') return { ...request.set };
  const to = caseMachine.target(row.state, request.move);
  const pause = request.set && 'pause' in request.set ? (request.set['pause'] as CaseColumns['pause']) : row.pause;
  const holder = pause && ['open', 'deciding'].includes(to) ? pause.holder : caseBall(await templateFor(act, row.use_case, row.template_version), to, await awaitedOf(act, row.id));
  return { ...request.set, ...(request.set && 'pause' in request.set ? { pause: pause ? JSON.stringify(pause) : null } : {}), clock: JSON.stringify(passed(row.clock, holder, act.now)) };
}

/** What the case waits for: requests on their way, and its exams with their states. */
export async function awaitedOf(act: Act, caseId: string): Promise<Awaited> {
  const [r] = await act.query<{ open: number; exams: string[] }>(
    `select (select count(*)::int from request_out where case_id = $1 and state in ('sent', 'acknowledged', 'promised', 'partly-fulfilled')) as open,
       coalesce((select array_agg(x.state) from case_exam e join inbound x on x.id = e.exam_id where e.case_id = $1), '{}') as exams`, [caseId]);
  return { openRequests: r?.open ?? 0, exams: r?.exams ?? [] };
}

/** Something moved that the case waits for: the ball goes to whoever has it now. A paused clock keeps its holder. */
export async function passBall(act: Act, caseId: string): Promise<void> {
  const row = await lockCase(act, caseId);
  if (!row || row.pause) return;
  const holder = caseBall(await templateFor(act, row.use_case, row.template_version), row.state, await awaitedOf(act, row.id));
  const clock = passed(row.clock, holder, act.now);
  if (clock !== row.clock) await act.query('update exchange_case set clock = $2 where id = $1', [caseId, JSON.stringify(clock)]);
  act.emit({ event: 'case.followed', kind: 'case', id: caseId });
}

/** When the case has to be decided: by its profile, or at the visit or board it is for. */
export function caseDue(row: Pick<CaseColumns, 'profile' | 'started_at'>, within: Target | null, fixed: Date | null, settings: Settings): Date | null {
  if (fixed) return fixed;
  const target = within ?? profiles[row.profile].decided;
  return target ? dueAfter(row.started_at, target, settings.SITE_ZONE) : null;
}

/** Rings at 50, 80 and 100 % of the way from `from` to `due`. */
export function wishCaseClock(act: Act, id: string, from: Date, due: Date | null): void {
  for (const permille of clockMarks) {
    const key = `case.clock ${permille} ${id}`;
    if (!due) {
      act.unwish(key);
      continue;
    }
    const at = new Date(from.getTime() + ((due.getTime() - from.getTime()) * permille) / 1000);
    act.wish({ kind: 'case.clock', key, data: { id, permille, due: due.toISOString() }, dueAt: at, restart: true });
  }
}
