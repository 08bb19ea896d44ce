import { abilityFrom, EVERYONE, may, rowFilter, rulesFor, stepFor, type AbilityName, type AppAbility, type AppRule, type Guarded, type Principal, type RowFilter } from '@causeway/access';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { MoveOffer } from '@causeway/contracts';
import { actorOf, type Actor } from '../acts/actor';
import type { OnDutyFor } from '../../duty/on-duty';
import { notFound, Refusal } from '../acts/refusal';

/** Who calls, with the rules that hold for this very request: nothing about rights is kept between requests. */
export class Caller {
  readonly rules: AppRule[];
  readonly ability: AppAbility;
  /** One for the whole request: what it is found to do for somebody else is said in all it writes down. */
  readonly actor: Actor;
  /** What they might do without anything being handed to them; null where nothing is. */
  private readonly alone: AppAbility | null;

  constructor(
    readonly principal: Principal,
    readonly session: { readonly reauthenticated: boolean; readonly id: string | null },
    /** Condition D, as the duty calendar answers it for this moment. */
    private readonly onDuty: OnDutyFor = () => true,
  ) {
    this.rules = rulesFor(principal);
    this.ability = abilityFrom(this.rules);
    this.actor = actorOf(principal);
    this.alone = principal.delegators?.length || principal.seeingFor?.length ? abilityFrom(rulesFor({ ...principal, delegators: [], seeingFor: [] })) : null;
  }

  get id(): string {
    return this.principal.id;
  }

  may(name: AbilityName, thing: Omit<Guarded, 'kind'>): boolean {
    return may(this.ability, name, this.inSession(thing));
  }

  /**
   * Refuses unless allowed. Who may not even see the thing gets 404; who may see it learns which step or role is missing.
   * `dutyReason` stands for being on duty where the grant asks for it.
   */
  require(name: AbilityName, thing: Omit<Guarded, 'kind'>, see: AbilityName = 'exam.list', dutyReason?: string): void {
    const guarded = { ...this.inSession(thing), ...(dutyReason ? { onDuty: true } : {}) };
    if (may(this.ability, name, guarded)) {
      this.actor.onBehalfOf ??= this.behalfOf(name, guarded);
      return;
    }
    const step = stepFor(this.ability, name, guarded);
    if (step === 'reauthenticate') throw new Refusal(403, 'reauthenticate', 'Type your password again to do this: it counts as a signature.');
    if (step === 'give-duty-reason') throw new Refusal(403, 'duty-reason', 'You are not on duty for this now. Say why you act, and it is recorded.');
    if (name !== see && !may(this.ability, see, guarded)) throw notFound('item');
    throw new Refusal(403, 'not-allowed', `This needs the ability ${name}, which your roles do not give you here.`);
  }

  /** The colleague for whom this is done, when only what they handed over allows it. */
  behalfOf(name: AbilityName, thing: Omit<Guarded, 'kind'>): string | undefined {
    if (!this.alone || may(this.alone, name, this.inSession(thing))) return undefined;
    return [...(this.principal.delegators ?? []), ...(this.principal.seeingFor ?? [])].find((id) => thing.careTeam?.includes(id));
  }

  /** How a move is offered, or null when it is not this person's. */
  offer(move: string, name: AbilityName, thing: Omit<Guarded, 'kind'>): MoveOffer | null {
    const step = stepFor(this.ability, name, this.inSession(thing));
    if (step === 'denied') return null;
    return { move, needs: step === 'allowed' ? 'nothing' : step === 'reauthenticate' ? 'reauthenticate' : 'duty-reason' };
  }

  rows(name: AbilityName): RowFilter {
    return rowFilter(this.rules, name);
  }

  /** The thing with what the rules ask of the session and the moment. What is no exam has no audience of its own: `guardedOf` gives an exam's, and nobody where the row tells none. Who has a thing in hand goes on with it, on duty or not: why they took it is recorded with the claim. */
  inSession(thing: Omit<Guarded, 'kind'>): Guarded {
    return { earlierActors: [], audience: [EVERYONE], ...thing, kind: 'thing', reauthenticated: thing.reauthenticated ?? this.session.reauthenticated, onDuty: thing.onDuty ?? (thing.owners?.includes(this.id) || this.onDuty(thing)) };
  }
}

/** The caller of a route; the guard put it on the request. */
export const CallerOf = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const request = context.switchToHttp().getRequest<{ caller?: Caller }>();
  if (!request.caller) throw new Refusal(401, 'sign-in', 'Sign in first.');
  return request.caller;
});
