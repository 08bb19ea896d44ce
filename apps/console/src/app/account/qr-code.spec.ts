import { TestBed } from '@angular/core/testing';
import { expect, it } from 'vitest';
import { QrCode } from './qr-code';

const BORDER = 4;
/** Seven by seven: a dark ring, a light one, a dark middle (ISO/IEC 18004, 6.3.3). */
const finder = (x: number, y: number): boolean => Math.max(Math.abs(x - 3), Math.abs(y - 3)) !== 2;

it('draws what readers look for: a light border, a finder in three corners, the timing between them', () => {
  const fixture = TestBed.createComponent(QrCode);
  fixture.componentRef.setInput('text', 'otpauth://totp/Westbrook:mara?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Westbrook');
  fixture.componentRef.setInput('alt', 'QR code for your app');
  fixture.detectChanges();
  const svg = (fixture.nativeElement as HTMLElement).querySelector('svg')!;
  expect(svg.getAttribute('aria-label')).toBe('QR code for your app');
  const size = Number(svg.getAttribute('viewBox')!.split(' ')[2]);
  const modules = size - 2 * BORDER;
  expect(modules % 4).toBe(1);
  const dark = new Set(svg.querySelector('path')!.getAttribute('d')!.split('z').filter(Boolean).map((square) => /^M(\d+) (\d+)h1v1h-1$/.exec(square)!.slice(1).map(Number).join()));
  const isDark = (x: number, y: number): boolean => dark.has(`${x + BORDER},${y + BORDER}`);
  for (const [left, top] of [[0, 0], [modules - 7, 0], [0, modules - 7]] as const) {
    for (let x = 0; x < 7; x++) for (let y = 0; y < 7; y++) expect(isDark(left + x, top + y), `${left + x},${top + y}`).toBe(finder(x, y));
  }
  for (let at = 8; at < modules - 8; at++) expect([isDark(at, 6), isDark(6, at)]).toEqual([at % 2 === 0, at % 2 === 0]);
  expect([...dark].some((at) => at.split(',').map(Number).some((n) => n < BORDER || n >= size - BORDER))).toBe(false);
});
