import { Directive, inject, input, TemplateRef } from '@angular/core';

/** One column of a worklist: what its head says, how wide it is, and from which list width on it is shown. */
export interface WorklistColumn {
  readonly id: string;
  readonly head: string;
  /** A CSS grid track: "132px", "minmax(140px, 1fr)". */
  readonly width: string;
  readonly align?: 'end';
  readonly sortable?: boolean;
  /** Shown only where the list is at least so wide, in pixels. */
  readonly from?: number;
}

export interface WorklistSort {
  readonly column: string;
  readonly order: 'asc' | 'desc';
}

/** How a row is shown: claimed by another in second ink; gone stands where it was until the changes are applied. */
export type RowTone = 'plain' | 'claimed' | 'gone';

export interface CellContext<T> {
  readonly $implicit: T;
  readonly row: T;
  /** True while the row has the cursor: controls in it may then take a tab stop. */
  readonly active: boolean;
}

/** The cell of one column: `<ng-template cwCell="patient" [cwCellOf]="store.rows()" let-row>`. `cwCellOf` only tells the type of a row. */
@Directive({ selector: 'ng-template[cwCell]' })
export class WorklistCell<T> {
  readonly cwCell = input.required<string>();
  readonly cwCellOf = input<readonly T[]>();
  readonly template = inject<TemplateRef<CellContext<T>>>(TemplateRef);

  static ngTemplateContextGuard<T>(_cell: WorklistCell<T>, _context: unknown): _context is CellContext<T> {
    return true;
  }
}
