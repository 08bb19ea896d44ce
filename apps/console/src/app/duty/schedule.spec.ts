import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Shift } from '@causeway/domain';
import { expect, it } from 'vitest';
import { daysFrom, fromField, spanWords, toField } from './duty-words';
import { Schedule } from './schedule';

const ZONE = 'America/New_York';
const at = (text: string): number => fromField(text, ZONE) ?? NaN;

@Component({ imports: [Schedule], template: `<cw-duty-schedule [days]="days" [tracks]="[{ name: 'On duty', shifts }]" [zone]="zone" [now]="now" [names]="names" me="ana" (choose)="chosen.set($event)" />` })
class Host {
  readonly zone = ZONE;
  // the week in which the clock goes back an hour, on its Sunday
  readonly days = daysFrom(at('2026-10-28T12:00'), ZONE, 7);
  readonly now = at('2026-10-27T03:00');
  readonly names = new Map([['ana', 'Dr. Ana']]);
  readonly chosen = signal<Shift | null>(null);
  readonly shifts: Shift[] = [
    { from: at('2026-10-26T19:00'), to: at('2026-10-27T07:00'), person: 'ana', layer: 'rotation', source: 'r' },
    { from: at('2026-10-31T19:00'), to: at('2026-11-02T07:00'), person: null, layer: 'gap', source: null },
  ];
}

async function shown() {
  TestBed.configureTestingModule({ imports: [Host] });
  const fixture = TestBed.createComponent(Host);
  await fixture.whenStable();
  return { fixture, bars: [...(fixture.nativeElement as HTMLElement).querySelectorAll<HTMLButtonElement>('button')] };
}

it('a bar says who, from when to when and by which layer; a gap says that nobody is', async () => {
  const { bars } = await shown();
  expect(bars.map((b) => b.getAttribute('aria-label'))).toEqual(['Dr. Ana, Mon 26 Oct 19:00 to Tue 27 Oct 07:00, by rotation', 'Nobody, Sat 31 Oct 19:00 to Mon 2 Nov 07:00']);
  expect(bars.map((b) => b.textContent.trim())).toEqual(['Dr. Ana', 'Nobody']);
  expect(bars[0]?.classList.contains('mine')).toBe(true);
});

it('a day is one seventh wide, also one of 25 hours, and a bar ends with the week', async () => {
  const { bars } = await shown();
  const [left, width] = [parseFloat(bars[1]?.style.left ?? ''), parseFloat(bars[1]?.style.width ?? '')];
  expect(left).toBeCloseTo((5 + 19 / 24) * (100 / 7), 5);
  expect(left + width).toBeCloseTo(100, 5);
});

it('a press on a bar chooses its hours', async () => {
  const { fixture, bars } = await shown();
  bars[1]?.click();
  expect(fixture.componentInstance.chosen()).toMatchObject({ person: null, from: at('2026-10-31T19:00') });
});

it('fields show and take the clock of the rota’s zone, on both sides of a change of the clock', () => {
  for (const text of ['2026-10-31T19:00', '2026-11-01T19:00', '2026-03-08T03:30']) expect(toField(at(text), ZONE)).toBe(text);
  expect(fromField('no time', ZONE)).toBeNull();
  expect(spanWords(at('2026-11-01T08:00'), at('2026-11-01T17:00'), ZONE)).toBe('Sun 1 Nov 08:00 to 17:00');
});
