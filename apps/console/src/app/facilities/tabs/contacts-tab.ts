import { Component, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { dateText, EmptyState, Icon, SiteTime, Ticker } from '@causeway/console-ui';
import type { ContactView, FacilityDetail } from '@causeway/contracts';
import { contactKinds } from '@causeway/domain';
import type { Attempt } from '@causeway/console-ui';
import { Acting } from '../../exchange/acting';
import { FieldsAsker } from '../../exchange/fields-dialog';
import { FacilitiesApi } from '../facilities.api';
import { contactWords } from '../facility-words';

/** People of a partner by kind, who of ours talks to them, and when the next talk is due. */
@Component({
  selector: 'cw-contacts-tab',
  imports: [EmptyState, Icon, MatButton],
  template: `
    <section class="cw-panel" aria-labelledby="contacts-head">
      <div class="cw-panel-head"><h2 id="contacts-head">Contacts</h2><span class="cw-spacer"></span>@if (facility().mayDevelop) {<button matButton="outlined" class="cw-xs" type="button" (click)="edit(null)"><cw-icon name="person_add" size="s" />Add a contact</button>}</div>
      <ul class="rows">
        @for (c of facility().contacts; track c.id) {
          <li class="line">
            <span class="grow"><b><bdi>{{ c.name }}</bdi></b>&ngsp;<span class="cw-muted">{{ kinds[c.kind] }}@if (c.title) { · <bdi>{{ c.title }}</bdi>}@if (c.department) { · <bdi>{{ c.department }}</bdi>}@if (c.byLink) { · entered by the partner}</span>
              <br />@if (c.phone) {<a [href]="'tel:' + c.phone">{{ c.phone }}</a> }@if (c.email) {<a [href]="'mailto:' + c.email">{{ c.email }}</a>}</span>
            <span class="cw-small cw-muted">@if (c.counterpart; as o) {talks to {{ o.name }}@if (c.everyDays) {, every {{ c.everyDays }} days}<br />}<span [class.cw-ink]="overdue(c)" data-hue="attn">@if (c.dueOn) {next by {{ day(c.dueOn) }}}</span>@if (c.lastOn) { last {{ day(c.lastOn) }}}</span>
            @if (facility().mayDevelop) {
              <button matButton="text" class="cw-xs" type="button" [attr.aria-label]="'Talked with ' + c.name" (click)="talk(c)"><cw-icon name="call" size="s" />Talked</button>
              <button matButton="text" class="cw-xs" type="button" [attr.aria-label]="'Change ' + c.name" (click)="edit(c)"><cw-icon name="edit" size="s" /></button>
              <button matButton="text" class="cw-xs" type="button" [attr.aria-label]="c.name + ' is no longer there'" (click)="end(c)"><cw-icon name="person_off" size="s" /></button>
            }
          </li>
        } @empty {<li><cw-empty-state kind="new" icon="group_add" title="Nobody is named yet" text="One clinical and one IT or PACS contact are needed before it counts as contacted, and somebody after hours before it goes live." /></li>}
      </ul>
    </section>
  `,
  styleUrl: './tab.scss',
})
export class ContactsTab {
  readonly facility = input.required<FacilityDetail>();
  readonly changed = output<FacilityDetail>();

  private readonly api = inject(FacilitiesApi);
  private readonly acting = inject(Acting);
  private readonly fields = inject(FieldsAsker);
  private readonly ticker = inject(Ticker);
  private readonly site = inject(SiteTime);
  protected readonly kinds = contactWords;
  protected readonly day = dateText;

  protected overdue(c: ContactView): boolean {
    return c.dueOn !== null && c.dueOn < this.site.day(this.ticker.coarse());
  }

  protected async edit(c: ContactView | null): Promise<void> {
    const path = `facilities/${this.facility().id}/contacts`;
    const body = async (attempt: Attempt): Promise<object | null> => {
      const answer = await this.fields.ask({
        title: c ? `Contact: ${c.name}` : 'A new contact', sentence: 'Give a number or an address: one is enough.', verb: 'Save',
        fields: [
          { name: 'kind', label: 'Kind', kind: 'choice', value: c?.kind ?? '', choices: contactKinds.map((k) => [k, contactWords[k] ?? k] as const) }, { name: 'name', label: 'Name', kind: 'text', value: c?.name ?? '' },
          { name: 'title', label: 'Role there', kind: 'text', optional: true, value: c?.title ?? '' }, { name: 'department', label: 'Department', kind: 'text', optional: true, value: c?.department ?? '' },
          { name: 'phone', label: 'Phone', kind: 'text', optional: true, value: c?.phone ?? '' }, { name: 'email', label: 'Mail', kind: 'text', optional: true, value: c?.email ?? '' },
          { name: 'everyDays', label: 'Talk every so many days', kind: 'number', optional: true, most: 730, value: c?.everyDays ? String(c.everyDays) : '' },
          ...(this.facility().owner ? [{ name: 'mine', label: 'Who of us talks to them', kind: 'choice' as const, value: c && c.counterpart === null ? 'nobody' : 'owner', choices: [['owner', this.facility().owner?.name ?? ''], ['nobody', 'Nobody in particular']] as const }] : []),
        ],
      }, attempt);
      if (!answer) return null;
      const { mine, everyDays, department, ...rest } = answer;
      return { ...rest, department: department || null, everyDays: everyDays ? Number(everyDays) : null, counterpartId: mine === 'owner' ? (this.facility().owner?.id ?? null) : null };
    };
    const done = c === null ? await this.acting.make<FacilityDetail>(path, body) : await this.acting.change<FacilityDetail>((b) => this.api.put(`${path}/${c.id}`, b), body);
    if (done) this.changed.emit(done);
  }

  protected async talk(c: ContactView): Promise<void> {
    const done = await this.acting.make<FacilityDetail>(`facilities/${this.facility().id}/activities`, async (attempt) => {
      const answer = await this.fields.ask({ title: `Talked with ${c.name}`, verb: 'Save', fields: [{ name: 'kind', label: 'How', kind: 'choice', value: 'call', choices: [['call', 'Call'], ['mail', 'Mail'], ['visit', 'Visit'], ['meeting', 'Meeting']] }, { name: 'words', label: 'What was said', kind: 'words' }] }, attempt);
      return answer && { ...answer, contactId: c.id };
    });
    if (done) this.changed.emit(done);
  }

  protected async end(c: ContactView): Promise<void> {
    const done = await this.acting.send<FacilityDetail>(`facilities/${this.facility().id}/contacts/${c.id}/end`, {});
    if (done) this.changed.emit(done);
  }
}
