import { DestroyRef, DOCUMENT, Injectable, inject, signal } from '@angular/core';
import { chordOf, isSingleKey } from './chord';

export interface KeyBinding {
  /** One or more ways to press it; see `chordOf` for how keys are written. */
  readonly keys: readonly string[];
  /** What it does, for the help sheet: "Claim this exam". */
  readonly does: string;
  readonly run: (event: KeyboardEvent) => void;
  readonly when?: () => boolean;
}

export interface KeyScope {
  /** Heading in the help sheet: "List", "Everywhere". */
  readonly name: string;
  /** Where focus must be; null for everywhere. */
  readonly element: HTMLElement | null;
  readonly bindings: readonly KeyBinding[];
}

const SEQUENCE_MS = 1000;
const TYPING = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=""], [contenteditable=true]';
const PRESSABLE = 'button, a[href], input, select, textarea, summary, [role=button], [role=menuitem], [role=option], [role=tab]';

/**
 * All keys of the console. Screens register scopes; the innermost scope that holds the focus wins. Single-key shortcuts can be turned off.
 * While somebody types, only keys with Ctrl, Command or Alt work; Enter and Space are left to what has the focus.
 */
@Injectable({ providedIn: 'root' })
export class Keymap {
  private readonly document = inject(DOCUMENT);
  private readonly registered = signal<readonly KeyScope[]>([]);
  private pending: { readonly chord: string; readonly at: number } | null = null;

  /** Scopes now on the page, for the help sheet. */
  readonly scopes = this.registered.asReadonly();
  /** False switches off shortcuts that are a single character. */
  readonly singleKeys = signal(true);

  constructor() {
    const listener = (event: KeyboardEvent) => this.handle(event);
    this.document.addEventListener('keydown', listener);
    inject(DestroyRef).onDestroy(() => this.document.removeEventListener('keydown', listener));
  }

  /** Adds a scope; the answer takes it away again. Give the `DestroyRef` of a component to have that done at its end. */
  register(scope: KeyScope, until?: DestroyRef): () => void {
    this.registered.update((scopes) => [...scopes, scope]);
    const remove = () => this.registered.update((scopes) => scopes.filter((s) => s !== scope));
    until?.onDestroy(remove);
    return remove;
  }

  private handle(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const target = event.target instanceof Element ? event.target : this.document.body;
    const chord = chordOf(event);
    const typed = this.pending !== null && event.timeStamp - this.pending.at < SEQUENCE_MS ? `${this.pending.chord} ${chord}` : chord;
    this.pending = null;
    const eligible = this.eligible(target, chord);
    const hit = this.find(eligible, typed) ?? this.find(eligible, chord);
    if (hit) {
      event.preventDefault();
      hit.run(event);
    } else if (eligible.some((b) => b.keys.some((k) => k.startsWith(`${chord} `)))) {
      this.pending = { chord, at: event.timeStamp };
    }
  }

  /** Bindings that may answer here, innermost and newest scope first. */
  private eligible(target: Element, chord: string): KeyBinding[] {
    const modal = target.closest('[aria-modal=true]');
    const plain = isSingleKey(chord);
    if (target.closest(TYPING) && !/^(Mod|Alt)\+/.test(chord)) return [];
    if ((chord === 'Enter' || chord === 'Space') && target.closest(PRESSABLE)) return [];
    if (plain && !this.singleKeys()) return [];
    return this.registered()
      .filter((s) => (s.element === null ? modal === null : s.element.contains(target) && (modal === null || modal.contains(s.element))))
      .toReversed()
      .sort((a, b) => depth(b.element) - depth(a.element))
      .flatMap((s) => s.bindings.filter((b) => b.when?.() ?? true));
  }

  private find(bindings: readonly KeyBinding[], keys: string): KeyBinding | undefined {
    return bindings.find((b) => b.keys.includes(keys));
  }
}

function depth(element: Element | null): number {
  let levels = 0;
  for (let e = element; e !== null; e = e.parentElement) levels += 1;
  return levels;
}
