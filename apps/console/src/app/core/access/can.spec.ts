import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from 'vitest';
import { Access } from './access';
import { Can } from './can';

@Component({ imports: [Can], template: `<button *cwCan="'transfer.retry'">Retry</button>` })
class Host {}

describe('what a person may', () => {
  it('shows and hides with the rules, without a reload', async () => {
    const fixture = TestBed.createComponent(Host);
    const button = () => (fixture.nativeElement as HTMLElement).querySelector('button');
    await fixture.whenStable();
    expect(button()).toBeNull();
    TestBed.inject(Access).take([{ action: 'retry', subject: 'transfer' }]);
    await fixture.whenStable();
    expect(button()).not.toBeNull();
    TestBed.inject(Access).take([]);
    await fixture.whenStable();
    expect(button()).toBeNull();
  });

  it('looks at the thing where there is one, and names the step that is missing', () => {
    const access = TestBed.inject(Access);
    access.take([{ action: 'unlink', subject: 'match', conditions: { facilityIds: { $in: ['f1'] }, reauthenticated: true } }]);
    expect(access.can('match.unlink')).toBe(true);
    expect(access.can('match.unlink', { kind: 'match', facilityIds: ['f2'], reauthenticated: true })).toBe(false);
    expect(access.step('match.unlink', { kind: 'match', facilityIds: ['f1'] })).toBe('reauthenticate');
    expect(access.step('match.unlink', { kind: 'match', facilityIds: ['f2'] })).toBe('denied');
  });
});
