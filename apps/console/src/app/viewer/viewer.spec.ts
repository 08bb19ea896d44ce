import { type ComponentFixture, TestBed } from '@angular/core/testing';
import type { InstanceView } from '@causeway/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Preferences } from '../core/preferences/preferences';
import { provideConsole, refuse, server } from '../testing/console-testing';
import { FrameFailure } from './frame-failure';
import { SURFACES } from './surface';
import { FakeSurfaces } from './testing/fake-surface';
import { Viewer } from './viewer';

const series = { seriesUid: '2.25.1.1', number: 3, modality: 'CT', description: 'Axial', instances: 3 };
const listUrl = '/api/v1/exams/e1/instances?series=2.25.1.1';
const instance = (n: number, more: Partial<InstanceView> = {}): InstanceView => ({
  sopUid: `2.25.1.1.${n}`, seriesUid: '2.25.1.1', number: n, sopClass: '1.2.840.10008.5.1.4.1.1.2', transferSyntax: '1.2.840.10008.1.2.4.70', rows: 8, columns: 8, frames: 1, bytes: 10, sha256: '',
  findings: [], ...more,
});

describe('the viewer', () => {
  let fixture: ComponentFixture<Viewer>;
  let surfaces: FakeSurfaces;
  const element = () => fixture.nativeElement as HTMLElement;
  const text = () => element().textContent ?? '';
  const settle = async () => {
    await new Promise((done) => setTimeout(done, 10));
    await fixture.whenStable();
  };
  async function open(instances: readonly InstanceView[] = [instance(1), instance(2), instance(3)], webgl = true): Promise<void> {
    surfaces = new FakeSurfaces(webgl);
    TestBed.configureTestingModule({ providers: [...provideConsole(), { provide: SURFACES, useValue: surfaces }] });
    fixture = TestBed.createComponent(Viewer);
    fixture.componentRef.setInput('examId', 'e1');
    fixture.componentRef.setInput('studyUid', '2.25.1');
    fixture.componentRef.setInput('series', series);
    document.body.append(fixture.nativeElement);
    await settle();
    server().expectOne(listUrl).flush(instances);
    await settle();
    await settle();
  }
  const press = async (key: string, target: Element = element()) => {
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    await settle();
  };

  beforeEach(() => vi.stubGlobal('ResizeObserver', class { observe() { /* nothing changes size here */ } disconnect() { /* nothing to stop */ } }));
  afterEach(() => {
    fixture.nativeElement.remove();
    TestBed.resetTestingModule();
    vi.unstubAllGlobals();
  });

  it('draws the middle of the series, with the words of that picture over it', async () => {
    await open();
    expect(surfaces.last.asked).toContain('2.25.1.1.2/1');
    expect(element().querySelector('.tl')?.textContent).toContain('NAME 2.25.1.1.2/1');
    expect(element().querySelector('.tr')?.textContent).toContain('Se 7 · Im 2 / 3');
    expect(element().querySelector('.bl')?.textContent).toContain('W 80 L 40');
  });

  it('covers the name when names are hidden', async () => {
    await open();
    TestBed.inject(Preferences).namesHidden.set(true);
    await settle();
    expect(element().querySelector('.tl')?.textContent).toBe('Name hidden');
  });

  it('puts a tile over a picture that cannot be decoded, and the next one works', async () => {
    await open();
    surfaces.last.fails.set('2.25.1.1.3/1', new FrameFailure('undecodable', 'bad marker'));
    await press('ArrowDown');
    expect(element().querySelector('.tile')?.textContent).toContain('This image cannot be decoded');
    expect(element().querySelector('.tile')?.textContent).toContain('JPEG Lossless SV1');
    expect(element().querySelector('.tile')?.textContent).toContain('bad marker');
    await press('ArrowUp');
    expect(element().querySelector('.tile')).toBeNull();
    expect(element().querySelector('.tl')?.textContent).toContain('2.25.1.1.2/1');
  });

  it('lets the server draw a picture that cannot be drawn here', async () => {
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined }));
    await open([instance(1)]);
    surfaces.last.fails.set('2.25.1.1.1/1', new FrameFailure('undecodable'));
    fixture.componentRef.setInput('series', { ...series, seriesUid: '2.25.1.9' });
    await settle();
    server().expectOne('/api/v1/exams/e1/instances?series=2.25.1.9').flush([instance(1, { seriesUid: '2.25.1.9' })]);
    await settle();
    await settle();
    [...element().querySelectorAll<HTMLElement>('.tile button')].find((b) => b.textContent?.includes('server'))?.click();
    await settle();
    const request = server().expectOne('/api/v1/dicomweb/studies/2.25.1/series/2.25.1.9/instances/2.25.1.1.1/rendered?exam=e1');
    expect(request.request.headers.get('Accept')).toBe('image/jpeg');
    request.flush(new Blob(['x']));
    await settle();
    expect(element().querySelector('.tile img')?.getAttribute('src')).toBe('blob:x');
    expect(text()).toContain('Drawn by the server');
  });

  it('works from pictures of the server where the browser cannot draw, without a window', async () => {
    await open(undefined, false);
    expect(surfaces.last.kind).toBe('pictures');
    expect(text()).toContain('Pictures of the server');
  });

  it('goes on with pictures of the server when the graphics card is taken away', async () => {
    await open();
    surfaces.last.broken.set(true);
    await settle();
    await settle();
    expect(surfaces.opened.map((s) => [s.kind, s.closed])).toEqual([['pixels', true], ['pictures', false]]);
  });

  it('reads the list again when the series grows, and stays with its picture', async () => {
    await open();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    fixture.componentRef.setInput('series', { ...series, instances: 5 });
    fixture.detectChanges();
    await vi.advanceTimersByTimeAsync(2500);
    vi.useRealTimers();
    server().expectOne(listUrl).flush([1, 2, 3, 4, 5].map((n) => instance(n)));
    await settle();
    expect(element().querySelector('.tr')?.textContent).toContain('Im 2 / 5');
  });

  it('shows a series without pixels as what it is', async () => {
    await open([instance(1, { rows: null, columns: null, sopClass: '1.2.840.10008.5.1.4.1.1.88.33' })]);
    server().expectOne('/api/v1/exams/e1/instances/2.25.1.1.1/tags').flush([
      { tag: '(0040,A043)', vr: 'SQ', name: '', depth: 0, value: '1 item', localised: null }, { tag: '(0008,0104)', vr: 'LO', name: '', depth: 1, value: 'Report of the scan', localised: null },
    ]);
    await settle();
    expect(text()).toContain('Structured report');
    expect(text()).toContain('Report of the scan');
  });

  it('says what happened when the list cannot be read, and tries again', async () => {
    surfaces = new FakeSurfaces();
    TestBed.configureTestingModule({ providers: [...provideConsole(), { provide: SURFACES, useValue: surfaces }] });
    fixture = TestBed.createComponent(Viewer);
    fixture.componentRef.setInput('examId', 'e1');
    fixture.componentRef.setInput('studyUid', '2.25.1');
    fixture.componentRef.setInput('series', series);
    await settle();
    refuse(listUrl, 503);
    await settle();
    expect(text()).toContain('Causeway is busy');
    [...element().querySelectorAll<HTMLElement>('button')].find((b) => b.textContent?.includes('Try now'))?.click();
    await settle();
    server().expectOne(listUrl).flush([instance(1)]);
    await settle();
    expect(element().querySelector('cw-stack-pane')).not.toBeNull();
  });

  it('opens the likeliest series of an earlier exam beside, and closes it again', async () => {
    await open();
    fixture.componentRef.setInput('priors', [
      { examId: null, studyUid: '2.25.8', description: 'Not here', studyDate: null, modality: 'CT' }, { examId: 'e0', studyUid: '2.25.9', description: 'CT Head', studyDate: '2024-06-03', modality: 'CT' },
    ]);
    await settle();
    await press('v');
    server().expectOne('/api/v1/inbound/e0').flush({
      series: [
        { seriesUid: '2.25.9.1', number: 1, modality: 'SR', description: 'Report', instances: 1, thumbnail: null },
        { seriesUid: '2.25.9.2', number: 2, modality: 'CT', description: 'Sagittal', instances: 90, thumbnail: { sopUid: 'x' } },
        { seriesUid: '2.25.9.3', number: 3, modality: 'CT', description: 'Axial', instances: 30, thumbnail: { sopUid: 'x' } },
      ],
    });
    await settle();
    server().expectOne('/api/v1/exams/e0/instances?series=2.25.9.3').flush([instance(1, { seriesUid: '2.25.9.3' })]);
    await settle();
    await settle();
    expect(element().querySelectorAll('cw-stack-pane')).toHaveLength(2);
    expect(element().querySelectorAll('.tl')[1]?.textContent).toContain('Local prior');
    await press('v');
    expect(element().querySelectorAll('cw-stack-pane')).toHaveLength(1);
  });

  it('lets keys choose tools and scroll, and leaves them alone while somebody types', async () => {
    await open();
    await press('z');
    expect(surfaces.last.asked.at(-1)).toBe('tool zoom');
    await press('i');
    await press('f');
    expect(surfaces.last.asked.slice(-2)).toEqual(['invert', 'fit']);
    const field = element().appendChild(document.createElement('textarea'));
    await press('i', field);
    expect(surfaces.last.asked.filter((a) => a === 'invert')).toHaveLength(1);
    await press('End');
    expect(element().querySelector<HTMLInputElement>('input[type=range]')?.getAttribute('aria-valuetext')).toBe('3 of 3');
  });
});
