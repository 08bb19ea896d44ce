import { ApplicationRef, Component, computed, ElementRef, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { LiveAnnouncer } from '@angular/cdk/a11y';
import { Icon, Kbd } from '@causeway/console-ui';
import type { PolicyTrial } from '@causeway/contracts';
import type { Fault, PolicyText } from '@causeway/domain';
import { reasonWords } from '../core/why/decision-words';
import { RuleEditor } from './rule-editor';
import { type AnyRule, cellsOf, changesOf, newRule, orderedOutcome, sentenceOf } from './rule-model';
import { outcomeLine, outcomeWords } from './rule-words';

const ANSWERS: Readonly<Record<string, string>> = { true: 'fits', false: 'does not fit', null: 'not known', 'unknown-fires': 'not known, fires', 'quota-full': 'no place left' };

/** The rules of a version as a table with a sentence under each row; a draft is edited in it. Arrows walk, Alt and arrows reorder, Enter opens, Delete removes. */
@Component({
  selector: 'cw-rule-table',
  imports: [Icon, Kbd, MatButton, RuleEditor],
  templateUrl: './rule-table.html',
  styleUrl: './rule-table.scss',
})
export class RuleTable {
  readonly text = input.required<PolicyText>();
  readonly base = input<PolicyText | null>(null);
  readonly editable = input(false);
  readonly faults = input<readonly Fault[]>([]);
  /** Decisions of each rule in a replay: in the draft and in the base. */
  readonly counts = input<{ readonly draft: Readonly<Record<string, number>>; readonly base: Readonly<Record<string, number>> } | null>(null);
  /** Names of networks a rule may ask for. */
  readonly networks = input<readonly string[]>([]);
  readonly trial = input<PolicyTrial | null>(null);
  readonly caption = input.required<string>();
  readonly edited = output<PolicyText>();

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly app = inject(ApplicationRef);
  private readonly announcer = inject(LiveAnnouncer);
  protected readonly open = signal<string | null>(null);
  protected readonly changes = computed(() => changesOf(this.text(), this.base()));
  protected readonly rows = computed(() => (this.text().rules as readonly AnyRule[]).map((rule, i) => ({
    rule, number: i + 1, cells: cellsOf(rule.when), then: outcomeWords(this.ordered(rule.then)), because: reasonWords(rule.because), sentence: sentenceOf(rule, outcomeLine(this.ordered(rule.then))),
    change: this.changes().byRule.get(rule.id) ?? 'same', faults: this.faultsAt(`/rules/${i}`), count: this.countOf(rule.id), answer: this.answerOf(rule.id),
  })));
  protected readonly otherwise = computed(() => ({
    then: outcomeWords(this.ordered(this.text().default.then)), because: reasonWords(this.text().default.because), line: outcomeLine(this.ordered(this.text().default.then)), faults: this.faultsAt('/default'), count: this.countOf('default'),
    answer: this.trial()?.decidedBy.includes('default') ? 'decides' : '',
  }));
  protected readonly gone = computed(() => this.changes().gone.map((rule) => ({ id: rule.id, sentence: sentenceOf(rule, outcomeLine(this.ordered(rule.then))) })));
  protected readonly asRule = computed((): AnyRule => ({ id: 'default', when: { all: [] }, ...this.text().default }) as AnyRule);

  private ordered(outcome: object): object {
    return orderedOutcome(this.text().kind, outcome);
  }
  private faultsAt(at: string): string[] {
    return this.faults().filter((f) => f.at === at || f.at.startsWith(`${at}/`)).map((f) => f.problem);
  }
  private countOf(id: string): { readonly n: number; readonly more: number } | null {
    const counts = this.counts();
    const n = counts?.draft[id];
    return counts && n !== undefined ? { n, more: n - (counts.base[id] ?? 0) } : counts ? { n: 0, more: -(counts.base[id] ?? 0) } : null;
  }
  private answerOf(id: string): string {
    const trial = this.trial();
    if (!trial) return '';
    if (trial.decidedBy.includes(id)) return 'decides';
    const answer = trial.considered.find((c) => c.rule === id)?.answer;
    return answer === undefined ? 'not reached' : (ANSWERS[answer] ?? answer);
  }

  protected put(rule: AnyRule, id: string): void {
    this.emit((this.text().rules as readonly AnyRule[]).map((r) => (r.id === id ? rule : r)));
  }
  protected putDefault({ then, because }: AnyRule): void {
    this.edited.emit({ ...this.text(), default: { then, because } } as PolicyText);
  }
  add(): void {
    if (!this.editable()) return;
    const rule = newRule(this.text());
    this.emit([...(this.text().rules as readonly AnyRule[]), rule]);
    this.open.set(rule.id);
    this.focusOn(rule.id, 'select, input');
  }
  protected remove(id: string): void {
    const rules = this.text().rules as readonly AnyRule[];
    const at = rules.findIndex((r) => r.id === id);
    this.open.set(null);
    this.emit(rules.filter((r) => r.id !== id));
    this.focusOn(rules[at + 1]?.id ?? rules[at - 1]?.id ?? 'default');
    void this.announcer.announce(`Rule ${at + 1} removed`);
  }
  protected move(id: string, by: -1 | 1): void {
    const rules = [...(this.text().rules as readonly AnyRule[])];
    const at = rules.findIndex((r) => r.id === id);
    const [rule] = rules.splice(at, 1);
    if (!rule || at + by < 0 || at + by > rules.length) return;
    rules.splice(at + by, 0, rule);
    this.emit(rules);
    this.focusOn(id);
    void this.announcer.announce(`Rule is now number ${at + by + 1} of ${rules.length}`);
  }
  protected toggle(id: string): void {
    const opening = this.editable() && this.open() !== id;
    this.open.set(opening ? id : null);
    this.focusOn(id, opening ? 'cw-rule-editor select, cw-rule-editor input, cw-rule-editor textarea' : undefined);
  }
  protected key(event: KeyboardEvent, id: string): void {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (by !== 0) {
      event.preventDefault();
      if (event.altKey && this.editable() && id !== 'default') this.move(id, by);
      else if (!event.altKey) this.step(id, by);
    } else if (event.key === 'Delete' && this.editable() && id !== 'default') {
      event.preventDefault();
      this.remove(id);
    }
  }

  private step(id: string, by: -1 | 1): void {
    const ids = [...this.text().rules.map((r) => r.id), 'default'];
    const next = ids[ids.indexOf(id) + by];
    if (next) this.focusOn(next);
  }
  private emit(rules: readonly AnyRule[]): void {
    this.edited.emit({ ...this.text(), rules } as PolicyText);
  }
  private focusOn(id: string, inside = 'button.handle'): void {
    // drawn at once: a row that moves loses the focus, and the next key must find it there again
    this.app.tick();
    this.host.nativeElement.querySelector<HTMLElement>(`tbody[data-rule="${id}"] :is(${inside})`)?.focus();
  }
}
