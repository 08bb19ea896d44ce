import { Component, computed, input, model } from '@angular/core';
import { MatTabLink, MatTabNav, MatTabNavPanel } from '@angular/material/tabs';
import { countText } from '@causeway/console-ui';
import type { InboundDetail } from '@causeway/contracts';

export type SideTab = 'check' | 'summary' | 'identity' | 'tags' | 'reports' | 'custody' | 'delivery' | 'retention';

const words: readonly (readonly [tab: SideTab, word: string])[] = [
  ['check', 'Check'], ['summary', 'Summary'], ['identity', 'Identity'], ['tags', 'Tags'], ['reports', 'Reports'], ['custody', 'Custody'], ['delivery', 'Delivery'], ['retention', 'Kept'],
];

/** Where the page opens: what the address asks for, the list while the exam is checked, the delivery while it runs, else the summary. */
export function firstTab(exam: Pick<InboundDetail, 'state' | 'checklist'> | null, fragment: string | null): SideTab {
  // the patient's history stands under the reports
  const asked = words.find(([tab]) => tab === (fragment === 'history' ? 'reports' : fragment))?.[0];
  if (asked && (asked !== 'check' || exam?.checklist)) return asked;
  if (exam?.state === 'releasing' || exam?.state === 'recalling') return 'delivery';
  return exam?.checklist && (exam.state === 'checking' || exam.state === 'triaging') ? 'check' : 'summary';
}

/** The tabs beside the images. The panel is the content. */
@Component({
  selector: 'cw-side-tabs',
  imports: [MatTabLink, MatTabNav, MatTabNavPanel],
  template: `
    <nav mat-tab-nav-bar [tabPanel]="panel" aria-label="About this exam" [mat-stretch-tabs]="false" [disablePagination]="true">
      @for (tab of tabs(); track tab.tab) {
        <button mat-tab-link type="button" [active]="at() === tab.tab" (click)="at.set(tab.tab)">{{ tab.word }}@if (tab.count) {<span class="count">{{ tab.count }}</span>}</button>
      }
    </nav>
    <mat-tab-nav-panel #panel><ng-content /></mat-tab-nav-panel>
  `,
  styles: `
    :host { display: flex; flex-direction: column; min-height: 0; flex: 1; }
    nav { position: relative; flex: none; overflow-x: auto; border-bottom: 1px solid var(--mat-sys-outline-variant); --mat-tab-label-text-size: 12px; }
    button { min-width: 0; padding: 0 5px; letter-spacing: -.01em; }
    .count { margin-inline-start: 4px; font: var(--mat-sys-label-medium); color: var(--mat-sys-on-surface-variant); }
    mat-tab-nav-panel { display: block; flex: 1; min-height: 0; overflow: auto; }
  `,
})
export class SideTabs {
  readonly at = model.required<SideTab>();
  readonly hasChecklist = input(true);
  readonly reports = input(0);
  readonly deliveries = input(0);
  protected readonly tabs = computed(() => words.filter(([tab]) => tab !== 'check' || this.hasChecklist()).map(([tab, word]) => ({ tab, word, count: this.countOf(tab) })));

  private countOf(tab: SideTab): string | null {
    const n = tab === 'reports' ? this.reports() : tab === 'delivery' ? this.deliveries() : 0;
    return n === 0 ? null : countText(n);
  }
}
