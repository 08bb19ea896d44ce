import { Component, computed, inject, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { abilities, grantOf, roleDiff, roles, type AbilityName, type Role } from '@causeway/access';
import { Field, FieldInput, Note, ProblemCard } from '@causeway/console-ui';
import { personRoles, type RoleHolders } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { failureOf, valueOf } from '../core/api/loaded';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { ExchangeApi } from '../exchange/exchange.api';
import { PeopleNav } from './people-nav';
import { abilitiesBySubject, grantWords, lettersWithWords, roleWord, subjectWords } from './people-words';

/** What each role may do: one role with its conditions in words, two side by side, or all as a matrix. Roles themselves are part of the product. */
@Component({
  selector: 'cw-roles-page',
  imports: [Field, FieldInput, Note, PeopleNav, ProblemCard, RouterLink],
  templateUrl: './roles-page.html',
  styleUrl: './roles-page.scss',
})
export class RolesPage {
  private readonly api = inject(ExchangeApi);
  protected readonly loaded = resource({ loader: () => this.api.get<RoleHolders>('people/roles') });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly all = Object.keys(roles) as Role[];
  protected readonly ofPeople = personRoles;
  protected readonly words = roles;
  protected readonly roleWord = roleWord;
  protected readonly letters = lettersWithWords;
  protected readonly groups = abilitiesBySubject;
  protected readonly subjects = subjectWords;
  protected readonly left = signal<Role | ''>('');
  protected readonly right = signal<Role | ''>('');
  protected readonly pair = computed(() => {
    const [left, right] = [this.left(), this.right()];
    return left !== '' && right !== '' ? { left, right, rows: roleDiff(left, right).map((d) => ({ ...d, name: abilities[d.ability].summary, subject: this.subjectOf(d.ability) })) } : null;
  });
  protected readonly one = computed(() => {
    const role = this.left() || this.right();
    if (role === '' || this.pair()) return null;
    const held = (Object.keys(abilities) as AbilityName[]).filter((name) => grantOf(name, role) !== null);
    return { role, rows: held.map((ability) => ({ ability, name: abilities[ability].summary, subject: this.subjectOf(ability), asks: grantWords(grantOf(ability, role) ?? '') })) };
  });

  constructor() {
    reloadOn(merge(signalsOf('person'), resyncs()).pipe(debounceTime(500)), this.loaded);
  }
  protected people(role: Role): number {
    return valueOf(this.loaded)?.roles.find((r) => r.role === role)?.people ?? 0;
  }
  protected choose(side: 'left' | 'right', event: Event): void {
    this[side].set((event.target as HTMLSelectElement).value as Role | '');
  }
  protected letter(ability: AbilityName, role: Role): string | null {
    return grantOf(ability, role);
  }
  protected asks(letters: string): string {
    return grantWords(letters) || 'without a condition';
  }
  protected summary(ability: AbilityName): string {
    return abilities[ability].summary;
  }
  private subjectOf(ability: AbilityName): string {
    const subject = ability.split('.')[0] ?? '';
    return subjectWords[subject] ?? subject;
  }
}
