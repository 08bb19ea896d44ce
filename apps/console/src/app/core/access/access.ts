import { computed, Injectable, signal } from '@angular/core';
import { type AbilityName, abilityFrom, type AppRule, type Guarded, may, mayEver, type Step, stepFor } from '@causeway/access';

/**
 * What this person may do, from the rules the api itself enforces. For politeness only: it hides what would be refused. Buttons of a
 * thing are drawn from the `moves` the api sends with it, not from here.
 */
@Injectable({ providedIn: 'root' })
export class Access {
  private readonly rules = signal<readonly AppRule[]>([]);
  private readonly ability = computed(() => abilityFrom(this.rules()));

  /** What the page that was last refused asked for: the explaining page reads it. */
  readonly refused = signal<AbilityName | null>(null);

  take(rules: readonly AppRule[]): void {
    this.rules.set(rules);
  }

  /** With a thing: may they do it to this one. Without: is there anything they could do it to, for menus and pages. */
  can(name: AbilityName, thing?: Guarded): boolean {
    return thing === undefined ? mayEver(this.ability(), name) : may(this.ability(), name, thing);
  }

  step(name: AbilityName, thing: Guarded): Step {
    return stepFor(this.ability(), name, thing);
  }
}
