// Every route, asked by everybody, about everything its address can name; each answer held against what the specification says.
import { randomUUID } from 'node:crypto';
import type { Route } from '../../docs/routes';
import type { Door } from '../claims/reader';
import { inTurns } from '../claims/house';
import type { Caller } from './askers';
import { allowed, everAllowed, isAbility } from './expected';
import { behind, endsBelow, shows } from './rows';
import type { Thing } from './things';

export class Tally {
  readonly faults: string[] = [];
  door = 0;
  objects = 0;
  /** Commands whose body the route refuses before it looks at the thing. */
  undecided = 0;
}

interface Answer { readonly status: number; readonly code: string; readonly detail: string }

/** Leaves the session behind it, so that nobody could go on; the live stream is looked at apart. */
const APART: ReadonlySet<string> = new Set(['DELETE /api/v1/session', 'GET /api/v1/stream']);
const IN_AN_HOUR = new Date(Date.now() + 3_600_000).toISOString();
const SOMETHING = randomUUID();
/** What commands ask for, all in one: the version fits nothing, so that whoever may change it is told so and nothing moves. */
const BODY = JSON.stringify({
  version: 999_999, epoch: 999_999, reason: 'a reason of the proof', text: 'a text of the proof', note: 'a note of the proof', words: 'proof', until: IN_AN_HOUR, at: IN_AN_HOUR, name: 'Proof', code: 'other', priority: 5,
  patientId: SOMETHING, examId: SOMETHING, examIds: [SOMETHING], personId: SOMETHING, session: SOMETHING, token: SOMETHING, who: 'Proof', evidence: 'a proof', answers: {}, days: 30,
});

export class Walk {
  constructor(private readonly door: Door, private readonly things: readonly Thing[], private readonly tally: Tally) {}

  async go(routes: readonly Route[], callers: readonly Caller[]): Promise<void> {
    for (const route of routes) {
      if (behind(route) === null) this.tally.faults.push(`${route.method} ${route.path} has no row: say in tools/prove/access/rows.ts what its address names.`);
      for (const name of abilitiesOf(route)) if (!isAbility(name)) this.tally.faults.push(`${route.method} ${route.path} asks for ${name}, which the specification does not have.`);
    }
    const walked = routes.filter((route) => !APART.has(`${route.method} ${route.path}`) && behind(route) !== null);
    // one caller at a time goes through all routes: requests of one session would wait for each other
    await inTurns(callers, 8, async (caller) => {
      for (const route of walked) {
        if (await this.atTheDoor(route, caller)) await this.atTheThings(route, caller);
      }
    });
  }

  /** True when the caller must be let in and was. */
  private async atTheDoor(route: Route, caller: Caller): Promise<boolean> {
    const answer = await this.ask(route, caller, randomUUID());
    const where = `${route.method} ${route.path} for ${caller.name}`;
    this.tally.door++;
    if (answer.status === 0 || answer.status === 500) return this.fault(`${where}: answered ${answer.status} ${answer.code}.`);
    if (answer.code === 'http-404') return this.fault(`${where}: the product has no such route.`);
    if (route.who === 'open') return false;
    const turnedAway = answer.status === 401 ? 'not known' : answer.status === 403 && answer.detail.startsWith('This is for: ') ? 'role' : null;
    const names = abilitiesOf(route);
    const wanted = caller.door === 'out' ? 'not known' : route.who === 'signed in' || names.some((name) => everAllowed(name, caller.asker)) ? null : 'role';
    if (turnedAway !== wanted) return this.fault(`${where}: ${turnedAway ?? 'let in'} (${answer.status}), but it should be ${wanted ?? 'let in'}.`);
    return wanted === null && names.length > 0;
  }

  private async atTheThings(route: Route, caller: Caller): Promise<void> {
    const kind = behind(route);
    const names = abilitiesOf(route);
    const reads = route.method === 'GET';
    for (const thing of this.things.filter((t) => t.kind === kind)) {
      const answer = await this.ask(route, caller, thing.id);
      const where = `${route.method} ${route.path} for ${caller.name}, ${thing.kind} of ${thing.way}`;
      if (answer.status === 500 || answer.status === 0) {
        this.fault(`${where}: answered ${answer.status} ${answer.code}.`);
        continue;
      }
      if ([415, 422, 503].includes(answer.status)) {
        this.tally.undecided++;
        continue;
      }
      this.tally.objects++;
      const may = names.some((name) => allowed(name, caller.asker, thing.facts, reads ? 'any' : { passwordTyped: caller.passwordTyped }));
      // whoever lost a claim is told so with a conflict: being its holder is a matter of the claim, and nothing was done
      const asHolder = { ...thing.facts, owners: [...thing.facts.owners, caller.asker.id] };
      const lost = !may && answer.status === 409 && names.some((name) => allowed(name, caller.asker, asHolder, 'any'));
      const refused = [401, 403, 404].includes(answer.status) || lost;
      if (may && refused && !(answer.status === 404 && endsBelow(route))) this.fault(`${where}: refused with ${answer.status} ${answer.code}, but the specification allows it.`);
      if (!may && !refused) this.fault(`${where}: answered ${answer.status} ${answer.code}, but the specification refuses it.`);
      const known = kind === 'person' || (shows[thing.kind] ?? names).some((name) => allowed(name, caller.asker, thing.facts, 'any'));
      if (!may && !known && answer.status !== 404) this.fault(`${where}: refused with ${answer.status}, so that it gives away that the thing exists.`);
    }
  }

  private async ask(route: Route, caller: Caller, id: string): Promise<Answer> {
    const method = route.method === 'ALL' ? 'PATCH' : route.method;
    const path = route.path.replace(/:(id|examId)\b/, id).replace(/:(study|series|instance|sopUid)\b/g, '2.25.1').replace(/:patient\b/, SOMETHING).replace(/:\w+/g, '1');
    const body = method === 'GET' ? undefined : BODY;
    const { status, text } = await this.door.ask(method, path, { ...caller.headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) }, body);
    return { status, ...said(text) };
  }

  private fault(text: string): false {
    this.tally.faults.push(text);
    return false;
  }
}

const abilitiesOf = (route: Route): readonly string[] => (['open', 'signed in', 'nobody'].includes(route.who) ? [] : route.who.split(', '));

function said(text: string): { readonly code: string; readonly detail: string } {
  if (!text.startsWith('{"type":"/problems/')) return { code: '', detail: '' };
  const problem = JSON.parse(text) as { code?: string; detail?: string };
  return { code: problem.code ?? '', detail: problem.detail ?? '' };
}
