import { Component, computed, input } from '@angular/core';
import { Icon } from '@causeway/console-ui';
import type { EndpointRun, RungView } from '@causeway/contracts';
import { rungLooks, rungWords } from './line-words';

/** A test rung by rung, live while it runs: what failed opens with both values. */
@Component({
  selector: 'cw-ladder',
  imports: [Icon],
  template: `
    <ol>
      @for (rung of run().rungs; track rung.rung) {
        <li [attr.data-hue]="looks[rung.state].hue" [class.dim]="rung.state === 'waiting' || rung.state === 'skipped'">
          <div class="rung">
            <span class="mark" [class.turning]="rung.state === 'running'"><cw-icon [name]="looks[rung.state].icon" size="s" /></span>
            <b>{{ $index + 1 }}. {{ words[rung.rung] ?? rung.rung }}<span class="cw-vh">: {{ looks[rung.state].word }}</span></b>
            <span class="told cw-muted"><bdi>{{ told(rung) }}</bdi></span>
            <span class="ms cw-muted cw-small">@if (rung.ms !== null && rung.state !== 'skipped') {{{ rung.ms }} ms}</span>
          </div>
          @if (rung.state === 'failed') {
            <div class="bad">
              <dl class="versus"><div><dt>We expected</dt><dd><bdi>{{ rung.expected }}</bdi></dd></div><div class="met"><dt>We met</dt><dd><bdi>{{ rung.actual }}</bdi></dd></div></dl>
            </div>
          }
          @if (rung.details.length > 0) {
            <details><summary>More of what was met</summary><ul>@for (line of rung.details; track $index) {<li><bdi>{{ line }}</bdi></li>}</ul></details>
          }
        </li>
      }
    </ol>
    <p class="cw-vh" role="status">{{ said() }}</p>
  `,
  styleUrl: './ladder.scss',
})
export class Ladder {
  readonly run = input.required<EndpointRun>();
  protected readonly looks = rungLooks;
  protected readonly words = rungWords;
  /** For those who hear it: only the end, not each rung. */
  protected readonly said = computed(() => {
    const { ok, endedAt, rungs } = this.run();
    const red = rungs.find((rung) => rung.state === 'failed');
    return endedAt === null ? 'The test runs.' : ok ? 'The test passed.' : `The test failed at ${this.words[red?.rung ?? ''] ?? red?.rung ?? ''}.`;
  });

  protected told(rung: RungView): string {
    return rung.state === 'failed' ? '' : rung.state === 'running' || rung.state === 'waiting' ? rung.expected : rung.sentence;
  }
}
