import { Component, input, model } from '@angular/core';
import { Field, FieldInput } from '@causeway/console-ui';

export interface PatientForm { readonly family: string; readonly given: string; readonly birthDate: string; readonly sex: string; readonly number: string; readonly issuer: string }
export const noPatient: PatientForm = { family: '', given: '', birthDate: '', sex: '', number: '', issuer: '' };

/** A patient as told over the telephone. */
@Component({
  selector: 'cw-patient-fields',
  imports: [Field, FieldInput],
  template: `
    <cw-field label="Family name" [fault]="fault()"><input cwInput type="text" autocomplete="off" maxlength="120" [value]="value().family" (input)="set('family', $event)" /></cw-field>
    <cw-field label="Given name" [optional]="true"><input cwInput type="text" autocomplete="off" maxlength="120" [value]="value().given" (input)="set('given', $event)" /></cw-field>
    <cw-field label="Born" [optional]="true"><input cwInput type="date" [value]="value().birthDate" (input)="set('birthDate', $event)" /></cw-field>
    <cw-field label="Sex" [optional]="true">
      <select cwInput (change)="set('sex', $event)">
        @for (s of sexes; track s[0]) {<option [value]="s[0]" [selected]="value().sex === s[0]">{{ s[1] }}</option>}
      </select>
    </cw-field>
    <cw-field label="Their patient number" [optional]="true" hint="Finds the exams by itself when they come"><input cwInput type="text" autocomplete="off" maxlength="100" [value]="value().number" (input)="set('number', $event)" /></cw-field>
  `,
  styles: `:host { display: grid; grid-template-columns: repeat(auto-fit, minmax(160px, 1fr)); gap: 10px 14px; }`,
})
export class PatientFields {
  readonly value = model.required<PatientForm>();
  readonly fault = input<string | null>(null);
  protected readonly sexes = [['', 'Not told'], ['F', 'Female'], ['M', 'Male'], ['O', 'Other']] as const;

  protected set(name: keyof PatientForm, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.value.update((v) => ({ ...v, [name]: value }));
  }
}

/** As the api takes it; the number stands under the issuer of the facility. */
export const toldFrom = (p: PatientForm, issuer: string | null) => ({
  family: p.family.trim(), given: p.given.trim(), birthDate: p.birthDate || null, sex: (p.sex || null) as 'F' | 'M' | 'O' | null,
  identifier: p.number.trim() && (p.issuer || issuer) ? { value: p.number.trim(), issuer: p.issuer || (issuer ?? '') } : null,
});
