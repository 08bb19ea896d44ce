import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Field, FieldInput, Icon } from '@causeway/console-ui';
import { outcomeShapes, type Condition, type Operator, type PolicyKind, type PolicyOutcomeField, type Test } from '@causeway/domain';
import { factWords, spoken } from '../core/why/decision-words';
import { type AnyRule, factChoices, factOf, firstTest, flatTests, fromTests, operatorsOf, windowWords, withOperator } from './rule-model';
import { operatorWords } from './rule-words';

const LISTS: readonly Operator[] = ['in', 'hasAny', 'hasAll', 'hasNone'];
const SPANS: readonly Operator[] = ['olderThan', 'withinLast', 'youngerThan'];

/** One rule in fields: its tests, what follows, why, and how often. What is nested is edited as JSON. */
@Component({
  selector: 'cw-rule-editor',
  imports: [Field, FieldInput, Icon, MatButton],
  templateUrl: './rule-editor.html',
  styleUrl: './rule-editor.scss',
  host: { '(keydown.escape)': 'closed.emit()' },
})
export class RuleEditor {
  readonly kind = input.required<PolicyKind>();
  readonly rule = input.required<AnyRule>();
  readonly faults = input<readonly string[]>([]);
  /** Names of networks in the directory, to choose from. */
  readonly networks = input<readonly string[]>([]);
  /** The default has no condition and no quota. */
  readonly onlyOutcome = input(false);
  /** The rule as it is now; sent at every change. */
  readonly changed = output<AnyRule>();
  readonly closed = output();

  protected readonly facts = computed(() => factChoices(this.kind()));
  protected readonly flat = computed(() => flatTests(this.rule().when));
  protected readonly json = computed(() => JSON.stringify(this.rule().when, null, 2));
  protected readonly outcome = computed(() => Object.entries(outcomeShapes[this.kind()] as Readonly<Record<string, PolicyOutcomeField>>).map(([name, field]) => ({ name, field, words: factWords(name) })));
  protected readonly orders = computed(() => this.facts().filter((f) => ['int', 'date', 'instant'].includes(f.row.type)));
  protected readonly mayCount = computed(() => !this.onlyOutcome() && !['retention', 'notification'].includes(this.kind()));
  protected readonly windows = Object.entries(windowWords);
  protected readonly pers = ['patient', 'source.facility', 'requester'] as const;
  protected readonly words = operatorWords;
  protected readonly spoken = spoken;
  protected readonly factWords = factWords;

  protected operators(test: Test): readonly Operator[] {
    return operatorsOf(factOf(test.fact)?.type ?? 'text');
  }
  protected values(test: Test): readonly string[] | null {
    const row = factOf(test.fact);
    if (row?.unit !== 'network') return row?.values ?? null;
    // one that a rule names stays to be seen, also when it left the directory
    const named = Array.isArray(test.value) ? (test.value as readonly string[]) : [];
    const all = [...new Set([...this.networks(), ...named])];
    return all.length > 0 ? all : null;
  }
  /** A network's name is written as it is. */
  protected valueWords(test: Test, value: string): string {
    return factOf(test.fact)?.unit === 'network' ? value : spoken(value);
  }
  protected shape(test: Test): 'none' | 'yes-no' | 'choice' | 'choices' | 'words' | 'number' | 'range' | 'span' | 'day' | 'text' {
    const type = factOf(test.fact)?.type;
    if (['known', 'unknown', 'isEmpty'].includes(test.op)) return 'none';
    if (LISTS.includes(test.op)) return this.values(test) ? 'choices' : 'words';
    if (SPANS.includes(test.op)) return 'span';
    if (test.op === 'between') return 'range';
    if (test.op === 'before' || test.op === 'after') return 'day';
    if (test.op === 'eq' && type === 'bool') return 'yes-no';
    if (test.op === 'eq' && (type === 'code' || type === 'id')) return this.values(test) ? 'choice' : 'text';
    return type === 'text' ? 'text' : 'number';
  }
  protected listOf(test: Test): string {
    return Array.isArray(test.value) ? test.value.join(', ') : '';
  }
  protected has(test: Test, value: string): boolean {
    return Array.isArray(test.value) && (test.value as readonly string[]).includes(value);
  }
  protected end(test: Test, i: 0 | 1): number {
    return Array.isArray(test.value) ? Number(test.value[i]) : 0;
  }

