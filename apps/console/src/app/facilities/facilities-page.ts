import { Component, computed, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { EmptyState, Icon, ProblemCard, SiteTime, SkeletonRows, StateChip } from '@causeway/console-ui';
import type { FacilityView, ProbeView } from '@causeway/contracts';
import { Access } from '../core/access/access';
import { problemFrom } from '../core/api/api-problem';
import { failureOf } from '../core/api/loaded';
import { wordsOf } from '../core/api/problem-words';
import { FacilitiesApi } from './facilities.api';
import { directionWords, healthLook, rungWords, statusLook, tierWords, transportWords } from './facility-words';

interface Tested {
  readonly running: boolean;
  readonly probe: ProbeView | null;
  readonly words: string | null;
}

/** Who we exchange with, how each is connected, and whether the lines answer. */
@Component({
  selector: 'cw-facilities-page',
  imports: [EmptyState, Icon, MatButton, ProblemCard, SkeletonRows, StateChip],
  templateUrl: './facilities-page.html',
  styleUrl: './facilities-page.scss',
})
export class FacilitiesPage {
  private readonly api = inject(FacilitiesApi);
  private readonly access = inject(Access);
  protected readonly site = inject(SiteTime);
  protected readonly directory = resource({ loader: () => this.api.directory() });
  protected readonly tests = signal<Readonly<Record<string, Tested>>>({});
  protected readonly failure = computed(() => failureOf(this.directory));

  protected readonly status = statusLook;
  protected readonly health = healthLook;
  protected readonly transports = transportWords;
  protected readonly directions = directionWords;
  protected readonly tiers = tierWords;
  protected readonly rungs = rungWords;

  protected mayTest(facility: FacilityView, direction: string): boolean {
    return direction !== 'in' && this.access.can('facility.connect', { kind: 'facility', facilityIds: [facility.id] });
  }

  protected async test(endpointId: string): Promise<void> {
    this.note(endpointId, { running: true, probe: null, words: null });
    try {
      this.note(endpointId, { running: false, probe: await this.api.probe(endpointId), words: null });
      this.directory.reload();
    } catch (error) {
      this.note(endpointId, { running: false, probe: null, words: wordsOf(problemFrom(error).problem).text });
    }
  }

  private note(endpointId: string, tested: Tested): void {
    this.tests.update((tests) => ({ ...tests, [endpointId]: tested }));
  }
}
