import type { ListRange } from '@angular/cdk/collections';
import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import { NgTemplateOutlet } from '@angular/common';
import {
  afterNextRender, afterRenderEffect, Component, computed, contentChildren, DestroyRef, ElementRef, inject, input, model, output, signal, viewChild,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Icon } from '../icon/icon';
import { Kbd } from '../keys/kbd';
import { Keymap } from '../keys/keymap';
import { SkeletonRows } from '../loading/skeleton-rows';
import { countText } from '../time/numbers';
import { type RowTone, WorklistCell, type WorklistColumn, type WorklistSort } from './column';
import { DensityState } from './density';
import { cursorAfter, scrollFor, switched, withRange } from './list-cursor';
import { LiveStrip } from './live-strip';
import { type ListActs, listBindings, pageBindings } from './worklist-keys';

const INTERACTIVE = 'button, a[href], input, select, textarea';
let lists = 0;

/**
 * The one list of the console: dense rows, a cursor that is the focus, selection, sorting, ten thousand rows by virtual scrolling.
 * It shows rows as given and never moves them; a store queues what comes in and hands over the counts for the strip.
 */
@Component({
  selector: 'cw-worklist',
  imports: [CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport, Icon, Kbd, LiveStrip, NgTemplateOutlet, SkeletonRows],
  templateUrl: './worklist.html',
  styleUrl: './worklist.scss',
  // Rows have no listeners of their own: what is pressed says which row it is in. Keys come from the keymap.
  host: { '(click)': 'onClick($event)', '(dblclick)': 'onDoubleClick($event)', '(focusin)': 'onFocusIn($event)', '(focusout)': 'onFocusOut($event)' },
})
export class Worklist<T> implements ListActs {
  readonly label = input.required<string>();
  readonly rows = input.required<readonly T[]>();
  readonly columns = input.required<readonly WorklistColumn[]>();
  readonly keyOf = input.required<(row: T) => string>();
  /** Names a row for its checkbox: the patient, the transfer. */
  readonly nameOf = input.required<(row: T) => string>();
  readonly toneOf = input<(row: T) => RowTone>(() => 'plain');
  /** Keys of rows whose wash flashes once, because they just changed. */
  readonly flashing = input<ReadonlySet<string>>(new Set());
  /** How many rows there are on the server; the loaded ones may be fewer. */
  readonly total = input<number>();
  readonly state = input<'ready' | 'loading'>('ready');
  readonly selectable = input(true);
  readonly arrived = input(0);
  readonly changed = input(0);
  readonly asOf = input('');

  readonly sort = model<WorklistSort | null>(null);
  readonly selected = model<ReadonlySet<string>>(new Set());
  /** Key of the row with the cursor. */
  readonly active = model<string | null>(null);

  readonly opened = output<T>();
  readonly previewed = output<T>();
  readonly applied = output<void>();
  /** The end of the loaded rows is near: time for the next page. */
  readonly nearEnd = output<void>();

  protected readonly id = `cw-worklist-${++lists}`;
  protected readonly cells = contentChildren<WorklistCell<T>>(WorklistCell);
  protected readonly rowHeight = inject(DensityState).rowHeight;
  protected focusInside = false;

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly viewport = viewChild(CdkVirtualScrollViewport);
  private readonly grid = viewChild.required<ElementRef<HTMLElement>>('grid');
  private readonly width = signal(Number.POSITIVE_INFINITY);
  private readonly rendered = signal<ListRange>({ start: 0, end: 0 });
  private readonly focusWanted = signal(false);
  private anchor = -1;

  protected readonly keys = computed(() => this.rows().map(this.keyOf()));
  protected readonly activeIndex = computed(() => {
    const key = this.active();
    return key === null ? -1 : this.keys().indexOf(key);
  });
  /** Row that Tab reaches: the active one, or the first while none is. */
  protected readonly tabIndexRow = computed(() => Math.max(0, this.activeIndex()));
  protected readonly tabRowRendered = computed(() => this.tabIndexRow() >= this.rendered().start && this.tabIndexRow() < this.rendered().end);
  protected readonly shownColumns = computed(() => this.columns().filter((c) => (c.from ?? 0) <= this.width()));
  protected readonly tracks = computed(() => [this.selectable() ? '34px' : '', ...this.shownColumns().map((c) => c.width)].filter(Boolean).join(' '));
  protected readonly allSelected = computed(() => this.rows().length > 0 && this.keys().every((key) => this.selected().has(key)));
  protected readonly count = computed(() => this.total() ?? this.rows().length);
  protected readonly templates = computed(() => new Map(this.cells().map((cell) => [cell.cwCell(), cell.template])));
  protected readonly number = countText;
  protected readonly trackKey = (_: number, row: T): string => this.keyOf()(row);

  constructor() {
    const destroyRef = inject(DestroyRef);
    const keymap = inject(Keymap);
    keymap.register({ name: 'List', element: null, bindings: pageBindings(this) }, destroyRef);
    keymap.register({ name: 'List', element: this.host, bindings: listBindings(this) }, destroyRef);
    afterNextRender(() => {
      this.viewport()?.renderedRangeStream.pipe(takeUntilDestroyed(destroyRef)).subscribe((range) => this.onRendered(range));
      const observer = new ResizeObserver(([entry]) => {
        this.width.set(entry?.contentRect.width ?? this.width());
        this.viewport()?.checkViewportSize();
      });
      observer.observe(this.host);
      destroyRef.onDestroy(() => observer.disconnect());
    });
    // The viewport has no height while the list is empty: it must measure itself again when rows come.
    const hasRows = computed(() => this.rows().length > 0);
    afterRenderEffect(() => {
      if (hasRows()) this.viewport()?.checkViewportSize();
    });
    afterRenderEffect(() => {
      if (!this.focusWanted()) return;
      this.rendered();
      const row = this.rowElement(this.activeIndex());
      if (!row) return;
      row.focus({ preventScroll: true });
      this.focusWanted.set(false);
    });
  }

