import { Component, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { EmptyState, Field, FieldInput, Icon, SiteTime } from '@causeway/console-ui';
import { documentKinds, type DocumentView, DOCUMENT_BYTES, type FacilityDetail } from '@causeway/contracts';
import { Acting } from '../../exchange/acting';
import { documentWords } from '../facility-words';

/** Papers kept with a partner. */
@Component({
  selector: 'cw-documents-tab',
  imports: [EmptyState, Field, FieldInput, Icon, MatButton],
  template: `
    <section class="cw-panel" aria-labelledby="documents-head">
      <div class="cw-panel-head"><h2 id="documents-head">Documents</h2></div>
      <ul class="rows">
        @for (d of facility().documents; track d.id) {
          <li class="line"><span class="grow"><a [href]="'/api/v1/facilities/' + facility().id + '/documents/' + d.id" download><bdi>{{ d.title }}</bdi></a><br /><span class="cw-muted cw-small">{{ kinds[d.kind] ?? d.kind }} · <bdi>{{ d.fileName }}</bdi> · {{ size(d) }} · {{ site.date(d.at) }}, <bdi>{{ d.by }}</bdi></span></span>
            @if (facility().mayDevelop) {<button matButton="text" class="cw-xs" type="button" [attr.aria-label]="'Take out ' + d.title" (click)="remove(d)"><cw-icon name="remove" size="s" />Take out</button>}</li>
        } @empty {<li><cw-empty-state kind="new" icon="description" title="No document yet" text="Agreements, worksheets, education material: up to 3 MB each." /></li>}
      </ul>
      @if (facility().mayDevelop) {
        <div class="grid">
          <cw-field label="Title"><input cwInput [value]="title()" (input)="title.set($any($event.target).value)" /></cw-field>
          <cw-field label="Kind"><select cwInput (change)="kind.set($any($event.target).value)">@for (k of all; track k) {<option [value]="k" [selected]="k === kind()">{{ kinds[k] }}</option>}</select></cw-field>
          <cw-field label="File" [fault]="fault()"><input cwInput type="file" #file (change)="add(file)" /></cw-field>
        </div>
      }
    </section>
  `,
  styleUrl: './tab.scss',
})
export class DocumentsTab {
  readonly facility = input.required<FacilityDetail>();
  readonly changed = output<FacilityDetail>();

  private readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly kinds = documentWords;
  protected readonly all = documentKinds;
  protected readonly title = signal('');
  protected readonly kind = signal<string>('other');
  protected readonly fault = signal<string | null>(null);

  protected size(d: DocumentView): string {
    return d.bytes < 1024 * 1024 ? `${Math.ceil(d.bytes / 1024)} kB` : `${(d.bytes / 1024 / 1024).toFixed(1)} MB`;
  }
  protected async add(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (!file) return;
    if (file.size > DOCUMENT_BYTES || file.size === 0) return this.fault.set(file.size === 0 ? 'This file is empty.' : 'At most 3 MB.');
    this.fault.set(null);
    const done = await this.acting.send<FacilityDetail>(`facilities/${this.facility().id}/documents`, { kind: this.kind(), title: this.title().trim() || file.name, fileName: file.name, mediaType: file.type || 'application/octet-stream', content: await base64(file) });
    input.value = '';
    if (!done) return;
    this.title.set('');
    this.changed.emit(done);
  }
  protected async remove(d: DocumentView): Promise<void> {
    const done = await this.acting.send<FacilityDetail>(`facilities/${this.facility().id}/documents/${d.id}/remove`, {});
    if (done) this.changed.emit(done);
  }
}

/** A file as base64, in parts that fit a call. */
async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
