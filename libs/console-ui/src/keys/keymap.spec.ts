import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Keymap } from './keymap';

describe('the keymap', () => {
  let keymap: Keymap;
  let pane: HTMLElement;
  let said: string[];
  const says = (keys: string, what: string) => ({ keys: [keys], does: what, run: () => said.push(what) });
  const press = (key: string, on: Element = document.body, more: KeyboardEventInit = {}) =>
    on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));

  beforeEach(() => {
    said = [];
    document.body.innerHTML = '<div id="pane" tabindex="-1"><button>Press</button><input><input type="checkbox"></div><div aria-modal="true"><button>Yes</button></div>';
    pane = document.querySelector('#pane')!;
    keymap = TestBed.inject(Keymap);
  });
  afterEach(() => TestBed.resetTestingModule());

  it('lets the innermost scope answer and others elsewhere', () => {
    keymap.register({ name: 'Everywhere', element: null, bindings: [says('x', 'page')] });
    keymap.register({ name: 'Pane', element: pane, bindings: [says('x', 'pane')] });
    press('x', pane);
    press('x');
    expect(said).toEqual(['pane', 'page']);
  });

  it('keeps still while somebody types, except with Ctrl', () => {
    keymap.register({ name: 'Everywhere', element: null, bindings: [says('x', 'x'), says('Mod+k', 'palette')] });
    press('x', pane.querySelector('input')!);
    press('k', pane.querySelector('input')!, { ctrlKey: true });
    press('x', pane.querySelector('[type=checkbox]')!);
    expect(said).toEqual(['palette', 'x']);
  });

  it('leaves Enter and Space to the button that has the focus', () => {
    keymap.register({ name: 'Pane', element: pane, bindings: [says('Enter', 'open'), says('Space', 'preview')] });
    const taken = press('Enter', pane.querySelector('button')!);
    press(' ', pane);
    expect(said).toEqual(['preview']);
    expect(taken).toBe(true);
  });

  it('can be told to ignore single keys, and then still knows the others', () => {
    keymap.register({ name: 'Pane', element: pane, bindings: [says('j', 'j'), says('ArrowDown', 'down'), says('Mod+Enter', 'sign')] });
    keymap.singleKeys.set(false);
    press('j', pane);
    press('ArrowDown', pane);
    press('Enter', pane, { ctrlKey: true });
    expect(said).toEqual(['down', 'sign']);
  });

  it('does not reach through an open dialog', () => {
    keymap.register({ name: 'Everywhere', element: null, bindings: [says('x', 'page')] });
    press('x', document.querySelector('[aria-modal] button')!);
    expect(said).toEqual([]);
  });

  it('takes two keys in a row as one, and the second alone as itself', () => {
    keymap.register({ name: 'Everywhere', element: null, bindings: [says('g i', 'inbox'), says('i', 'invert')] });
    press('g');
    press('i');
    press('i');
    expect(said).toEqual(['inbox', 'invert']);
  });

  it('asks each time whether a key holds now, and forgets a scope that is gone', () => {
    let ready = false;
    const forget = keymap.register({ name: 'Everywhere', element: null, bindings: [{ ...says('c', 'claim'), when: () => ready }] });
    press('c');
    ready = true;
    press('c');
    forget();
    press('c');
    expect(said).toEqual(['claim']);
    expect(keymap.scopes()).toEqual([]);
  });
});
