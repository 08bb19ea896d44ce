import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Subject } from 'rxjs';
import { expect, it } from 'vitest';
import { reloadOn } from './reload-on';

it('reads once more what changed while it was being read', () => {
  const isLoading = signal(false);
  let reads = 0;
  const resource = { isLoading, reload: () => { if (isLoading()) return false; reads++; isLoading.set(true); return true; } };
  const changes = new Subject<void>();
  TestBed.runInInjectionContext(() => reloadOn(changes, resource));
  changes.next();
  changes.next();
  changes.next();
  TestBed.tick();
  expect(reads).toBe(1);
  isLoading.set(false);
  TestBed.tick();
  expect(reads).toBe(2);
  isLoading.set(false);
  TestBed.tick();
  expect(reads).toBe(2);
});
