import { Component, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon, SiteTime, StateChip } from '@causeway/console-ui';
import type { FacilityView, ProbeView } from '@causeway/contracts';
import { problemFrom } from '../../core/api/api-problem';
import { wordsOf } from '../../core/api/problem-words';
import { FacilitiesApi } from '../facilities.api';
import { directionWords, healthLook, rungWords, transportWords } from './connection-words';

interface Tested {
  readonly running: boolean;
  readonly probe: ProbeView | null;
  readonly words: string | null;
}

/** How a facility is connected, and whether its lines answer. */
@Component({
  selector: 'cw-connections',
  imports: [Icon, MatButton, StateChip],
  templateUrl: './connections.html',
  styleUrl: './connections.scss',
})
export class Connections {
  readonly facilityId = input.required<string>();
  readonly endpoints = input.required<FacilityView['endpoints']>();
  readonly mayTest = input(false);
  readonly changed = output();

  private readonly api = inject(FacilitiesApi);
  protected readonly site = inject(SiteTime);
  protected readonly tests = signal<Readonly<Record<string, Tested>>>({});
  protected readonly health = healthLook;
  protected readonly transports = transportWords;
  protected readonly directions = directionWords;
  protected readonly rungs = rungWords;

  protected async test(endpointId: string): Promise<void> {
    this.note(endpointId, { running: true, probe: null, words: null });
    try {
      this.note(endpointId, { running: false, probe: await this.api.probe(endpointId), words: null });
      this.changed.emit();
    } catch (error) {
      this.note(endpointId, { running: false, probe: null, words: wordsOf(problemFrom(error).problem).text });
    }
  }

  private note(endpointId: string, tested: Tested): void {
    this.tests.update((tests) => ({ ...tests, [endpointId]: tested }));
  }
}
