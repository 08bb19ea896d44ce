/** A state machine as a table: what each move leaves, reaches, who may make it and what it says when it may not be made. */

export type StateKind = 'initial' | 'active' | 'resting' | 'terminal';
export type Answer = 'legal' | `refuse:${string}` | `ignore:${string}`;

export interface StateRow {
  readonly kind: StateKind;
  /** Who must act next while the thing is in this state; null when nobody must. */
  readonly holder: string | null;
}

export interface MoveRow {
  readonly from: readonly string[];
  /** Target state, or 'same' when the state stays. */
  readonly to: string;
  /** 'system', or abilities (`subject.verb`) a person needs. */
  readonly by: readonly string[];
  /** What makes the system try the move: `event:`, `timer:`, `decision:` or `wire:` and a name. */
  readonly on?: readonly string[];
  readonly guard?: string;
  readonly facts: string;
  readonly event: string;
  readonly out?: readonly string[];
  /** Cells that differ from the four general answers. */
  readonly except?: Readonly<Record<string, Answer>>;
}

export interface ClockRow {
  readonly name: string;
  readonly in: string;
  readonly from: string;
  readonly after: string;
  readonly holder: string;
  readonly then: string;
}

export interface MachineTable {
  readonly id: string;
  readonly slice: string;
  readonly title: string;
  readonly made: { readonly by: readonly string[]; readonly on: readonly string[] };
  readonly states: Readonly<Record<string, StateRow>>;
  readonly clocks: readonly ClockRow[];
  readonly moves: Readonly<Record<string, MoveRow>>;
}

export interface Machine<T extends MachineTable = MachineTable> {
  readonly table: T;
  readonly initial: keyof T['states'] & string;
  /** What happens when `move` is tried in `state`: legal, refused (a person asked) or ignored (a signal came). */
  answer(state: keyof T['states'] & string, move: keyof T['moves'] & string): Answer;
  /** State after a legal move. */
  target(state: keyof T['states'] & string, move: keyof T['moves'] & string): keyof T['states'] & string;
  legalMoves(state: keyof T['states'] & string): (keyof T['moves'] & string)[];
  /** Moves the system tries when `trigger` (for example `event:match.matched`) happens. */
  triggeredBy(trigger: string): (keyof T['moves'] & string)[];
}

export type StateOf<M> = M extends Machine<infer T> ? keyof T['states'] & string : never;
export type MoveOf<M> = M extends Machine<infer T> ? keyof T['moves'] & string : never;

export class BrokenMachine extends Error {
  constructor(id: string, problems: readonly string[]) {
    super(`State machine ${id} cannot be used: ${problems.join('; ')}`);
    this.name = 'BrokenMachine';
  }
}

/** Builds a machine from its table. Throws `BrokenMachine` at import when a state cannot be reached, left or named. */
export function machine<const T extends MachineTable>(table: T): Machine<T> {
  const problems = faultsOf(table);
  if (problems.length > 0) throw new BrokenMachine(table.id, problems);
  const initial = Object.entries(table.states).find(([, s]) => s.kind === 'initial')?.[0] ?? '';
  const row = (move: string): MoveRow => {
    const found = table.moves[move];
    if (!found) throw new BrokenMachine(table.id, [`no move ${move}`]);
    return found;
  };
  return {
    table,
    initial,
    answer: (state, move) => answerOf(table, row(move), state),
    target: (state, move) => (row(move).to === 'same' ? state : row(move).to),
    legalMoves: (state) => Object.keys(table.moves).filter((m) => row(m).from.includes(state)),
    triggeredBy: (trigger) => Object.keys(table.moves).filter((m) => row(m).on?.includes(trigger)),
  };
}

/** The four general lines, in this order, unless the table says otherwise for the cell. */
function answerOf(table: MachineTable, move: MoveRow, state: string): Answer {
  if (move.from.includes(state)) return 'legal';
  const special = move.except?.[state];
  if (special) return special;
  const person = move.by.some((who) => who !== 'system');
  if (move.to === state) return person ? `refuse:already-${state}` : 'ignore:duplicate';
  if (table.states[state]?.kind === 'terminal') return person ? 'refuse:ended' : 'ignore:late';
  return person ? 'refuse:not-from-here' : 'ignore:not-yet';
}

function faultsOf(table: MachineTable): string[] {
  const states = Object.keys(table.states);
  const moves = Object.entries(table.moves);
  const faults: string[] = [];
  const initial = states.filter((s) => table.states[s]?.kind === 'initial');
  if (initial.length !== 1) faults.push(`needs exactly one initial state, has ${initial.length}`);
  for (const [name, move] of moves) {
    for (const s of [...move.from, ...Object.keys(move.except ?? {}), ...(move.to === 'same' ? [] : [move.to])]) {
      if (!states.includes(s)) faults.push(`${name} names the unknown state ${s}`);
    }
    for (const s of move.from) if (table.states[s]?.kind === 'terminal') faults.push(`${name} leaves the terminal state ${s}`);
    if (move.by.includes('system') && !move.on?.length) faults.push(`${name} is the system's but has no trigger`);
  }
  const reached = reachable(table, initial[0] ?? '');
  for (const s of states) {
    const row = table.states[s];
    if (!reached.has(s)) faults.push(`${s} cannot be reached`);
    if (row?.kind === 'terminal' || row?.kind === 'resting') continue;
    if (!row?.holder) faults.push(`nobody holds the ball in ${s}`);
    if (!moves.some(([, m]) => m.from.includes(s) && m.to !== 'same' && m.to !== s)) faults.push(`${s} cannot be left`);
  }
  return faults;
}

function reachable(table: MachineTable, start: string): Set<string> {
  const seen = new Set([start]);
  const queue = [start];
  for (let s = queue.pop(); s !== undefined; s = queue.pop()) {
    for (const move of Object.values(table.moves)) {
      if (!move.from.includes(s) || move.to === 'same' || seen.has(move.to)) continue;
      seen.add(move.to);
      queue.push(move.to);
    }
  }
  return seen;
}
