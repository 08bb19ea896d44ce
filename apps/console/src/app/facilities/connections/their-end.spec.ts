import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from 'vitest';
import { TheirEndNote, theirEnds } from './their-end';
import { kindWords } from './line-words';

describe('what a partner needs at its end', () => {
  it('is said for every kind of line there is, and never a gateway or software of ours', () => {
    for (const kind of Object.keys(kindWords)) expect(theirEnds[kind], kind).toBeDefined();
    const all = JSON.stringify(theirEnds);
    expect(all).not.toMatch(/gateway|Causeway|install/i);
  });

  it('is said to the partner itself as well, and nothing is said of a channel nobody knows', async () => {
    const fixture = TestBed.createComponent(TheirEndNote);
    const shown = async (): Promise<string> => {
      await fixture.whenStable();
      return (fixture.nativeElement as HTMLElement).textContent.replace(/\s+/g, ' ');
    };
    fixture.componentRef.setInput('kind', 'dimse');
    expect(await shown()).toContain('They need no box and no software of ours: a PACS, archive or modality of any vendor');
    fixture.componentRef.setInput('ours', true);
    expect(await shown()).toContain('You need no box');
    fixture.componentRef.setInput('kind', 'pigeon');
    expect((await shown()).trim()).toBe('');
  });
});
