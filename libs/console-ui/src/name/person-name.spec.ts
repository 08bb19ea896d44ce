import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from 'vitest';
import { type NameModel, PersonName } from './person-name';
import { scriptsIn } from './script-fonts';

async function show(name: NameModel): Promise<HTMLElement> {
  const fixture = TestBed.createComponent(PersonName);
  fixture.componentRef.setInput('name', name);
  await fixture.whenStable();
  return fixture.nativeElement as HTMLElement;
}
const sheets = (): string[] => [...document.head.querySelectorAll<HTMLLinkElement>('link[href^="font-"]')].map((l) => l.getAttribute('href')!);

describe('a name', () => {
  it('shows Latin letters first, then its own writing apart and with its language', async () => {
    const shown = await show({ text: 'Abdulrahman, Layla', native: { text: 'عبد الرحمن، ليلى', lang: 'ar' } });
    const parts = [...shown.querySelectorAll('bdi')];
    expect(parts.map((b) => b.textContent)).toEqual(['Abdulrahman, Layla', 'عبد الرحمن، ليلى']);
    expect(parts[1]!.lang).toBe('ar');
  });

  it('fetches the faces of its script once, and none for Latin letters', async () => {
    document.head.querySelectorAll('link').forEach((l) => l.remove());
    await show({ text: 'Ó Briain, Siobhán', native: null });
    expect(sheets()).toEqual([]);
    await show({ text: 'Kim, Seo-yeon', native: { text: '김서연', lang: 'ko' } });
    await show({ text: 'Park, Ji-ho', native: { text: '박지호', lang: 'ko' } });
    expect(sheets()).toEqual(['font-kr.css']);
  });

  it('knows the scripts by their letters', () => {
    expect(scriptsIn('田中 陽翔')).toEqual(['jp']);
    expect(scriptsIn('शर्मा / ברק / มาลี')).toEqual(['hebrew', 'devanagari', 'thai']);
    expect(scriptsIn('Σταύρου, Öztürk, Иванов')).toEqual([]);
  });
});
