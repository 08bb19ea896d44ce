import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Field, FieldInput } from '@causeway/console-ui';
import { contactKinds } from '@causeway/domain';
import { PartnerForm } from './partner-form';

const KINDS: Readonly<Record<string, string>> = { clinical: 'Clinical', administrative: 'Administration', pacs: 'PACS', it: 'IT', 'after-hours': 'After hours' };
const EMPTY = { kind: 'pacs', name: '', title: '', phone: '', email: '' };

/** Who may be called there, by kind: also at night. */
@Component({
  selector: 'cw-partner-contacts',
  imports: [Field, FieldInput, MatButton],
  template: `
    <section class="cw-panel" aria-labelledby="people-head">
      <div class="cw-panel-head"><h2 id="people-head">People</h2><span class="cw-muted">a physician, somebody of PACS or IT, and somebody who answers at night</span></div>
      <ul>@for (c of form.view()?.contacts ?? []; track c.id) {<li class="line"><span class="grow"><b><bdi>{{ c.name }}</bdi></b>&ngsp;<span class="cw-muted">{{ kinds[c.kind] }}@if (c.title) {, <bdi>{{ c.title }}</bdi>}</span><br />{{ c.phone }} {{ c.email }}</span>@if (c.byLink) {<button matButton="text" class="cw-xs" type="button" [attr.aria-label]="'Take out ' + c.name" (click)="form.send('contacts/' + c.id + '/drop', {})">Take out</button>}</li>}</ul>
      <form (submit)="add($event)" novalidate>
        <div class="grid">
          <cw-field label="Kind"><select cwInput (change)="set('kind', $event)">@for (k of all; track k) {<option [value]="k" [selected]="k === typed().kind">{{ kinds[k] }}</option>}</select></cw-field>
          <cw-field label="Name" [fault]="form.fault('/name')"><input cwInput [value]="typed().name" (input)="set('name', $event)" /></cw-field>
          <cw-field label="Role" [optional]="true"><input cwInput [value]="typed().title" (input)="set('title', $event)" /></cw-field>
          <cw-field label="Phone" [fault]="form.fault('/phone')"><input cwInput type="tel" [value]="typed().phone" (input)="set('phone', $event)" /></cw-field>
          <cw-field label="Mail" [optional]="true" [fault]="form.fault('/email')"><input cwInput type="email" [value]="typed().email" (input)="set('email', $event)" /></cw-field>
        </div>
        <div class="buttons"><button matButton="filled" type="submit" [disabled]="form.busy()" disabledInteractive>Add this person</button></div>
      </form>
    </section>
  `,
  styleUrl: './step.scss',
})
export class PartnerContacts {
  protected readonly form = inject(PartnerForm);
  protected readonly all = contactKinds;
  protected readonly kinds = KINDS;
  protected readonly typed = signal(EMPTY);

  protected set(name: keyof typeof EMPTY, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.typed.update((t) => ({ ...t, [name]: value }));
  }
  protected async add(event: Event): Promise<void> {
    event.preventDefault();
    if (await this.form.send('contacts', this.typed())) this.typed.set(EMPTY);
  }
}
