import { Component, computed, effect, inject, input, resource, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { abilities, type AbilityName, exclusiveRoles, grantOf, roleConflict, roles, type Role } from '@causeway/access';
import { Field, FieldInput, Note, ProblemCard, SkeletonRows } from '@causeway/console-ui';
import { personRoles, type FacilityView, type PersonDetail, type PersonWithSecret } from '@causeway/contracts';
import { serviceLines, subspecialties } from '@causeway/domain';
import { problemFrom } from '../core/api/api-problem';
import { failureOf, valueOf } from '../core/api/loaded';
import { isConflict, wordsOf } from '../core/api/problem-words';
import { Session } from '../core/session/session';
import { ExchangeApi } from '../exchange/exchange.api';
import { PeopleNav } from './people-nav';
import { abilitiesBySubject, roleWord, subjectWords } from './people-words';
import { SecretShower } from './secret-dialog';

interface Form {
  readonly username: string;
  readonly name: string;
  readonly title: string;
  readonly reason: string;
  readonly roles: readonly Role[];
  readonly facilities: readonly string[];
  readonly serviceLines: readonly string[];
  readonly subspecialties: readonly string[];
}
type Words = 'username' | 'name' | 'title' | 'reason';
type Lists = 'roles' | 'facilities' | 'serviceLines' | 'subspecialties';

const EMPTY: Form = { username: '', name: '', title: '', reason: '', roles: [], facilities: [], serviceLines: [], subspecialties: [] };
const held = (names: readonly Role[]): Set<AbilityName> => new Set((Object.keys(abilities) as AbilityName[]).filter((a) => names.some((r) => grantOf(a, r) !== null)));

/** Adds a person, or changes what one may do. Says before it is saved what they gain and lose. */
@Component({
  selector: 'cw-rights-page',
  imports: [Field, FieldInput, MatButton, Note, PeopleNav, ProblemCard, RouterLink, SkeletonRows],
  templateUrl: './rights-page.html',
  styleUrl: './rights-page.scss',
})
export class RightsPage {
  /** Absent when somebody new is added. */
  readonly id = input<string>();
  private readonly api = inject(ExchangeApi);
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly secrets = inject(SecretShower);
  protected readonly loaded = resource({ params: () => this.id(), loader: ({ params }) => this.api.get<PersonDetail>(`people/${params}`) });
  protected readonly directory = resource({ loader: () => this.api.get<readonly FacilityView[]>('facilities') });
  protected readonly before = computed(() => valueOf(this.loaded));
  protected readonly failure = computed(() => failureOf(this.loaded, this.directory));
  protected readonly form = signal<Form | null>(null);
  protected readonly faults = signal<Readonly<Record<string, string>>>({});
  protected readonly refused = signal<string | null>(null);
  protected readonly busy = signal(false);
  protected readonly find = signal('');
  protected readonly allRoles = personRoles.map((role) => ({ role, words: roleWord(role), alone: exclusiveRoles.includes(role) }));
  protected readonly lines = computed(() => [...new Set<string>([...serviceLines, ...(this.before()?.serviceLines ?? [])])]);
  protected readonly specialties = computed(() => [...new Set<string>([...subspecialties, ...(this.before()?.subspecialties ?? [])])]);
  protected readonly facilities = computed(() => valueOf(this.directory) ?? []);
  protected readonly shownFacilities = computed(() => this.facilities().filter((f) => f.name.toLowerCase().includes(this.find().trim().toLowerCase())));
  protected readonly conflict = computed(() => {
    const found = roleConflict(this.form()?.roles ?? []);
    return found && `The roles ${roles[found.roles[0]]} and ${roles[found.roles[1]]} never go together: ${found.why}.`;
  });
  protected readonly gains = computed(() => this.difference(this.form()?.roles ?? [], this.before()?.roles ?? []));
  protected readonly losses = computed(() => this.difference(this.before()?.roles ?? [], this.form()?.roles ?? []));

  constructor() {
    effect(() => {
      const before = this.before();
      const ready = this.id() === undefined || before !== undefined;
      if (!ready || untracked(this.form) !== null) return;
      this.form.set(before ? { ...before, reason: '', facilities: before.facilities.map((f) => f.id) } : EMPTY);
    });
  }

  protected type(name: Words, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.form.update((f) => f && { ...f, [name]: value });
    this.faults.update(({ [name]: _gone, ...rest }) => rest);
  }
  protected toggle(name: Lists, value: string): void {
    this.form.update((f) => f && { ...f, [name]: f[name].some((v) => v === value) ? f[name].filter((v) => v !== value) : [...f[name], value] });
    this.faults.update(({ [name]: _gone, ...rest }) => rest);
  }
  protected has(name: Lists, value: string): boolean {
    return this.form()?.[name].some((v) => v === value) ?? false;
  }
  protected all(name: 'facilities' | 'serviceLines', on: boolean): void {
    const whole = name === 'facilities' ? this.facilities().map((f) => f.id) : this.lines();
    this.form.update((f) => f && { ...f, [name]: on ? whole : [] });
  }
  protected seek(event: Event): void {
    this.find.set((event.target as HTMLInputElement).value);
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const form = this.form();
    if (!form || this.busy() || this.conflict() || !this.complete(form)) return;
    if (!(await this.session.confirmPassword({ title: 'Confirm it is you', sentence: 'What people may do changes with your password only.', verb: 'Save' }))) return;
    this.busy.set(true);
    this.refused.set(null);
    try {
      await this.send(form);
    } catch (error) {
      await this.say(error);
    } finally {
      this.busy.set(false);
    }
  }

  private async send({ username, reason, ...rights }: Form): Promise<void> {
    const { name, title, roles: given, facilities, serviceLines: lines, subspecialties: specialties } = rights;
    const body = { name, title, roles: given, facilities, serviceLines: lines, subspecialties: specialties };
    const before = this.before();
    if (before) {
      await this.api.post<PersonDetail>(`people/${before.id}/change`, { ...body, version: before.version, reason });
      return void (await this.router.navigate(['/people', before.id]));
    }
    const made = await this.api.post<PersonWithSecret>('people', { ...body, username });
    await this.secrets.show({ title: `${made.name} can sign in`, sentence: `With the user name ${made.username} and this one-time password. They choose their own then.`, secret: made.secret, until: made.until });
    await this.router.navigate(['/people', made.id]);
  }

  private complete(form: Form): boolean {
    const faults: Record<string, string> = {};
    if (!this.id() && form.username.trim() === '') faults['username'] = 'Give a user name.';
    if (form.name.trim() === '') faults['name'] = 'Give the name.';
    if (form.roles.length === 0) faults['roles'] = 'Choose at least one role.';
    if (this.id() && form.reason.trim().length < 3) faults['reason'] = 'Say why in at least 3 characters.';
    this.faults.set(faults);
    return Object.keys(faults).length === 0;
  }
  private async say(error: unknown): Promise<void> {
    const { problem } = problemFrom(error);
    this.refused.set([wordsOf(problem).text, isConflict(problem) ? 'What you typed is still here; save again if it still holds.' : ''].join(' ').trim());
    this.faults.set(Object.fromEntries((problem.errors ?? []).map((e) => [e.pointer.split('/')[1] ?? '', e.detail])));
    if (isConflict(problem) && this.id()) this.loaded.reload();
  }
  private difference(more: readonly Role[], less: readonly Role[]): readonly string[] {
    const without = held(less);
    const names = new Set([...held(more)].filter((name) => !without.has(name)));
    return abilitiesBySubject.flatMap(({ subject, abilities: all }) => {
      const words = all.filter((name) => names.has(name)).map((name) => abilities[name].summary);
      return words.length === 0 ? [] : [`${subjectWords[subject] ?? subject}: ${words.join('; ')}`];
    });
  }
}
