import { TestBed } from '@angular/core/testing';
import type { ProgrammePlan } from '@causeway/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { provideConsole, refuse, server } from '../testing/console-testing';
import { PlanPage } from './plan-page';

const plan = (mayPlan: boolean): ProgrammePlan => ({
  mayPlan, today: '2026-12-01',
  milestones: [{ id: 'm1', version: 3, wave: 'Wave 1', name: 'Trauma live', serviceLine: null, owner: 'Solveig', dueOn: '2026-11-01', state: 'open', late: true, settledOn: null, settledBy: null, words: '', partners: [], facilities: 2, live: 1 }],
  pipeline: { stages: [], reviews: [], partners: [{ id: 'f1', name: 'Lakeview' }], next: [{ id: 'f1', name: 'Lakeview', tier: 'strategic', state: 'connecting', step: 'Call them', on: '2026-11-20', owner: null, because: 'overdue' }] },
});
const settle = () => new Promise((done) => setTimeout(done, 20));

describe('the plan of the programme', () => {
  beforeEach(() => TestBed.configureTestingModule({ providers: provideConsole() }));
  const shown = async (mayPlan: boolean) => {
    const page = TestBed.createComponent(PlanPage);
    page.detectChanges();
    server().expectOne('/api/v1/programme/plan').flush(plan(mayPlan));
    await settle();
    page.detectChanges();
    const root = page.nativeElement as HTMLElement;
    return { root, page, press: (words: string) => [...root.querySelectorAll('button')].find((b) => b.textContent.trim() === words)?.click() };
  };

  it('marks what is late, says what is next and why, and offers acts only to who may plan', async () => {
    const { root } = await shown(false);
    expect(root.textContent).toContain('1 late');
    expect(root.textContent).toContain('Strategic; the step is overdue');
    expect(root.querySelectorAll('button')).toHaveLength(0);
  });

  it('keeps what was typed when somebody was faster, and says so', async () => {
    const { root, page, press } = await shown(true);
    press('Change');
    page.detectChanges();
    const owner = root.querySelectorAll<HTMLInputElement>('form input')[2]!;
    owner.value = 'Theo';
    owner.dispatchEvent(new Event('input'));
    root.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }));
    refuse('/api/v1/programme/milestones/m1', 412, { code: 'changed-meanwhile', by: 'J. Okoro' });
    await settle();
    server().expectOne('/api/v1/programme/plan').flush({ ...plan(true), milestones: [{ ...plan(true).milestones[0], version: 4 }] });
    await settle();
    page.detectChanges();
    expect(root.querySelectorAll<HTMLInputElement>('form input')[2]!.value).toBe('Theo');
    expect(root.querySelector('form [role=alert]')).not.toBeNull();
    root.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }));
    expect(server().expectOne('/api/v1/programme/milestones/m1').request.body).toMatchObject({ version: 4, owner: 'Theo' });
  });
});
