import { TestBed } from '@angular/core/testing';
import type { EndpointRun, RetestView } from '@causeway/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { provideConsole, refuse, server } from '../../testing/console-testing';
import { RetestPage } from './retest-page';

const run = (more: Partial<EndpointRun>): EndpointRun => ({ id: 'r1', at: '2026-11-30T17:32:07Z', by: 'Mara Lindqvist', endedAt: '2026-11-30T17:32:08Z', ok: false, rungs: [], card: null, ...more }) as EndpointRun;
const view = (of: EndpointRun): RetestView => ({ house: 'Westbrook', facility: 'Lakeview', label: 'Their archive', kind: 'dimse', called: 'QRSCP', state: 'untested', run: of, endsAt: '2026-12-07T17:32:00Z', again: 0 }) as unknown as RetestView;
const settle = (ms = 20) => new Promise((done) => setTimeout(done, ms));

describe('the test of a connection, seen by the partner', () => {
  beforeEach(() => TestBed.configureTestingModule({ providers: provideConsole() }));
  const asked = () => server().match((r) => r.url === '/api/v1/retest');

  it('that somebody of ours runs just now is followed to its end, as it says', async () => {
    const page = TestBed.createComponent(RetestPage);
    const root = page.nativeElement as HTMLElement;
    const answer = async (of: EndpointRun, ms?: number) => {
      await settle(ms);
      asked().forEach((r) => r.flush(view(of)));
      await settle();
      page.detectChanges();
    };
    page.detectChanges();
    await answer(run({}));
    [...root.querySelectorAll('button')].find((b) => b.textContent.includes('Test again'))?.click();
    refuse('/api/v1/retest', 409, { code: 'test-running', detail: 'Mara Lindqvist is testing this connection now. Wait until it has ended; you see it run.' });
    await answer(run({ id: 'r2', endedAt: null }));
    expect(root.textContent).toContain('you see it run');
    expect(root.textContent).toContain('Running now');
    await answer(run({ id: 'r2', ok: true }), 650);
    expect(root.textContent).toContain('The connection works.');
    expect(root.textContent).not.toContain('you see it run');
  });
});
