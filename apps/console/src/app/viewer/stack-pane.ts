import { afterNextRender, Component, computed, DestroyRef, effect, type ElementRef, inject, input, output, signal, untracked, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon, OwnScript } from '@causeway/console-ui';
import { Preferences } from '../core/preferences/preferences';
import { renderedFrameUrl } from './addresses';
import { Cine } from './cine';
import { failureFrom, failureWords } from './frame-failure';
import { overlayLines } from './overlay-lines';
import { type ShownFrame, Stack } from './stack';
import { SURFACES, type StackSurface, type SurfaceReading, type ViewerTool } from './surface';
import type { Frame } from './viewer-model';
import { ViewerApi } from './viewer.api';

const NO_READING: SurfaceReading = { window: null, zoom: 1, inverted: false };
const WHEEL_STEP = 40;
/** A picture that comes quickly should not flash a notice. */
const PATIENCE_MS = 250;

/** One stack: the surface it is drawn on, the words over it, its scroll bar, and a tile for a picture that cannot be shown. */
@Component({
  selector: 'cw-stack-pane',
  imports: [Icon, MatButton, OwnScript],
  templateUrl: './stack-pane.html',
  styleUrl: './stack-pane.scss',
  host: { '[class.active]': 'active()', '(pointerdown)': 'activated.emit()', '(focusin)': 'activated.emit()' },
})
export class StackPane {
  readonly frames = input.required<readonly Frame[]>();
  readonly label = input.required<string>();
  /** Stands over the pictures first: "Local prior". */
  readonly title = input<string | null>(null);
  readonly active = input(false);
  /** The list of pictures is on its way. */
  readonly loading = input(false);
  readonly tool = input<ViewerTool>('window');
  /** Pictures of the server instead of pixels drawn here. */
  readonly pictures = input(false);
  readonly activated = output<void>();
  readonly shown = output<ShownFrame | null>();
  readonly unusable = output<number>();
  /** The surface broke: the viewer goes on with pictures of the server. */
  readonly broke = output<void>();

  private readonly stage = viewChild.required<ElementRef<HTMLElement>>('stage');
  private readonly surfaces = inject(SURFACES);
  private readonly api = inject(ViewerApi);
  private readonly namesHidden = inject(Preferences).namesHidden;
  private readonly surface = signal<StackSurface | null>(null);
  private readonly ready = signal(false);
  private wheeled = 0;

  readonly stack = new Stack();
  readonly cine = new Cine(
    computed(() => this.stack.shown()?.facts?.frameRate ?? null),
    () => this.advance(),
  );
  readonly reading = computed(() => this.surface()?.reading() ?? NO_READING);
  readonly tools = computed(() => this.surface()?.tools ?? []);
  readonly draws = computed(() => this.surface()?.kind === 'pixels');

  protected readonly late = signal(false);
  protected readonly drawn = signal<{ readonly key: string; readonly address: string } | null>(null);
  protected readonly drawnFault = signal<string | null>(null);
  protected readonly lines = computed(() => {
    const shown = this.stack.shown();
    const frame = shown?.frame ?? this.stack.current();
    return overlayLines({
      facts: shown?.facts ?? null,
      index: frame === null ? 0 : Math.max(0, this.stack.frames().findIndex((f) => f.key === frame.key)),
      count: this.stack.frames().length,
      frame: frame !== null && frame.frames > 1 ? frame.frame : null,
      transferSyntax: frame?.transferSyntax ?? '',
      window: this.reading().window,
      zoom: shown === null ? null : this.reading().zoom,
      namesHidden: this.namesHidden(),
      title: this.title(),
    });
  });
  protected readonly edges = computed(() => this.stack.shown()?.facts?.edges ?? null);
  protected readonly tile = computed(() => {
    const failure = this.stack.failure();
    const frame = this.stack.current();
    return failure === null || frame === null ? null : { ...failureWords(failure, frame.transferSyntax), failure, frame };
  });
  protected readonly picture = computed(() => (this.drawn()?.key === this.stack.current()?.key ? this.drawn() : null));

  constructor() {
    afterNextRender(() => this.ready.set(true));
    effect((onCleanup) => {
      if (!this.ready()) return;
      const pictures = this.pictures();
      onCleanup(untracked(() => this.open(pictures)));
    });
    effect(() => {
      const frames = this.frames();
      untracked(() => this.stack.take(frames));
    });
    effect(() => this.surface()?.useTool(this.tool()));
    effect(() => this.shown.emit(this.stack.shown()));
    effect(() => this.unusable.emit(this.stack.failures().size));
    effect(() => {
      if (this.surface()?.broken()) this.broke.emit();
    });
    effect((onCleanup) => {
      this.late.set(false);
      if (!this.stack.waiting() && !this.loading()) return;
      const timer = setTimeout(() => this.late.set(true), PATIENCE_MS);
      onCleanup(() => clearTimeout(timer));
    });
    effect(() => {
      this.stack.current();
      untracked(() => this.forgetPicture());
    });
    inject(DestroyRef).onDestroy(() => this.forgetPicture());
  }

  /** Forward or back; while the film runs it stops. */
  step(by: number): void {
    this.cine.playing.set(false);
    this.stack.step(by);
  }

  go(index: number): void {
    this.cine.playing.set(false);
    this.stack.go(index);
  }

  setWindow(setting: { readonly width: number; readonly centre: number } | null): void {
    this.surface()?.setWindow(setting);
  }

  invert(): void {
    this.surface()?.invert();
  }

  fit(): void {
    this.surface()?.fit();
  }

  protected slide(event: Event): void {
    this.go(Number((event.target as HTMLInputElement).value));
  }

  protected wheel(event: WheelEvent): void {
    event.preventDefault();
    this.wheeled += event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * WHEEL_STEP;
    const steps = Math.trunc(this.wheeled / WHEEL_STEP);
    this.wheeled -= steps * WHEEL_STEP;
    if (steps !== 0) this.step(steps);
  }

  /** Asks the server to draw the picture at hand. */
  protected async askServer(frame: Frame): Promise<void> {
    this.drawnFault.set(null);
    try {
      const blob = await this.api.picture(renderedFrameUrl(frame));
      this.drawn.set({ key: frame.key, address: URL.createObjectURL(blob) });
    } catch (error) {
      this.drawnFault.set(failureWords(failureFrom(error), frame.transferSyntax).title);
    }
  }

  private advance(): void {
    if (!this.stack.waiting()) this.stack.step(1, true);
  }

  private forgetPicture(): void {
    const drawn = untracked(this.drawn);
    if (drawn !== null) URL.revokeObjectURL(drawn.address);
    this.drawn.set(null);
    this.drawnFault.set(null);
  }

  /** Opens a surface of the wanted kind; the answer closes it, also when it has not come yet. */
  private open(pictures: boolean): () => void {
    const element = this.stage().nativeElement;
    let close = (): void => undefined;
    let gone = false;
    const opened = pictures ? this.surfaces.pictures(element) : this.surfaces.pixels(element);
    opened.then(
      (surface) => {
        if (gone) return surface.close();
        const watch = new ResizeObserver(() => surface.resize());
        watch.observe(element);
        close = () => {
          watch.disconnect();
          this.surface.set(null);
          this.stack.use(null);
          surface.close();
        };
        this.surface.set(surface);
        this.stack.use(surface);
      },
      () => this.broke.emit(),
    );
    return () => {
      gone = true;
      close();
    };
  }
}
