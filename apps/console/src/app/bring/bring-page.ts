import { Component, computed, DestroyRef, type ElementRef, inject, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { BrandMark, dateText, Field, FieldInput, Icon, Note, SkeletonRows } from '@causeway/console-ui';
import type { UploadContents, UploadedParcel, UploadLinkLook } from '@causeway/contracts';
import { type ApiProblem, problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { chosenFile, chosenFolder } from '../parcels/dropped-files';
import { sizeText } from '../parcels/parcel-words';
import { Sendings } from '../parcels/sendings';
import { bytesOf } from '../parcels/uploads';
import { BringApi } from './bring.api';
import { examState, formWord, images, nameReasons, parcelState, pending, relationWords } from './bring-words';
import { chosenPhotographs, photographArchive } from './chosen-photographs';

/** While something is on its way the page asks again this often. */
const AGAIN_MS = 5000;
type Form = UploadedParcel['form'];

/** What a patient, or their family for them, sees behind an upload link: prove it is theirs, say who they are, bring images, and read what became of them. Made for a telephone. */
@Component({
  selector: 'cw-bring-page',
  imports: [BrandMark, Field, FieldInput, Icon, MatButton, Note, SkeletonRows],
  templateUrl: './bring-page.html',
  styleUrl: './bring-page.scss',
})
export class BringPage {
  private readonly api = inject(BringApi);
  private readonly sendings = inject(Sendings);
  private readonly folderChooser = viewChild<ElementRef<HTMLInputElement>>('folderChooser');
  private readonly fileChooser = viewChild<ElementRef<HTMLInputElement>>('fileChooser');
  private readonly photographChooser = viewChild<ElementRef<HTMLInputElement>>('photographChooser');
  protected readonly link = signal<UploadLinkLook | null>(null);
  protected readonly contents = signal<UploadContents | null>(null);
  /** The link opens nothing: said instead of the page. */
  protected readonly closed = signal<ApiProblem | null>(null);
  protected readonly problem = signal<string | null>(null);
  protected readonly busy = signal(false);
  protected readonly tried = signal(false);
  protected readonly code = signal('');
  protected readonly birthDate = signal('');
  protected readonly relation = signal('');
  protected readonly name = signal('');
  protected readonly attested = signal(false);
  /** Somebody else goes on: who they are is asked anew. */
  protected readonly asksWho = signal(false);
  protected readonly about = signal('');
  protected readonly otherName = signal('');
  protected readonly mailing = signal(false);
  protected readonly expectedOn = signal('');
  protected readonly discs = signal('1');
  protected readonly carrier = signal('');
  protected readonly tracking = signal('');
  /** The upload a person chooses files for, to go on with it. */
  private continued: UploadedParcel | null = null;

  protected readonly house = computed(() => this.contents()?.house ?? this.link()?.house ?? 'Causeway');
  protected readonly over = computed(() => this.contents()?.state === 'closed' || new Date(this.contents()?.endsAt ?? 0).getTime() < Date.now());
  protected readonly named = computed(() => (this.contents()?.parcels ?? []).some((p) => p.exams.some((e) => e.otherName)));
  protected readonly mayFinish = computed(() => {
    const c = this.contents();
    return c?.state === 'uploading' && c.parcels.some((p) => p.exams.length > 0) && !c.parcels.some((p) => ['uploading', 'waiting', 'reading'].includes(p.state));
  });
  protected readonly relations = relationWords;
  protected readonly reasons = nameReasons;
  protected readonly day = dateText;
  protected readonly size = sizeText;
  protected readonly images = images;
  protected readonly examState = examState;
  protected readonly formWord = formWord;
  protected readonly today = new Date().toLocaleDateString('sv-SE');

  constructor() {
    void this.load();
    const timer = setInterval(() => {
      const c = this.contents();
      if (c && document.visibilityState === 'visible' && pending(c)) void this.again();
    }, AGAIN_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  protected async load(): Promise<void> {
    this.closed.set(null);
    try {
      const link = await this.api.current();
      this.link.set(link);
      if (link.open) this.contents.set(await this.api.contents());
    } catch (error) {
      const problem = problemFrom(error);
      if (problem.status !== 401) this.closed.set(problem);
    }
  }

  protected async open(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if (this.code().trim() === '' || (this.link()?.asksBirthDate && this.birthDate() === '')) return;
    await this.told(() => this.api.open(this.code(), this.birthDate() || null));
  }

  protected async state(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if (this.relation() === '' || this.name().trim().length < 2 || !this.attested()) return;
    if (await this.told(() => this.api.post('statement', { relation: this.relation(), name: this.name().trim(), attested: true }))) this.asksWho.set(false);
  }

  protected choose(form: Form, parcel: UploadedParcel | null = null): void {
    this.continued = parcel;
    ({ folder: this.folderChooser, file: this.fileChooser, photographs: this.photographChooser })[form]()?.nativeElement.click();
  }

  protected async chosen(event: Event, form: Form): Promise<void> {
    const input = event.target as HTMLInputElement;
    const list = [...(input.files ?? [])];
    input.value = '';
    if (list.length === 0) return;
    const taken = this.taken(form, list);
    if (taken) await this.bring(taken.form, taken.bytes, taken.files);
  }

  protected async cancel(parcel: UploadedParcel): Promise<void> {
    await this.sendings.stop(parcel.id);
    await this.told(() => this.api.post(`parcels/${parcel.id}/cancel`, {}));
  }

  protected async submit(): Promise<void> {
    this.tried.set(true);
    if (this.named() && this.otherName() === '') return;
    await this.told(() => this.api.post('submit', { otherName: this.otherName() || null }));
  }

  protected async mail(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if (this.expectedOn() === '') return;
    if (await this.told(() => this.api.post('discs', { expectedOn: this.expectedOn(), discs: Number(this.discs()) || 1, carrier: this.carrier().trim(), tracking: this.tracking().trim() }))) this.mailing.set(false);
  }

  protected isSending(parcel: UploadedParcel): boolean {
    return this.sendings.isSending(parcel.id);
  }
  protected share(parcel: UploadedParcel): number {
    const sent = this.sendings.sending()[parcel.id]?.sent ?? parcel.received;
    return Math.min(100, Math.floor((sent / parcel.bytes) * 100));
  }
  protected trouble(parcel: UploadedParcel): string | null {
    return this.sendings.sending()[parcel.id]?.trouble ?? null;
  }
  protected where(parcel: UploadedParcel): string {
    return parcelState(parcel, this.isSending(parcel));
  }
  protected value(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }
  protected until(instant: string): string {
    return new Date(instant).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  }
  protected at(instant: string): string {
    return new Date(instant).toLocaleString('en-GB', { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' });
  }
  protected closedWords(p: ApiProblem): string {
    return wordsOf(p.problem).text;
  }

  private taken(form: Form, list: readonly File[]): { readonly form: Form; readonly bytes: Blob; readonly files: number } | null {
    this.problem.set(null);
    if (form === 'photographs') {
      const { files, left } = chosenPhotographs(list);
      if (left.length > 0) this.problem.set(`${left.length === 1 ? `${left[0] ?? ''} is` : `${left.length} of these files are`} no JPEG or PNG picture and cannot be taken. Save as JPEG first; an iPhone does so under Settings, Camera, Formats, Most Compatible.`);
      return files.length > 0 ? { form, bytes: photographArchive(files), files: files.length } : null;
    }
    const chosen = form === 'file' && list.length === 1 ? chosenFile(list[0]) : chosenFolder(list);
    return chosen && { form: chosen.form, bytes: bytesOf(chosen), files: chosen.form === 'folder' ? chosen.files.length : 1 };
  }

  private async bring(form: Form, bytes: Blob, files: number): Promise<void> {
    const before = this.continued;
    this.continued = null;
    if (before) {
      if (before.form === form && before.bytes === bytes.size) this.send(before.id, bytes, before.received);
      else this.problem.set('These are not the same files: they have another size. Choose those you began with, or stop that upload and begin anew.');
      return;
    }
    const limits = this.contents()?.limits;
    const most = limits ? (form === 'photographs' ? limits.photographBytes : limits.bytes) : Infinity;
    if (bytes.size > most) {
      this.problem.set(`This is ${sizeText(bytes.size)}; at most ${sizeText(most)} can be sent at once. Send it in parts.`);
      return;
    }
    this.busy.set(true);
    try {
      const parcel = await this.api.announce({ form, bytes: bytes.size, files, ...(form === 'photographs' ? { about: this.about().trim() } : {}) });
      this.about.set('');
      this.send(parcel.id, bytes, 0);
      await this.again();
    } catch (error) {
      this.say(error);
    } finally {
      this.busy.set(false);
    }
  }

  private send(id: string, bytes: Blob, received: number): void {
    this.sendings.send(id, this.api.bytesAt(id), bytes, received, { headers: this.api.headers, done: () => void this.again() });
  }

  private async again(): Promise<void> {
    try {
      this.contents.set(await this.api.contents());
    } catch (error) {
      this.say(error);
    }
  }

  private async told(act: () => Promise<UploadContents>): Promise<boolean> {
    this.busy.set(true);
    this.problem.set(null);
    try {
      this.contents.set(await act());
      this.tried.set(false);
      return true;
    } catch (error) {
      this.say(error);
      return false;
    } finally {
      this.busy.set(false);
    }
  }

  private say(error: unknown): void {
    const problem = problemFrom(error);
    if (problem.status === 410 || problem.status === 404) this.closed.set(problem);
    else if (problem.status === 401 && this.contents()) {
      this.contents.set(null);
      this.problem.set(wordsOf(problem.problem).text);
    } else this.problem.set(wordsOf(problem.problem).text);
  }
}