  /** Puts the focus on the row with the cursor, or on the first. */
  focus(): void {
    this.goTo(this.tabIndexRow());
  }

  move(step: number, extend = false): void {
    const from = this.activeIndex();
    const to = cursorAfter(from, step, this.rows().length);
    if (to < 0) return;
    if (extend) this.extendTo(from < 0 ? to : from, to);
    else this.anchor = to;
    this.goTo(to);
  }

  page(step: number): void {
    const rows = Math.max(1, Math.floor((this.viewport()?.getViewportSize() ?? 0) / this.rowHeight()) - 1);
    this.move(step * rows);
  }

  toEnd(last: boolean): void {
    this.goTo(last ? this.rows().length - 1 : 0);
  }

  select(): void {
    const key = this.active();
    if (key === null || !this.selectable()) return;
    this.anchor = this.activeIndex();
    this.selected.set(switched(this.selected(), key));
  }

  selectAll(): void {
    if (this.selectable()) this.selected.set(this.allSelected() ? new Set() : new Set(this.keys()));
  }

  clear(): void {
    this.selected.set(new Set());
  }

  open(): void {
    const row = this.rows()[this.activeIndex()];
    if (row !== undefined) this.opened.emit(row);
  }

  preview(): void {
    const row = this.rows()[this.activeIndex()];
    if (row !== undefined) this.previewed.emit(row);
  }

  apply(): void {
    this.applied.emit();
  }

  hasSelection(): boolean {
    return this.selected().size > 0;
  }

  waits(): boolean {
    return this.arrived() + this.changed() > 0;
  }

  protected onClick(event: MouseEvent): void {
    const index = this.indexOf(event);
    if (index < 0) return;
    const control = (event.target as Element).closest(INTERACTIVE);
    if (control?.classList.contains('pick')) return this.onPick(event, index);
    if (control) return;
    if (event.shiftKey) return this.extendTo(this.anchor < 0 ? index : this.anchor, index);
    this.anchor = index;
    this.goTo(index);
    this.preview();
  }

  protected onDoubleClick(event: MouseEvent): void {
    const index = this.indexOf(event);
    if (index < 0 || (event.target as Element).closest(INTERACTIVE)) return;
    this.active.set(this.keys()[index] ?? null);
    this.open();
  }

  protected onFocusIn(event: FocusEvent): void {
    this.focusInside = true;
    const index = this.indexOf(event);
    if (index >= 0) this.active.set(this.keys()[index] ?? null);
  }

  protected sortBy(column: WorklistColumn): void {
    const now = this.sort();
    this.sort.set({ column: column.id, order: now?.column === column.id && now.order === 'asc' ? 'desc' : 'asc' });
  }

  protected onFocusOut(event: FocusEvent): void {
    this.focusInside = event.relatedTarget instanceof Node && this.host.contains(event.relatedTarget);
  }

  private onPick(event: MouseEvent, index: number): void {
    const key = this.keys()[index];
    if (key === undefined) return;
    if (event.shiftKey && this.anchor >= 0) this.extendTo(this.anchor, index);
    else this.selected.set(switched(this.selected(), key));
    this.anchor = index;
    this.active.set(key);
  }

  /** Index of the row something happened in, or -1. */
  private indexOf(event: Event): number {
    const row = event.target instanceof Element ? event.target.closest('.body') : null;
    return row === null ? -1 : Number(row.getAttribute('aria-rowindex')) - 2;
  }

  private extendTo(anchor: number, to: number): void {
    if (!this.selectable()) return;
    if (this.anchor < 0) this.anchor = anchor;
    this.selected.set(withRange(this.selected(), this.keys(), this.anchor, to));
  }

  private goTo(index: number): void {
    const key = this.keys()[index];
    if (key === undefined) return;
    this.active.set(key);
    this.bringIntoView(index);
    this.focusWanted.set(true);
  }

  private bringIntoView(index: number): void {
    const viewport = this.viewport();
    if (!viewport) return;
    const offset = scrollFor(index, this.rowHeight(), viewport.measureScrollOffset('top'), viewport.getViewportSize());
    if (offset !== null) viewport.scrollToOffset(offset);
  }

  /** A focused row that is scrolled away takes the focus with it: the list keeps it, so that the next key still works. */
  private onRendered(range: ListRange): void {
    const index = this.activeIndex();
    if (this.focusInside && index >= 0 && (index < range.start || index >= range.end) && this.rowElement(index)?.contains(document.activeElement)) {
      this.grid().nativeElement.focus({ preventScroll: true });
    }
    this.rendered.set(range);
    if (range.end >= this.rows().length - 10 && this.rows().length < this.count()) this.nearEnd.emit();
  }

  private rowElement(index: number): HTMLElement | null {
    return this.host.querySelector<HTMLElement>(`[aria-rowindex="${index + 2}"]`);
  }
}
