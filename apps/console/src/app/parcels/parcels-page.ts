import { Component, computed, type ElementRef, inject, resource, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { EmptyState, Field, FieldInput, Icon, Note, ProblemCard, SiteTime, SkeletonRows, StateChip } from '@causeway/console-ui';
import type { FacilityView, ParcelView } from '@causeway/contracts';
import { auditTime, merge } from 'rxjs';
import { Access } from '../core/access/access';
import { problemFrom } from '../core/api/api-problem';
import { failureOf } from '../core/api/loaded';
import { wordsOf } from '../core/api/problem-words';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { type Chosen, chosenFile, chosenFolder, dropped } from './dropped-files';
import { counted, formWords, lookOf, sizeText } from './parcel-words';
import { ParcelsApi } from './parcels.api';
import { Uploads } from './uploads';

/** Discs, folders and archives: bring one, see how it goes, find the last ones. */
@Component({
  selector: 'cw-parcels-page',
  imports: [EmptyState, Field, FieldInput, Icon, MatButton, Note, ProblemCard, RouterLink, SkeletonRows, StateChip],
  templateUrl: './parcels-page.html',
  styleUrl: './parcels-page.scss',
})
export class ParcelsPage {
  private readonly api = inject(ParcelsApi);
  private readonly uploads = inject(Uploads);
  private readonly router = inject(Router);
  private readonly access = inject(Access);
  protected readonly site = inject(SiteTime);
  private readonly folderChooser = viewChild.required<ElementRef<HTMLInputElement>>('folderChooser');
  private readonly fileChooser = viewChild.required<ElementRef<HTMLInputElement>>('fileChooser');

  protected readonly page = resource({ loader: () => this.api.page() });
  protected readonly facilities = resource({ loader: (): Promise<readonly FacilityView[]> => (this.access.can('facility.read') ? this.api.facilities() : Promise.resolve([])) });
  protected readonly partners = computed(() => (this.facilities.hasValue() ? this.facilities.value().filter((f) => !f.host) : []));
  protected readonly sending = this.uploads.sending;
  protected readonly over = signal(false);
  protected readonly busy = signal(false);
  protected readonly trouble = signal<string | null>(null);
  protected readonly label = signal('');
  protected readonly source = signal('');
  /** Number of the request on its cover sheet, typed or read by a scanner. */
  protected readonly request = signal('');
  /** The upload a person chooses files for, to go on with it; null: a new one. */
  private continued: ParcelView | null = null;

  protected readonly failure = computed(() => failureOf(this.page));
  protected readonly size = sizeText;
  protected readonly forms = formWords;
  protected readonly counted = counted;

  constructor() {
    reloadOn(merge(signalsOf('parcel'), resyncs()).pipe(auditTime(500)), this.page);
  }

  protected look(parcel: ParcelView): ReturnType<typeof lookOf> {
    return lookOf(parcel, this.isSending(parcel));
  }
  protected isSending(parcel: ParcelView): boolean {
    return this.uploads.isSending(parcel.id);
  }
  protected share(parcel: ParcelView): number {
    const sent = this.sending()[parcel.id]?.sent ?? parcel.received;
    return Math.min(100, Math.floor((sent / parcel.bytes) * 100));
  }
  protected may(parcel: ParcelView, move: string): boolean {
    return parcel.moves.some((m) => m.move === move);
  }

  protected choose(form: 'folder' | 'file', parcel: ParcelView | null = null): void {
    this.continued = parcel;
    (form === 'folder' ? this.folderChooser() : this.fileChooser()).nativeElement.click();
  }

  protected async chosen(event: Event, form: 'folder' | 'file'): Promise<void> {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = '';
    await this.take(form === 'folder' ? chosenFolder(files) : chosenFile(files[0]));
  }

  protected async drop(event: DragEvent): Promise<void> {
    event.preventDefault();
    this.over.set(false);
    this.continued = null;
    const items = event.dataTransfer?.items;
    if (!items) return;
    this.busy.set(true);
    try {
      await this.take(await dropped(items));
    } catch {
      this.trouble.set('The browser could not read what was dropped. Choose the folder or file with a button instead.');
    } finally {
      this.busy.set(false);
    }
  }

  protected dragOver(event: DragEvent): void {
    event.preventDefault();
    this.over.set(true);
  }

  protected async cancel(parcel: ParcelView): Promise<void> {
    await this.uploads.stop(parcel.id);
    await this.told(() => this.api.cancel(parcel.id));
    this.page.reload();
  }

  private async take(chosen: Chosen | null): Promise<void> {
    const parcel = this.continued;
    this.continued = null;
    this.trouble.set(null);
    if (!chosen) {
      this.trouble.set('There are no files in that folder.');
      return;
    }
    if (parcel) {
      if (!this.uploads.goOn(parcel, chosen)) this.trouble.set('This is not the same disc: it has another size. Choose the one you began with, or cancel that upload and begin anew.');
      return;
    }
    const begun = await this.told(() => this.uploads.begin(chosen, { label: this.label().trim(), sourceFacilityId: this.source() || null, requestNumber: this.request().trim() }));
    if (!begun) return;
    this.label.set('');
    this.source.set('');
    this.request.set('');
    await this.router.navigate(['/parcels', begun.id]);
  }

  private async told<T>(act: () => Promise<T>): Promise<T | null> {
    this.busy.set(true);
    try {
      return await act();
    } catch (error) {
      this.trouble.set(wordsOf(problemFrom(error).problem).text);
      return null;
    } finally {
      this.busy.set(false);
    }
  }
}
