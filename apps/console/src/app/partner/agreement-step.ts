import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { dateText, Field, FieldInput, Icon, Note } from '@causeway/console-ui';
import type { OnboardingView } from '@causeway/contracts';
import { PartnerForm } from './partner-form';

const KINDS: Readonly<Record<string, string>> = { sharing: 'Agreement on sharing exams', baa: 'Business associate agreement', 'transfer-protocol': 'Transfer protocol' };
const SENT_ON: Readonly<Record<string, string>> = { allowed: 'We may send your exams on to others who treat the patient.', ask: 'We ask a second person before your exams are sent on.', forbidden: 'Your exams are not sent on.' };

/** The agreements, to be read and accepted by name. */
@Component({
  selector: 'cw-partner-agreement',
  imports: [Field, FieldInput, Icon, MatButton, Note],
  template: `
    @for (a of form.view()?.agreements ?? []; track a.id) {
      <section class="cw-panel" [attr.aria-labelledby]="'a-' + a.id">
        <div class="cw-panel-head"><h2 [id]="'a-' + a.id">{{ kinds[a.kind] }}</h2><span class="cw-muted">{{ day(a.beginsOn) }} to {{ a.endsOn ? day(a.endsOn) : 'no end' }}</span></div>
        <p class="pad">For {{ purposes(a) }}. {{ sentOn[a.redisclosure ?? ''] ?? '' }}</p>
        @if (a.protocol; as p) {<p class="pad"><b>Takes patients:</b> {{ p.services.join(', ') }}.@for (n of p.numbers; track n.phone) {<br />Call {{ n.label }} {{ n.phone }}}@if (p.sendBefore) {<br /><b>Images before departure:</b> {{ p.sendBefore }}}@if (p.transport) {<br /><b>Transport:</b> {{ p.transport }}}</p>}
        @if (a.terms) {<div class="terms" tabindex="0" role="region" aria-label="Terms">{{ a.terms }}</div>}
        @if (a.signedAt) {<p class="pad cw-ink" data-hue="good"><cw-icon name="verified" size="s" /> Accepted@if (a.signedName) { by <bdi>{{ a.signedName }}</bdi>}.</p>}
        @else {
          <form (submit)="accept($event, a)" novalidate>
            <div class="grid"><cw-field label="Your name" [fault]="form.fault('/name')"><input cwInput autocomplete="name" [value]="name()" (input)="name.set($any($event.target).value)" /></cw-field><cw-field label="Your role" [optional]="true"><input cwInput autocomplete="organization-title" [value]="title()" (input)="title.set($any($event.target).value)" /></cw-field></div>
            <label class="pad check"><input type="checkbox" [checked]="ticked()" (change)="ticked.set($any($event.target).checked)" />I have read this and accept it for my house, and may do so.</label>
            @if (form.fault('/accepted'); as f) {<p class="pad cw-ink" data-hue="stop">{{ f }}</p>}
            <div class="buttons"><button matButton="filled" type="submit" [disabled]="form.busy()" disabledInteractive>Accept</button></div>
          </form>
        }
      </section>
    } @empty {<cw-note hue="wait" icon="info">No agreement was prepared yet. Fill in the other steps meanwhile; whoever sent you this link brings it.</cw-note>}
  `,
  styleUrl: './step.scss',
})
export class PartnerAgreement {
  protected readonly form = inject(PartnerForm);
  protected readonly kinds = KINDS;
  protected readonly sentOn = SENT_ON;
  protected readonly day = dateText;
  protected readonly name = signal('');
  protected readonly title = signal('');
  protected readonly ticked = signal(false);

  protected purposes(a: OnboardingView['agreements'][number]): string {
    return a.purposes.length === 0 ? 'all purposes' : a.purposes.join(', ');
  }
  protected async accept(event: Event, a: OnboardingView['agreements'][number]): Promise<void> {
    event.preventDefault();
    if (await this.form.send('agreement', { agreementId: a.id, sha256: a.sha256, name: this.name().trim(), title: this.title().trim(), accepted: this.ticked() })) this.ticked.set(false);
  }
}
