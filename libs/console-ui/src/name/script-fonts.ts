import { DOCUMENT, Injectable, InjectionToken, inject } from '@angular/core';

export type Script = 'jp' | 'kr' | 'arabic' | 'hebrew' | 'devanagari' | 'thai';

const tests: readonly [Script, RegExp][] = [
  ['kr', /\p{Script=Hangul}/u],
  ['jp', /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u],
  ['arabic', /\p{Script=Arabic}/u],
  ['hebrew', /\p{Script=Hebrew}/u],
  ['devanagari', /\p{Script=Devanagari}/u],
  ['thai', /\p{Script=Thai}/u],
];

/** Scripts of a text that the Latin face does not cover. */
export const scriptsIn = (text: string): Script[] => tests.filter(([, test]) => test.test(text)).map(([script]) => script);

/** Address of the sheet with the faces of one script. */
export const SCRIPT_SHEET = new InjectionToken<(script: Script) => string>('SCRIPT_SHEET', { factory: () => (script) => `font-${script}.css` });

/** Fetches the sheet of a script once, when a text in it is first shown: most sites never load most of them. */
@Injectable({ providedIn: 'root' })
export class ScriptFonts {
  private readonly document = inject(DOCUMENT);
  private readonly sheet = inject(SCRIPT_SHEET);
  private readonly asked = new Set<Script>();

  seen(text: string): void {
    for (const script of scriptsIn(text)) {
      if (this.asked.has(script)) continue;
      this.asked.add(script);
      const link = this.document.createElement('link');
      link.rel = 'stylesheet';
      link.href = this.sheet(script);
      this.document.head.append(link);
    }
  }
}
