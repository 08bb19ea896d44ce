import { type ComponentFixture, TestBed } from '@angular/core/testing';
import type { ArchivePriors, InstanceView, PriorCopyView, SeriesView } from '@causeway/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { provideConsole, refuse, server } from '../testing/console-testing';
import { SURFACES } from './surface';
import { FakeSurfaces } from './testing/fake-surface';
import { Viewer } from './viewer';

const LIST = '/api/v1/exams/e1/archive-priors';
const series = { seriesUid: '2.25.1.1', number: 3, modality: 'CT', description: 'Axial', instances: 1 };
const prior = { studyUid: '2.25.9', description: 'CT Head, old', studyDate: '2024-06-03', modality: 'CT', images: 2 };
const instance = (n: number, seriesUid = '2.25.1.1'): InstanceView => ({
  sopUid: `${seriesUid}.${n}`, seriesUid, number: n, sopClass: '1.2.840.10008.5.1.4.1.1.2', transferSyntax: '1.2.840.10008.1.2.1', rows: 8, columns: 8, frames: 1, bytes: 10, sha256: '', findings: [],
});
const copied = (instances: number): SeriesView => ({ seriesUid: '2.25.9.1', number: 1, modality: 'CT', description: 'Axial', instances, transferSyntaxes: [], sopClasses: [], contentKind: 'radiology', findings: [], thumbnail: { sopUid: 'x' } });
const copy = (more: Partial<PriorCopyView>): PriorCopyView => ({ id: 'c1', state: 'here', images: 2, expected: 2, cause: null, endsAt: '2026-11-25T16:00:00Z', series: [copied(2)], ...more });

describe('earlier exams of the house’s archive', () => {
  let fixture: ComponentFixture<Viewer>;
  const element = () => fixture.nativeElement as HTMLElement;
  const text = () => (element().textContent ?? '').replace(/\s+/g, ' ');
  const settle = async () => {
    await new Promise((done) => setTimeout(done, 10));
    await fixture.whenStable();
  };
  const button = (words: string) => [...element().querySelectorAll<HTMLElement>('button')].find((b) => b.textContent?.includes(words));
  async function open(answer: Partial<ArchivePriors> | number): Promise<void> {
    TestBed.configureTestingModule({ providers: [...provideConsole(), { provide: SURFACES, useValue: new FakeSurfaces() }] });
    fixture = TestBed.createComponent(Viewer);
    for (const [name, value] of Object.entries({ examId: 'e1', studyUid: '2.25.1', series })) fixture.componentRef.setInput(name, value);
    document.body.append(fixture.nativeElement);
    await settle();
    server().expectOne('/api/v1/exams/e1/instances?series=2.25.1.1').flush([instance(1)]);
    if (typeof answer === 'number') refuse(LIST, answer);
    else server().expectOne(LIST).flush({ asked: true, priors: [], trouble: null, ...answer });
    await settle();
    await settle();
  }
  const besideIt = async (answer: PriorCopyView): Promise<void> => {
    button('Prior')!.click();
    await settle();
    const asked = server().expectOne({ method: 'POST', url: LIST });
    expect(asked.request.body).toEqual({ studyUid: '2.25.9' });
    asked.flush(answer);
    await settle();
  };

  beforeEach(() => vi.stubGlobal('ResizeObserver', class { observe() { /* nothing changes size here */ } disconnect() { /* nothing to stop */ } }));
  afterEach(() => {
    fixture.nativeElement.remove();
    TestBed.resetTestingModule();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('are offered, and one opens beside by the address of its copy', async () => {
    await open({ priors: [prior] });
    await besideIt(copy({}));
    server().expectOne(`${LIST}/c1/instances?series=2.25.9.1`).flush([instance(1, '2.25.9.1'), instance(2, '2.25.9.1')]);
    await settle();
    await settle();
    expect(element().querySelector('optgroup')?.label).toBe('In our archive');
    expect(element().querySelectorAll('cw-stack-pane')).toHaveLength(2);
    expect(text()).toContain('From our archive');
  });

  it('stand under those that came through here', async () => {
    await open({ priors: [prior] });
    fixture.componentRef.setInput('priors', [{ examId: 'e0', studyUid: '2.25.8', description: 'CT of Lakeview', studyDate: null, modality: 'CT' }]);
    await settle();
    button('Prior')!.click();
    await settle();
    server().expectOne('/api/v1/inbound/e0').flush({ series: [] });
    await settle();
    expect([...element().querySelectorAll('optgroup')].map((g) => [g.label, g.textContent!.trim()])).toEqual([['Came through here', 'CT of Lakeview'], ['In our archive', 'CT Head, old, 03 Jun 2024']]);
  });

  it('show their images as they come', async () => {
    await open({ priors: [prior] });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
    await besideIt(copy({ state: 'coming', images: 0, expected: null, series: [] }));
    expect(text()).toContain('It is fetched from our archive.');
    await vi.advanceTimersByTimeAsync(1000);
    server().expectOne(`${LIST}/c1`).flush(copy({ state: 'coming', images: 1, expected: 2, series: [copied(1)] }));
    await settle();
    server().expectOne(`${LIST}/c1/instances?series=2.25.9.1`).flush([instance(1, '2.25.9.1')]);
    await settle();
    expect(text()).toContain('1 of 2 here');
    expect(element().querySelectorAll('cw-stack-pane')).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1000);
    server().expectOne(`${LIST}/c1`).flush(copy({}));
    await settle();
    await vi.advanceTimersByTimeAsync(2500);
    server().expectOne(`${LIST}/c1/instances?series=2.25.9.1`).flush([instance(1, '2.25.9.1'), instance(2, '2.25.9.1')]);
    await settle();
    expect(text()).not.toContain('here');
    server().expectNone(`${LIST}/c1`);
  });

  it('say why one did not come, and are asked for again', async () => {
    await open({ priors: [prior] });
    await besideIt(copy({ state: 'failed', images: 0, series: [], cause: 'Our archive does not give exams over this connection.' }));
    expect(element().querySelector('[role=alert]')?.textContent).toContain('Our archive does not give exams over this connection.');
    button('Try again')!.click();
    await settle();
    server().expectOne({ method: 'POST', url: LIST }).flush(copy({}));
    await settle();
    expect(element().querySelector('.beside [role=alert]')).toBeNull();
  });

  it('of an archive that does not answer hide nothing and are not passed over in silence', async () => {
    await open({ trouble: 'Nobody listens there.' });
    expect(text()).toContain('Earlier exams of our archive: no answer');
    expect(button('Prior')).toBeUndefined();
    fixture.nativeElement.remove();
    TestBed.resetTestingModule();
    await open(503);
    expect(text()).toContain('no answer');
  });
});
