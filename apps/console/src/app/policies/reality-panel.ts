import { Component, computed, inject, input, resource } from '@angular/core';
import { Note, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { EffortView, PolicyReality } from '@causeway/contracts';
import { spoken } from '../core/why/decision-words';
import { PoliciesApi } from './policies.api';

/** Fewer decisions say nothing yet. */
const ENOUGH = 30;
/** From this far apart on, in percent of the promise, a difference is marked. */
const APART = 20;
const MONTH = 30;

interface Row { readonly name: string; readonly promised: string; readonly real: string; readonly apart: boolean }

/** What the committee was shown when it voted beside what the version has decided: shares of each rule, and effort for 30 days. */
@Component({
  selector: 'cw-reality-panel',
  imports: [Note, SkeletonRows],
  templateUrl: './reality-panel.html',
  styles: `
    :host { display: block; }
    p { margin: 0; padding: 8px 14px; }
    table { width: 100%; border-collapse: collapse; }
    th, td { padding: 6px 14px; text-align: end; border-top: 1px solid var(--mat-sys-outline-variant); }
    th:first-child { text-align: start; font-weight: 400; }
    thead th { color: var(--mat-sys-on-surface-variant); font: var(--mat-sys-label-medium); border: 0; }
    cw-note { margin: 8px 14px; }
  `,
})
export class RealityPanel {
  readonly policyId = input.required<string>();
  private readonly api = inject(PoliciesApi);
  protected readonly site = inject(SiteTime);
  protected readonly loaded = resource({ params: () => this.policyId(), loader: ({ params }): Promise<PolicyReality> => this.api.reality(params) });
  protected readonly view = computed(() => (this.loaded.hasValue() ? this.loaded.value() : null));
  protected readonly few = computed(() => (this.view()?.reality.rows ?? 0) < ENOUGH);
  protected readonly rows = computed((): readonly Row[] => {
    const view = this.view();
    return view?.promise ? [...effortRows(view), ...ruleRows(view)] : [];
  });
  protected readonly apart = computed(() => !this.few() && this.rows().some((row) => row.apart));

  protected n(n: number): string {
    return n.toLocaleString('en');
  }
}

function effortRows({ promise, reality }: PolicyReality): Row[] {
  const [was, now] = [promise?.effort, reality.effort];
  const days = promise?.days ?? null;
  if (!was || !now || days === null) return [];
  const row = (name: string, of: (e: EffortView) => number): Row => {
    const [promised, real] = [(of(was) / days) * MONTH, (of(now) / reality.days) * MONTH];
    return { name, promised: whole(promised), real: whole(real), apart: far(promised, real) };
  };
  return [row('Local reads in 30 days', (e) => e.reads), row('Reader hours in 30 days', (e) => e.minutes / 60), row('Value in 30 days, USD', (e) => e.cents / 100)];
}

function ruleRows({ promise, reality }: PolicyReality): Row[] {
  if (!promise) return [];
  const ids = [...new Set([...Object.keys(promise.rules), ...Object.keys(reality.rules)])];
  const share = (n: number | undefined, rows: number): number => (rows === 0 ? 0 : ((n ?? 0) * 100) / rows);
  return ids.map((id) => {
    const [promised, real] = [share(promise.rules[id], promise.rows), share(reality.rules[id], reality.rows)];
    return { name: id === 'default' ? 'Decided by no rule' : `Decided by ${spoken(id)}`, promised: `${promised.toFixed(1)} %`, real: `${real.toFixed(1)} %`, apart: far(promised, real) && Math.abs(promised - real) >= 1 };
  });
}

const whole = (n: number): string => Math.round(n).toLocaleString('en');
const far = (promised: number, real: number): boolean => Math.abs(real - promised) * 100 > Math.max(promised, 1) * APART;
