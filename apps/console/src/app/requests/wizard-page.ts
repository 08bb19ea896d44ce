import { Component, computed, effect, inject, input, resource, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { Field, FieldInput, Icon, Note, ProblemCard, SiteTime, WhyLink } from '@causeway/console-ui';
import type { CaseDetail, ChoicesView, NetworkAsked, RequestOutDetail, RequestPreview, RequestTemplateView } from '@causeway/contracts';
import { Why } from '../core/why/why';
import { failureOf, valueOf } from '../core/api/loaded';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { instantOf, localIn } from '../exchange/fields-dialog';
import { HandedPatient } from '../exchange/handed-patient';
import { noPatient, PatientFields, type PatientForm, toldFrom } from '../exchange/patient-fields';
import { bases, formWords, modalities, purposes } from '../exchange/words';

interface Item { readonly modality: string; readonly what: string; readonly from: string; readonly to: string }
const NO_ITEM: Item = { modality: 'CT', what: '', from: '', to: '' };
const DRAFT = { legalBasis: 'treatment', purpose: 'treatment', facilityId: '', networkId: '', forPersonId: '', serviceLine: 'trauma', urgency: 'medium', neededBy: '', message: '', signedOn: '', authorisationForm: 'paper', authorisedBy: 'patient' };
type Draft = typeof DRAFT;
/** Marks a network among facilities in the list of whom to ask. */
const NETWORK = 'network:';
const CHECKS: Readonly<Record<string, readonly [ok: string, not: string]>> = {
  'needed-by': ['The time it is needed lies ahead', 'The time it is needed is over'],
  partner: ['The partner is connected', 'This partner is not connected yet: call them too'],
  line: ['Goes over their line', 'They have no line for requests: read it to them on the telephone'],
  number: ['Their patient number is told', 'Without their patient number they may ask back'],
  approval: ['No approval asked by policy', 'Policy asks somebody else to approve it first'],
  similar: ['No similar request is open', 'A similar request was made lately'],
};

/** Asks a partner for exams: five steps on one page, with what happens next beside them. */
@Component({
  selector: 'cw-wizard-page',
  imports: [Field, FieldInput, Icon, MatButton, Note, ProblemCard, PatientFields, RouterLink, WhyLink],
  providers: [Acting],
  templateUrl: './wizard-page.html',
  styleUrl: '../exchange/form.scss',
})
export class WizardPage {
  /** The case it is for. */
  readonly case = input<string>();
  /** The template to begin with. */
  readonly template = input<string>();
  /** The network any member of which may have the exams. */
  readonly network = input<string>();
  private readonly api = inject(ExchangeApi);
  private readonly router = inject(Router);
  protected readonly why = inject(Why);
  protected readonly site = inject(SiteTime);
  protected readonly acting = inject(Acting);
  protected readonly bases = bases;
  protected readonly purposes = purposes;
  protected readonly modalities = modalities;
  protected readonly forms = Object.entries(formWords);
  protected readonly choices = resource({ loader: () => this.api.get<ChoicesView>('cases/choices') });
  protected readonly templates = resource({ loader: () => this.api.get<readonly RequestTemplateView[]>('request-templates') });
  protected readonly failure = computed(() => failureOf(this.choices, this.templates));
  protected readonly facilities = computed(() => valueOf(this.choices)?.facilities ?? []);
  protected readonly serviceLines = computed(() => valueOf(this.choices)?.serviceLines ?? ['trauma']);
  protected readonly kept = computed(() => valueOf(this.templates) ?? []);
  protected readonly of = resource({ params: () => this.case(), loader: ({ params }) => this.api.get<CaseDetail>(`cases/${params}`) });
  protected readonly draft = signal<Draft>({ ...DRAFT, neededBy: localIn(24 * 60) });
  protected readonly items = signal<readonly Item[]>([NO_ITEM]);
  protected readonly patient = signal<PatientForm>(inject(HandedPatient).take() ?? noPatient);
  protected readonly withReports = signal(true);
  protected readonly inVisit = signal(false);
  protected readonly tried = signal(false);
  protected readonly preview = signal<RequestPreview | null>(null);
  protected readonly facility = computed(() => valueOf(this.choices)?.facilities.find((f) => f.id === this.draft().facilityId) ?? null);
  protected readonly networks = computed(() => valueOf(this.choices)?.networks ?? []);
  protected readonly asked = computed(() => this.networks().find((n) => n.id === this.draft().networkId) ?? null);
  /** What was asked of a network: whom, and who was left out. */
  protected readonly sentTo = signal<NetworkAsked | null>(null);
  protected readonly people = computed(() => (valueOf(this.choices)?.people ?? []).filter((p) => p.serviceLines.includes(this.draft().serviceLine)));

  constructor() {
    effect(() => {
      const id = this.network();
      if (id && this.networks().some((n) => n.id === id)) untracked(() => this.draft.update((d) => ({ ...d, networkId: id, facilityId: '' })));
    });
    effect(() => {
      const id = this.template();
      if (id && valueOf(this.templates)) untracked(() => this.take(id));
    });
    // what the case knows is not typed again
    effect(() => {
      const c = this.of.hasValue() ? this.of.value() : undefined;
      if (!c) return;
      untracked(() => {
        this.patient.set({ family: c.patient.name.family || c.patient.name.text, given: c.patient.name.given, birthDate: c.patient.birthDate ?? '', sex: c.patient.sex ?? '', number: c.patient.outsideId?.value ?? '', issuer: c.patient.outsideId?.issuer ?? '' });
        this.draft.update((d) => ({ ...d, facilityId: d.networkId === '' ? (c.facility?.id ?? '') : '', serviceLine: c.serviceLine, urgency: c.urgency, forPersonId: c.consultant?.id ?? '', legalBasis: c.urgency === 'high' ? 'emergency' : 'treatment', neededBy: localIn(c.urgency === 'high' ? 15 : 24 * 60) }));
      });
    });
  }

  private take(id: string): void {
    const template = valueOf(this.templates)?.find((t) => t.id === id);
    if (!template) return;
    const { body } = template;
    this.items.set(body.wanted.map((w) => ({ modality: w.modality ?? '', what: w.what, from: w.from ?? '', to: w.to ?? '' })));
    this.withReports.set(body.withReports);
    this.draft.update((d) => ({ ...d, legalBasis: body.legalBasis, purpose: body.purpose, facilityId: body.facilityId ?? d.facilityId, networkId: body.facilityId ? '' : d.networkId, serviceLine: body.serviceLine, urgency: body.urgency, message: body.message }));
  }

  protected set(name: keyof Draft, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.draft.update((d) => ({ ...d, [name]: value }));
    this.preview.set(null);
  }
  /** A facility, or any member of a network. */
  protected setFrom(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    const network = value.startsWith(NETWORK);
    this.draft.update((d) => ({ ...d, facilityId: network ? '' : value, networkId: network ? value.slice(NETWORK.length) : '' }));
    this.preview.set(null);
  }
  protected setItem(at: number, name: keyof Item, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.items.update((all) => all.map((item, i) => (i === at ? { ...item, [name]: value } : item)));
    this.preview.set(null);
  }
  protected add(): void {
    this.items.update((all) => [...all, NO_ITEM]);
  }
  protected drop(at: number): void {
    this.items.update((all) => all.filter((_, i) => i !== at));
  }
  /** Asked while the patient sits there: STAT, needed before the visit ends. */
  protected visit(): void {
    this.inVisit.update((v) => !v);
    this.draft.update((d) => ({ ...d, urgency: 'high', neededBy: localIn(20) }));
    this.preview.set(null);
  }
  protected choose(event: Event): void {
    this.take((event.target as HTMLSelectElement).value);
  }

  protected fault(of: 'facility' | 'what' | 'signed'): string | null {
    if (!this.tried()) return null;
    if (of === 'facility') return this.draft().facilityId === '' && this.draft().networkId === '' ? 'Choose whom you ask.' : null;
    if (of === 'signed') return this.draft().legalBasis === 'patient-authorisation' && this.draft().signedOn === '' ? 'Say when it was signed or given.' : null;
    return this.items().some((i) => i.what.trim().length < 2) ? 'Say which exam, for example CT head.' : null;
  }
  protected checkText(check: RequestPreview['checks'][number]): string {
    return CHECKS[check.code]?.[check.ok ? 0 : 1] ?? check.code;
  }

  private form(): object | null {
    this.tried.set(true);
    const d = this.draft();
    if (this.fault('facility') || this.fault('what') || this.fault('signed') || this.patient().family.trim() === '' || d.neededBy === '') return null;
    return {
      patient: toldFrom(this.patient(), this.facility()?.issuer ?? null), caseId: this.case() ?? null, legalBasis: d.legalBasis, purpose: d.purpose, withReports: this.withReports(), ...(d.networkId ? { networkId: d.networkId } : { facilityId: d.facilityId }), forPersonId: d.forPersonId || null,
      serviceLine: d.serviceLine, urgency: d.urgency, neededBy: instantOf(d.neededBy), inVisit: this.inVisit(), message: d.message, authorisation: d.legalBasis === 'patient-authorisation' && d.signedOn ? { signedOn: d.signedOn, form: d.authorisationForm, by: d.authorisedBy } : null,
      wanted: this.items().map((i) => ({ modality: i.modality || null, what: i.what.trim(), from: i.from || null, to: i.to || null })),
    };
  }

  protected async check(): Promise<void> {
    const form = this.form();
    if (form) this.preview.set(await this.acting.send<RequestPreview>('requests/preview', form));
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    const form = this.form();
    if (!form) return;
    if (this.draft().networkId) return this.sentTo.set(await this.acting.send<NetworkAsked>('requests/ask-network', form));
    const made = await this.acting.send<RequestOutDetail>('requests', form);
    if (!made) return;
    const sent = await this.acting.send<RequestOutDetail>(`requests/${made.id}/send`, { version: made.version });
    await this.router.navigate(sent && this.case() ? ['/cases', this.case()] : ['/requests', made.id]);
  }

  protected async saveTemplate(): Promise<void> {
    const form = this.form() as { legalBasis: string; purpose: string; wanted: unknown; withReports: boolean; facilityId: string; serviceLine: string; urgency: string; message: string } | null;
    if (!form || this.draft().networkId) return;
    const { legalBasis, purpose, wanted, withReports, facilityId, serviceLine, urgency, message } = form;
    const name = `${this.items()[0]?.what ?? 'Exams'} from ${this.facility()?.name ?? 'a partner'}`.slice(0, 80);
    const saved = await this.acting.send<readonly RequestTemplateView[]>('request-templates', { name, body: { legalBasis, purpose, wanted, withReports, facilityId, serviceLine, urgency, message } });
    if (saved) this.templates.reload();
  }
}
