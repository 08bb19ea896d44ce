import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from 'vitest';
import { Access } from '../core/access/access';
import { provideConsole } from '../testing/console-testing';
import { ForbiddenPage } from './forbidden-page';

describe('the page for those who may not', () => {
  it('names the right and the roles that hold it, without machines and partners', async () => {
    TestBed.configureTestingModule({ providers: provideConsole() });
    TestBed.inject(Access).refused.set('exam.list');
    const fixture = TestBed.createComponent(ForbiddenPage);
    await fixture.whenStable();
    const text = (fixture.nativeElement as HTMLElement).textContent!;
    expect(text).toContain('exam.list');
    expect(text).toContain('PACS administrator, triage, radiologist');
    expect(text).not.toContain('API client');
    expect(text).not.toContain('partner user');
  });
});