  protected setFact(i: number, event: Event): void {
    this.put(i, firstTest(valueIn(event)));
  }
  protected setOperator(i: number, test: Test, event: Event): void {
    this.put(i, withOperator(test, valueIn(event) as Operator));
  }
  protected setValue(i: number, test: Test, event: Event): void {
    const text = valueIn(event);
    const shape = this.shape(test);
    const value = shape === 'words' ? listIn(text) : shape === 'yes-no' ? text === 'yes' : shape === 'number' || shape === 'span' ? Math.round(Number(text)) : text;
    this.put(i, { ...test, value });
  }
  protected setEnd(i: number, test: Test, end: 0 | 1, event: Event): void {
    const n = Math.round(Number(valueIn(event)));
    this.put(i, { ...test, value: end === 0 ? [n, this.end(test, 1)] : [this.end(test, 0), n] });
  }
  protected setUnit(i: number, test: Test, event: Event): void {
    this.put(i, { ...test, unit: valueIn(event) as 'days' });
  }
  protected toggle(i: number, test: Test, value: string): void {
    const list = Array.isArray(test.value) ? (test.value as readonly string[]) : [];
    this.put(i, { ...test, value: list.includes(value) ? list.filter((v) => v !== value) : [...list, value] });
  }
  protected add(): void {
    const flat = this.flat();
    const used = new Set(flat?.tests.map((t) => t.fact));
    const next = this.facts().find((f) => !used.has(f.name)) ?? this.facts()[0];
    if (flat && next) this.when(fromTests(flat.joint, [...flat.tests, firstTest(next.name)]));
  }
  protected remove(i: number): void {
    const flat = this.flat();
    if (flat && flat.tests.length > 1) this.when(fromTests(flat.joint, flat.tests.filter((_, k) => k !== i)));
  }
  protected join(event: Event): void {
    const flat = this.flat();
    if (flat) this.when(fromTests(valueIn(event) as 'all', flat.tests));
  }
  protected setJson(event: Event): void {
    try {
      this.when(JSON.parse(valueIn(event)) as Condition);
    } catch {
      (event.target as HTMLTextAreaElement).setCustomValidity('This is not JSON.');
    }
  }

  protected part(name: string): unknown {
    return (this.rule().then as unknown as Record<string, unknown>)[name];
  }
  protected partText(name: string): string {
    const value = this.part(name);
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : value === undefined ? '' : Array.isArray(value) && value.every((v) => typeof v === 'string') ? value.join(', ') : JSON.stringify(value);
  }
  protected partHas(name: string, value: string): boolean {
    const list = this.part(name);
    return Array.isArray(list) && list.includes(value);
  }
  protected setPart(name: string, field: PolicyOutcomeField, event: Event): void {
    const text = valueIn(event);
    const { [name]: _gone, ...rest } = this.rule().then as unknown as Record<string, unknown>;
    if (text === '' && field.optional) return this.then(rest);
    if (field.is === 'one') return this.then({ ...rest, [name]: field.of.find((v) => String(v) === text) ?? text });
    if (field.is === 'yes-no') return this.then({ ...rest, [name]: text === 'true' });
    if (field.is === 'words') return this.then({ ...rest, [name]: listIn(text) });
    if (field.is === 'keep' || field.is === 'tell') {
      try {
        return this.then({ ...rest, [name]: text === 'forever' ? text : (JSON.parse(text) as unknown) });
      } catch {
        return this.then({ ...rest, [name]: text });
      }
    }
    return this.then({ ...rest, [name]: text });
  }
  protected togglePart(name: string, value: string): void {
    const list = (this.part(name) ?? []) as readonly string[];
    const next = list.includes(value) ? list.filter((v) => v !== value) : [...list, value];
    const { [name]: _gone, ...rest } = this.rule().then as unknown as Record<string, unknown>;
    this.then(next.length === 0 ? rest : { ...rest, [name]: next });
  }
  protected setReason(event: Event): void {
    this.changed.emit({ ...this.rule(), because: valueIn(event).trim() });
  }
  protected setDoubt(event: Event): void {
    const { onUnknown: _gone, ...rest } = this.rule();
    this.changed.emit((event.target as HTMLInputElement).checked ? { ...rest, onUnknown: 'fire' } : rest);
  }
  protected toggleQuota(event: Event): void {
    const { quota: _gone, ...rest } = this.rule();
    const orderBy = (this.orders()[0]?.name ?? 'exam.receivedAt') as never;
    this.changed.emit((event.target as HTMLInputElement).checked ? { ...rest, quota: { per: 'patient', max: 2, window: 'ever', orderBy } } : rest);
  }
  protected setQuota(name: 'per' | 'max' | 'window' | 'orderBy', event: Event): void {
    const { quota } = this.rule();
    const text = valueIn(event);
    if (quota) this.changed.emit({ ...this.rule(), quota: { ...quota, [name]: name === 'max' ? Math.round(Number(text)) : text } });
  }

  private put(i: number, test: Test): void {
    const flat = this.flat();
    if (flat) this.when(fromTests(flat.joint, flat.tests.map((t, k) => (k === i ? test : t))));
  }
  private when(when: Condition): void {
    this.changed.emit({ ...this.rule(), when });
  }
  private then(then: Record<string, unknown>): void {
    this.changed.emit({ ...this.rule(), then: then as unknown as AnyRule['then'] });
  }
}

const valueIn = (event: Event): string => (event.target as HTMLInputElement).value;
const listIn = (text: string): string[] => [...new Set(text.split(',').map((part) => part.trim()).filter((part) => part !== ''))];
