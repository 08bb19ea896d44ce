import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { Field, FieldInput, Note } from '@causeway/console-ui';
import type { RequestInDetail } from '@causeway/contracts';
import { Acting } from '../exchange/acting';
import { noPatient, PatientFields, type PatientForm, toldFrom } from '../exchange/patient-fields';
import { bases, modalities } from '../exchange/words';

const DRAFT = { name: '', phone: '', what: '', modality: '', basis: 'treatment', reference: '' };

/** A partner asks us for exams: their own person fills this in. */
@Component({
  selector: 'cw-ask-page',
  imports: [Field, FieldInput, MatButton, Note, PatientFields],
  providers: [Acting],
  template: `
    <div class="cw-page-head"><h1>Ask for exams</h1></div>
    <form class="form" (submit)="ask($event)">
      <div class="stack">
        <section class="cw-panel"><div class="cw-panel-head"><h2>Patient</h2></div><div class="cw-panel-body"><cw-patient-fields [(value)]="patient" [fault]="tried() && patient().family.trim() === '' ? 'The family name is needed.' : null" /></div></section>
        <section class="cw-panel"><div class="cw-panel-head"><h2>What and why</h2></div><div class="cw-panel-body grid">
          <cw-field label="Exam" [fault]="tried() && draft().what.trim().length < 2 ? 'Say which exam, for example CT head.' : null"><input cwInput type="text" maxlength="160" [value]="draft().what" (input)="set('what', $event)" /></cw-field>
          <cw-field label="Kind"><select cwInput (change)="set('modality', $event)">@for (m of modalities; track m[0]) {<option [value]="m[0]" [selected]="draft().modality === m[0]">{{ m[1] }}</option>}</select></cw-field>
          <cw-field label="Legal basis"><select cwInput (change)="set('basis', $event)">@for (b of bases; track b[0]) {<option [value]="b[0]" [selected]="draft().basis === b[0]">{{ b[1] }}</option>}</select></cw-field>
          <cw-field label="Your reference" [optional]="true"><input cwInput type="text" maxlength="60" [value]="draft().reference" (input)="set('reference', $event)" /></cw-field>
          <label class="check whole"><input type="checkbox" [checked]="emergency()" (change)="emergency.set(!emergency())" />It is an emergency</label>
        </div></section>
        <section class="cw-panel"><div class="cw-panel-head"><h2>Who asks</h2></div><div class="cw-panel-body grid">
          <cw-field label="Name" [fault]="tried() && draft().name.trim().length < 2 ? 'Say who asks.' : null"><input cwInput type="text" maxlength="160" [value]="draft().name" (input)="set('name', $event)" /></cw-field>
          <cw-field label="Telephone" [optional]="true"><input cwInput type="tel" maxlength="60" [value]="draft().phone" (input)="set('phone', $event)" /></cw-field>
        </div></section>
        @if (acting.refused(); as words) {<cw-note hue="stop" icon="error" role="alert">{{ words }}</cw-note>}
        <div class="foot"><button matButton="filled" type="submit" [disabled]="acting.busy()">Ask</button></div>
      </div>
    </form>
  `,
  styleUrl: '../exchange/form.scss',
})
export class AskPage {
  private readonly router = inject(Router);
  protected readonly acting = inject(Acting);
  protected readonly bases = bases;
  protected readonly modalities = modalities;
  protected readonly draft = signal(DRAFT);
  protected readonly patient = signal<PatientForm>(noPatient);
  protected readonly emergency = signal(false);
  protected readonly tried = signal(false);

  protected set(name: keyof typeof DRAFT, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.draft.update((d) => ({ ...d, [name]: value }));
  }
  protected async ask(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    const d = this.draft();
    if (this.patient().family.trim() === '' || d.what.trim().length < 2 || d.name.trim().length < 2) return;
    const made = await this.acting.send<RequestInDetail>('requests-in', {
      requester: { name: d.name, phone: d.phone }, reference: d.reference.trim() || null, patient: toldFrom(this.patient(), null), legalBasis: d.basis, wanted: [{ modality: d.modality || null, what: d.what.trim() }], emergency: this.emergency(),
    });
    if (made) await this.router.navigate(['/records', made.id]);
  }
}
