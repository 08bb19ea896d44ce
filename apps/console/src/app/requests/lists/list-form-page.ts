import { Component, computed, effect, inject, input, resource, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { Field, FieldInput, Icon, Note, ProblemCard } from '@causeway/console-ui';
import type { ChoicesView, StandingListDetail } from '@causeway/contracts';
import { failureOf, valueOf } from '../../core/api/loaded';
import { Acting } from '../../exchange/acting';
import { ExchangeApi } from '../../exchange/exchange.api';
import { noPatient, PatientFields, type PatientForm, toldFrom } from '../../exchange/patient-fields';
import { bases, modalities, purposes } from '../../exchange/words';
import { weekdays } from './list-words';
import { pastedPatients } from './pasted-patients';

interface Item { readonly modality: string; readonly what: string }
interface Member extends PatientForm { readonly id: string | null }
const DRAFT = { name: '', facilityId: '', serviceLine: 'general', forPersonId: '', weekday: '2', neededWithinDays: '5', endsOn: '', legalBasis: 'treatment', purpose: 'comparison', urgency: 'medium', message: '' };
type Draft = typeof DRAFT;

/** Makes a standing list, or changes one. */
@Component({
  selector: 'cw-list-form-page',
  imports: [Field, FieldInput, Icon, MatButton, Note, PatientFields, ProblemCard, RouterLink],
  providers: [Acting],
  templateUrl: './list-form-page.html',
  styleUrls: ['../../exchange/form.scss', './list-form-page.scss'],
})
export class ListFormPage {
  /** The list that is changed; none for a new one. */
  readonly id = input<string>();
  private readonly api = inject(ExchangeApi);
  private readonly router = inject(Router);
  protected readonly acting = inject(Acting);
  protected readonly bases = bases;
  protected readonly purposes = purposes;
  protected readonly modalities = modalities;
  protected readonly weekdays = weekdays;
  protected readonly choices = resource({ loader: () => this.api.get<ChoicesView>('cases/choices') });
  protected readonly loaded = resource({ params: () => this.id(), loader: ({ params }) => this.api.get<StandingListDetail>(`standing-lists/${params}`) });
  protected readonly failure = computed(() => failureOf(this.choices, this.loaded));
  protected readonly facilities = computed(() => valueOf(this.choices)?.facilities ?? []);
  protected readonly serviceLines = computed(() => valueOf(this.choices)?.serviceLines ?? ['general']);
  protected readonly people = computed(() => (valueOf(this.choices)?.people ?? []).filter((p) => p.serviceLines.includes(this.draft().serviceLine)));
  protected readonly draft = signal<Draft>(DRAFT);
  protected readonly items = signal<readonly Item[]>([{ modality: '', what: '' }]);
  protected readonly withReports = signal(true);
  protected readonly members = signal<readonly Member[]>([]);
  protected readonly one = signal<PatientForm>(noPatient);
  protected readonly pasted = signal('');
  protected readonly pasteFaults = signal<readonly string[]>([]);
  protected readonly tried = signal(false);
  private filled: string | null = null;

  constructor() {
    effect(() => {
      const l = this.loaded.hasValue() ? this.loaded.value() : undefined;
      if (l && this.filled !== l.id) untracked(() => this.fill(l));
    });
  }

  private fill(l: StandingListDetail): void {
    this.filled = l.id;
    const { legalBasis, purpose, urgency, message } = l.ask;
    this.draft.set({ name: l.name, facilityId: l.facility.id, serviceLine: l.serviceLine, forPersonId: l.forPerson?.id ?? '', weekday: String(l.weekday), neededWithinDays: String(l.neededWithinDays), endsOn: l.endsOn ?? '', legalBasis, purpose, urgency, message });
    this.items.set(l.ask.wanted.map((w) => ({ modality: w.modality ?? '', what: w.what })));
    this.withReports.set(l.ask.withReports);
    this.members.set(l.people.map(({ id, told }) => ({ id, family: told.family, given: told.given, birthDate: told.birthDate ?? '', sex: told.sex ?? '', number: told.identifier?.value ?? '', issuer: told.identifier?.issuer ?? '' })));
  }

  protected set(name: keyof Draft, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.draft.update((d) => ({ ...d, [name]: value, ...(name === 'serviceLine' ? { forPersonId: '' } : {}) }));
  }
  protected setItem(at: number, name: keyof Item, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.items.update((all) => all.map((item, i) => (i === at ? { ...item, [name]: value } : item)));
  }
  protected addItem(): void {
    this.items.update((all) => [...all, { modality: '', what: '' }]);
  }
  protected dropItem(at: number): void {
    this.items.update((all) => all.filter((_, i) => i !== at));
  }
  protected addOne(): void {
    if (this.one().family.trim() === '') return;
    this.members.update((all) => [...all, { ...this.one(), id: null }]);
    this.one.set(noPatient);
  }
  protected setPasted(event: Event): void {
    this.pasted.set((event.target as HTMLTextAreaElement).value);
  }
  /** Lines that can be read join the list; the others stay in the box with what is wrong with them. */
  protected take(): void {
    const { patients, faults } = pastedPatients(this.pasted());
    this.members.update((all) => [...all, ...patients.map((p) => ({ ...p, id: null }))]);
    this.pasteFaults.set(faults);
    const bad = new Set(faults.map((f) => Number(/^Line (\d+)/.exec(f)?.[1]) - 1));
    this.pasted.set(this.pasted().split(/\r?\n/).filter((_, i) => bad.has(i)).join('\n'));
  }
  protected leaveOut(at: number): void {
    this.members.update((all) => all.filter((_, i) => i !== at));
  }

  protected fault(of: 'name' | 'facility' | 'what' | 'days'): string | null {
    if (!this.tried()) return null;
    const d = this.draft();
    if (of === 'name') return d.name.trim().length < 3 ? 'Give it a name people will know it by.' : null;
    if (of === 'facility') return d.facilityId === '' ? 'Choose whom it asks.' : null;
    if (of === 'days') return daysOf(d.neededWithinDays) === null ? 'Between 1 and 60 days.' : null;
    return this.items().some((i) => i.what.trim().length < 2) ? 'Say which exam, for example MR spine.' : null;
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if ((['name', 'facility', 'what', 'days'] as const).some((f) => this.fault(f) !== null)) return;
    const d = this.draft();
    const issuer = this.facilities().find((f) => f.id === d.facilityId)?.issuer ?? null;
    const body = {
      version: this.loaded.hasValue() ? (this.loaded.value()?.version ?? null) : null, name: d.name.trim(), facilityId: d.facilityId, serviceLine: d.serviceLine, forPersonId: d.forPersonId || null, weekday: Number(d.weekday), neededWithinDays: daysOf(d.neededWithinDays),
      endsOn: d.endsOn || null, patients: this.members().map((m) => ({ ...toldFrom(m, issuer), id: m.id })),
      ask: { legalBasis: d.legalBasis, purpose: d.purpose, urgency: d.urgency, message: d.message, withReports: this.withReports(), wanted: this.items().map((i) => ({ modality: i.modality || null, what: i.what.trim() })) },
    };
    const made = await this.acting.send<StandingListDetail>(this.id() ? `standing-lists/${this.id()}/edit` : 'standing-lists', body);
    if (made) await this.router.navigate(['/requests/lists', made.id]);
  }
}

function daysOf(text: string): number | null {
  const n = Number(text);
  return Number.isInteger(n) && n >= 1 && n <= 60 ? n : null;
}
