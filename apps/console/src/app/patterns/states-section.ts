import { Component } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { ConflictNote, EmptyState, Note, ProblemCard, SkeletonRows } from '@causeway/console-ui';

@Component({
  selector: 'cw-states-section',
  imports: [ConflictNote, EmptyState, MatButton, Note, ProblemCard, SkeletonRows],
  template: `
    <section class="cw-panel" aria-labelledby="p-loading">
      <div class="cw-panel-head"><h2 id="p-loading">Loading</h2><span class="cw-muted cw-small">after 150 ms, rows keep their height</span></div>
      <cw-skeleton-rows what="exams" />
    </section>
    <section class="cw-panel" aria-label="Empty, all done"><cw-empty-state kind="done" title="Inbox clear" text="42 exams today, 6 minutes in the middle" /></section>
    <section class="cw-panel" aria-label="Empty, hidden by filters">
      <cw-empty-state kind="filtered" title="Your filters hide 214 exams" text="Modality CT, source Lakeview, mine">
        <button matButton="outlined" class="cw-xs" type="button">Clear filters</button>
      </cw-empty-state>
    </section>
    <section class="cw-panel" aria-label="Empty, nothing yet">
      <cw-empty-state kind="new" icon="domain_add" title="No partner yet" text="The first one takes about a day, most of it waiting for them.">
        <button matButton="filled" class="cw-xs" type="button">Add a facility</button>
      </cw-empty-state>
    </section>
    <section class="cw-panel" aria-label="Error">
      <cw-problem-card
        title="The archive does not answer" text="WESTPACS closed the connection twice. Nothing is lost: 3 deliveries wait and go on by themselves." traceId="7c1e40b2aa" />
    </section>
    <section class="cw-panel" aria-label="Stale, conflict, forbidden">
      <div class="cw-panel-body notes">
        <cw-note hue="attn" icon="wifi_off">No live updates for 48 s. You see 10:42:07; acting still works and is checked.</cw-note>
        <cw-conflict-note by="J. Okoro" did="matched this exam" at="2026-11-24T10:41:52Z" />
        <cw-note hue="wait" icon="lock">Purge needs records manager. Ask R. Achterberg, or <a href="/patterns">request it</a>.</cw-note>
        <cw-note hue="attn" icon="warning"><b>Series 3 can still go out.</b> Policy lets you accept with issues; the reader and St. Mary’s are told.</cw-note>
        <cw-note hue="stop" icon="error"><b>Two images were refused.</b> The far side takes no such class.</cw-note>
        <cw-note hue="good" icon="check_circle">All 312 images are in PACS and counted.</cw-note>
        <cw-note hue="held" icon="gavel">Under legal hold since 12 Nov 2026.</cw-note>
      </div>
    </section>
  `,
  styles: `:host { display: grid; gap: 12px; } .notes { display: grid; gap: 8px; }`,
})
export class StatesSection {}
