import { Component, signal } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { SiteTime } from '@causeway/console-ui';
import type { RemoteLook, RemoteStudyView, RequestOutDetail } from '@causeway/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { provideConsole, refuse, server } from '../testing/console-testing';
import { ArchiveLook } from './archive-look';

const study = (more: Partial<RemoteStudyView> = {}): RemoteStudyView => ({
  endpointId: 'e1', line: 'Their PACS', studyUid: '1.2.3', description: 'CT HEAD', modalities: ['CT'], studyDate: '2026-11-12', images: 214, fits: true, evidence: [{ of: 'identifier', answer: 'agrees' }] as never, exam: null,
  patient: { name: { text: 'Person, Spec', family: 'Person', given: 'Spec' } as never, birthDate: '1961-03-12', patientId: 'OUT-1' }, ...more,
});

@Component({ imports: [ArchiveLook], template: `<cw-archive-look [request]="request()" (changed)="request.set($event)" />` })
class Host {
  readonly request = signal({ id: 'r1', version: 3, fetching: [] as string[] } as unknown as RequestOutDetail);
}

describe('looking into a partner’s archive', () => {
  let page: ComponentFixture<Host>;
  const words = (): string => (page.nativeElement as HTMLElement).textContent ?? '';
  const press = async (name: RegExp): Promise<void> => {
    [...(page.nativeElement as HTMLElement).querySelectorAll('button')].find((b) => name.test(b.textContent ?? ''))!.click();
    await settle();
  };
  const settle = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve));
    page.detectChanges();
  };
  const answer = async (look: RemoteLook): Promise<void> => {
    server().expectOne('/api/v1/requests/r1/look').flush(look);
    await settle();
  };

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: provideConsole() });
    TestBed.inject(SiteTime);
    page = TestBed.createComponent(Host);
    page.detectChanges();
  });

  it('asks nobody before somebody presses it', () => {
    server().verify();
    expect(words()).toContain('lets us look');
  });

  it('shows what they list with the patient as they have it, and has one fetched', async () => {
    await press(/Look/);
    await answer({ studies: [study(), study({ studyUid: '1.2.4', description: 'MR KNEE', fits: false, exam: { id: 'x9', received: 12 } })], troubles: [] });
    expect(words()).toContain('214 images');
    expect(words()).toContain('their number OUT-1');
    expect((page.nativeElement as HTMLElement).querySelector('a[href="/inbound/x9"]')?.textContent).toContain('12 images are here');
    await press(/^Fetch$/);
    const sent = server().expectOne('/api/v1/requests/r1/fetch');
    expect(sent.request.body).toEqual({ endpointId: 'e1', studyUid: '1.2.3', what: 'CT HEAD' });
    sent.flush({ id: 'r1', version: 3, fetching: ['1.2.3'] });
    await settle();
    expect(words()).toContain('being fetched');
  });

  it('names a line that could not be asked beside what the others list, and says when there is nothing', async () => {
    await press(/Look/);
    await answer({ studies: [], troubles: [{ line: 'Their PACS', sentence: 'They do not know the title CAUSEWAY.' }] });
    expect(words()).toContain('They do not know the title CAUSEWAY.');
    expect(words()).not.toContain('list nothing');
    await press(/Look again/);
    await answer({ studies: [], troubles: [] });
    expect(words()).toContain('They list nothing of this patient.');
  });

  it('says why it was refused, and can be pressed again', async () => {
    await press(/Look/);
    refuse('/api/v1/requests/r1/look', 409, { code: 'no-line', detail: 'No line to this partner can be asked for its exams.' });
    await settle();
    expect((page.nativeElement as HTMLElement).querySelector('[role="alert"]')?.textContent).toContain('No line to this partner');
    await press(/Look/);
    await answer({ studies: [study()], troubles: [] });
    expect(words()).toContain('CT HEAD');
  });
});
