import { machines, type MachineId, type MoveOf, type StateOf } from '@causeway/domain';
import type { Act } from './act';
import { changedMeanwhile, Refusal } from './refusal';

type Machines = typeof machines;
type State<M extends MachineId> = StateOf<Machines[M]>;
type Move<M extends MachineId> = MoveOf<Machines[M]>;

/** Table a machine's things live in, where its name differs from the machine's. */
const TABLES: Partial<Record<MachineId, string>> = { instance: 'transfer_row', case: 'exchange_case', requestOut: 'request_out', requestIn: 'request_in', policy: 'policy_version', link: 'upload_link' };

export interface MoveRequest<M extends MachineId> {
  readonly machine: M;
  readonly id: string;
  readonly move: Move<M>;
  /** What a person saw; the system leaves it out and moves from whatever is there. */
  readonly version?: number;
  /** Columns that change with the state. Names come from code, never from input. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** Extra condition of the compare-and-set, for example a lease's epoch: `(bind) => \`epoch = ${bind(epoch)}\``. */
  readonly only?: (bind: (value: unknown) => string) => string;
  readonly reason?: string | null;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface Moved<M extends MachineId> {
  readonly from: State<M>;
  readonly to: State<M>;
  readonly version: number;
  readonly row: Record<string, unknown>;
}

/**
 * Makes one move of a person: compare-and-set on state and version, audit entry and event in the same transaction.
 * Refuses with 409 and the reason of the table's cell, 412 when the thing changed after it was read, 404 when there is none.
 */
export async function move<M extends MachineId>(act: Act, request: MoveRequest<M>): Promise<Moved<M>> {
  const made = await attempt(act, request);
  if ('moved' in made) return made.moved;
  if (made.answer === 'missing') throw new Refusal(404, 'not-found', `There is no such ${request.machine}.`);
  if (made.answer === 'changed') throw changedMeanwhile();
  throw new Refusal(409, made.answer.slice(made.answer.indexOf(':') + 1), `This cannot be done while it is ${made.state}.`);
}

/** Tries a move for a signal. When the table says so nothing changes, and that is written down. Returns null then. */
export async function signal<M extends MachineId>(act: Act, request: MoveRequest<M>): Promise<Moved<M> | null> {
  const made = await attempt(act, request);
  if ('moved' in made) return made.moved;
  if (made.answer !== 'missing') {
    act.audit({
      action: `${request.machine}.${request.move}`, object: { kind: request.machine, id: request.id }, from: made.state, to: made.state, outcome: 'ignored',
      reason: made.answer.slice(made.answer.indexOf(':') + 1), details: request.details ?? {},
    });
  }
  return null;
}

type Attempt<M extends MachineId> = { readonly moved: Moved<M> } | { readonly answer: string; readonly state: string };

async function attempt<M extends MachineId>(act: Act, r: MoveRequest<M>): Promise<Attempt<M>> {
  const table = TABLES[r.machine] ?? r.machine;
  const machine = machines[r.machine];
  const [row] = await act.query<{ state: string; version: number }>(`select state, version from ${table} where id = $1 for update`, [r.id]);
  if (!row) return { answer: 'missing', state: '' };
  const answer = machine.answer(row.state as never, r.move as never);
  if (answer !== 'legal') return { answer, state: row.state };
  if (r.version !== undefined && r.version !== row.version) return { answer: 'changed', state: row.state };
  const to = machine.target(row.state as never, r.move as never) as State<M>;
  const columns = Object.keys(r.set ?? {});
  const parameters: unknown[] = [r.id, to, ...columns.map((c) => r.set?.[c])];
  const only = r.only ? ` and (${r.only((value) => `$${parameters.push(value)}`)})` : '';
  const since = to === row.state ? '' : ', state_since = clock_timestamp()';
  const assignments = columns.map((c, i) => `, ${c} = $${i + 3}`).join('');
  const [after] = await act.query<Record<string, unknown>>(
    `update ${table} set state = $2, version = version + 1${since}${assignments} where id = $1${only} returning *`, parameters);
  if (!after) return { answer: 'refuse:lease-lost', state: row.state };
  const event = (machine.table.moves as Record<string, { event: string }>)[r.move]?.event ?? '';
  act.audit({ action: `${r.machine}.${r.move}`, object: { kind: r.machine, id: r.id }, from: row.state, to, reason: r.reason ?? null, details: r.details ?? {} });
  act.emit({ event, kind: r.machine, id: r.id, data: { ...r.data, version: row.version + 1 } });
  return { moved: { from: row.state as State<M>, to, version: row.version + 1, row: after } };
}

/** Writes down that a thing came to be, in its machine's initial state. The row is inserted by the caller in the same act. */
export function made(act: Act, machine: MachineId, id: string, details: Readonly<Record<string, unknown>> = {}, data: Readonly<Record<string, unknown>> = {}): void {
  act.audit({ action: `${machine}.made`, object: { kind: machine, id }, from: null, to: machines[machine].initial, details });
  act.emit({ event: `${machine}.made`, kind: machine, id, data });
}
