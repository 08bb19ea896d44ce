import type { ComponentType } from '@angular/cdk/portal';
import { Component, inject, Injectable, signal } from '@angular/core';
import { MatDialog, MatDialogRef } from '@angular/material/dialog';
import { Note } from '../notes/note';
import type { IconName } from '../icon/icon';
import type { Hue } from '../state/hue';

/** What stood in the way of an act, and what changed since the person opened its dialog, each in a short sentence. */
export interface Stopped {
  readonly title: string;
  readonly text: string;
  readonly hue: Hue;
  readonly icon: IconName;
  readonly changes?: readonly string[];
}

/** What a dialog gives its answer to. Within an attempt the dialog then stays, and may be asked once more. */
@Injectable()
export class Answers<A> {
  private readonly ref = inject<MatDialogRef<unknown, A>>(MatDialogRef);
  private waiting: ((answer: A) => void) | null = null;
  /** The answer is being sent. */
  readonly busy = signal(false);
  readonly stopped = signal<Stopped | null>(null);

  give(answer: A): void {
    if (this.busy()) return;
    if (this.waiting === null) return this.ref.close(answer);
    this.busy.set(true);
    this.waiting(answer);
  }

  /** For an attempt: the next answer. */
  next(stopped: Stopped | null): Promise<A> {
    this.stopped.set(stopped);
    this.busy.set(false);
    return new Promise((resolve) => (this.waiting = resolve));
  }
}

/** Stands on top of a dialog whose answer could not be saved: why, what changed meanwhile, and that nothing typed is lost. */
@Component({
  selector: 'cw-stopped-note',
  imports: [Note],
  template: `
    @if (stopped(); as s) {
      <cw-note [hue]="s.hue" [icon]="s.icon" role="alert">
        <b>{{ s.title }}.</b> {{ s.text }}
        @if (s.changes?.length) {
          <ul>@for (change of s.changes; track change) {<li>{{ change }}</li>}</ul>
        }
      </cw-note>
    }
  `,
  styles: `
    :host { display: block; }
    cw-note { margin-bottom: 12px; }
    ul { margin: 4px 0 0; padding-inline-start: 18px; overflow-wrap: anywhere; }
  `,
})
export class StoppedNote {
  protected readonly stopped = inject<Answers<unknown>>(Answers).stopped;
}

interface OpenQuestion {
  readonly ref: MatDialogRef<unknown>;
  readonly answers: Answers<unknown>;
}

/**
 * One act of a person, tried until it is done or they think better of it. A dialog that was asked within it stays open with all that was typed
 * while the act is sent; asked again, it says what stood in the way and waits for the next answer.
 */
export class Attempt {
  private readonly open = new Map<string, OpenQuestion>();
  private stopped: Stopped | null = null;

  /** True while a dialog holds what the person typed. */
  get holds(): boolean {
    return this.open.size > 0;
  }

  stop(stopped: Stopped): void {
    this.stopped = stopped;
  }

  end(): void {
    for (const { ref } of this.open.values()) ref.close();
    this.open.clear();
  }

  /** For `Questions`: the answer of the dialog of this name; null when it was closed. */
  async ask<A>(name: string, show: () => OpenQuestion): Promise<A | null> {
    const shown = this.open.get(name) ?? show();
    if (!this.open.has(name)) {
      this.open.set(name, shown);
      shown.ref.afterClosed().subscribe(() => this.open.delete(name));
    }
    const { stopped } = this;
    this.stopped = null;
    return new Promise((resolve) => {
      shown.ref.afterClosed().subscribe(() => resolve(null));
      void shown.answers.next(stopped).then((answer) => resolve(answer as A));
    });
  }
}

/** Opens dialogs that ask one thing: every asker goes through it. The component provides `Answers`. */
@Injectable({ providedIn: 'root' })
export class Questions {
  private readonly dialog = inject(MatDialog);

  /** The answer, or null when the person thought better of it. `name` tells the dialogs of one attempt apart. */
  ask<A>(component: ComponentType<unknown>, question: { readonly name: string; readonly data: unknown; readonly width: string }, attempt?: Attempt): Promise<A | null> {
    const show = (): OpenQuestion => {
      const ref = this.dialog.open(component, { data: question.data, width: question.width, maxWidth: '94vw' });
      return { ref, answers: ref.componentRef!.injector.get<Answers<unknown>>(Answers) };
    };
    if (attempt !== undefined) return attempt.ask<A>(question.name, show);
    const { ref } = show();
    return new Promise((resolve) => ref.afterClosed().subscribe((answer) => resolve((answer as A | undefined) ?? null)));
  }
}
