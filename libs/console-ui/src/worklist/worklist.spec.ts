import { Component, signal, viewChild } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { WorklistCell, type WorklistColumn, type WorklistSort } from './column';
import { Worklist } from './worklist';

interface Row {
  readonly id: string;
}
const rowsOf = (n: number): Row[] => Array.from({ length: n }, (_, i) => ({ id: `r${i}` }));

@Component({
  imports: [Worklist, WorklistCell],
  template: `
    <cw-worklist
      label="Exams" [rows]="rows()" [columns]="columns" [keyOf]="keyOf" [nameOf]="keyOf" [total]="total()" [arrived]="arrived()" [changed]="changed()"
      [(selected)]="selected" [(sort)]="sort" (opened)="opened.push($event.id)" (previewed)="previewed.push($event.id)" (applied)="applied = applied + 1">
      <ng-template cwCell="name" [cwCellOf]="rows()" let-row><b>{{ row.id }}</b><button type="button">Act</button></ng-template>
      <p cwEmpty>Nothing here</p>
    </cw-worklist>
  `,
})
class Host {
  readonly rows = signal(rowsOf(4));
  readonly total = signal<number | undefined>(undefined);
  readonly arrived = signal(0);
  readonly changed = signal(0);
  readonly selected = signal<ReadonlySet<string>>(new Set());
  readonly sort = signal<WorklistSort | null>(null);
  readonly opened: string[] = [];
  readonly previewed: string[] = [];
  applied = 0;
  readonly columns: readonly WorklistColumn[] = [{ id: 'name', head: 'Name', width: '1fr', sortable: true }];
  readonly keyOf = (row: Row): string => row.id;
  readonly list = viewChild.required<Worklist<Row>>(Worklist);
}

describe('the worklist', () => {
  let fixture: ComponentFixture<Host>;
  let host: Host;
  const element = (): HTMLElement => fixture.nativeElement as HTMLElement;
  const bodyRows = (): HTMLElement[] => [...element().querySelectorAll<HTMLElement>('.body')];
  const press = async (key: string, more: KeyboardEventInit = {}) => {
    (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
    await fixture.whenStable();
  };

  beforeEach(async () => {
    globalThis.ResizeObserver ??= class {
      observe(): void { return; }
      unobserve(): void { return; }
      disconnect(): void { return; }
    };
    fixture = TestBed.createComponent(Host);
    host = fixture.componentInstance;
    document.body.append(element());
    await fixture.whenStable();
    await new Promise((done) => setTimeout(done, 20));
    await fixture.whenStable();
  });

  it('tells how many rows there are, also those not loaded', async () => {
    host.total.set(10_000);
    await fixture.whenStable();
    expect(element().querySelector('[role=grid]')!.getAttribute('aria-rowcount')).toBe('10001');
    expect(bodyRows()[0]!.getAttribute('aria-rowindex')).toBe('2');
    expect(element().querySelector('.foot')!.textContent).toContain('4 of 10,000 shown');
  });

  it('gives Tab one row to land on', () => {
    expect(bodyRows().map((r) => r.tabIndex)).toEqual([0, -1, -1, -1]);
  });

  it('moves the focus with j and k and stops at the ends', async () => {
    bodyRows()[0]!.focus();
    await press('j');
    await press('j');
    await press('k');
    expect(document.activeElement).toBe(bodyRows()[1]);
    await press('k');
    await press('k');
    expect(document.activeElement).toBe(bodyRows()[0]);
  });

  it('selects with x and extends with Shift and arrows', async () => {
    bodyRows()[1]!.focus();
    await press('x');
    await press('ArrowDown', { shiftKey: true });
    await press('ArrowDown', { shiftKey: true });
    expect([...host.selected()]).toEqual(['r1', 'r2', 'r3']);
    expect(bodyRows().map((r) => r.getAttribute('aria-selected'))).toEqual(['false', 'true', 'true', 'true']);
    await press('Escape');
    expect(host.selected().size).toBe(0);
  });

  it('opens with Enter, previews with Space, and leaves both to a button inside a row', async () => {
    bodyRows()[2]!.focus();
    await press('Enter');
    await press(' ');
    bodyRows()[2]!.querySelector<HTMLElement>('b + button')!.focus();
    await press('Enter');
    expect(host.opened).toEqual(['r2']);
    expect(host.previewed).toEqual(['r2']);
  });

  it('keeps the cursor on its row when rows come in above it', async () => {
    bodyRows()[1]!.focus();
    await fixture.whenStable();
    host.rows.set([{ id: 'new' }, ...rowsOf(4)]);
    await fixture.whenStable();
    expect(host.list().active()).toBe('r1');
    expect(bodyRows().findIndex((r) => r.classList.contains('active'))).toBe(2);
  });

  it('says what waits, and takes it in only when told', async () => {
    host.arrived.set(3);
    host.changed.set(2);
    await fixture.whenStable();
    expect(element().querySelector('[role=status]')!.textContent).toContain('3 new, 2 changed. Rows stay where they are until you press');
    expect(host.applied).toBe(0);
    document.body.focus();
    await press('.');
    expect(host.applied).toBe(1);
  });

  it('sorts by a head and turns around on the second press', async () => {
    const head = element().querySelector<HTMLButtonElement>('[role=columnheader] button')!;
    head.click();
    await fixture.whenStable();
    expect(head.closest('[role=columnheader]')!.getAttribute('aria-sort')).toBe('ascending');
    head.click();
    expect(host.sort()).toEqual({ column: 'name', order: 'desc' });
  });

  it('shows what the screen says about an empty list', async () => {
    host.rows.set([]);
    await fixture.whenStable();
    expect(element().querySelector('.nothing')!.textContent).toContain('Nothing here');
  });
});
