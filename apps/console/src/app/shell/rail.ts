import { Component, computed, inject } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { BrandMark, Icon } from '@causeway/console-ui';
import { Access } from '../core/access/access';
import { abilitiesOf, slices } from '../slices';
import { RailCounts } from './rail-counts';

/** The places a person may go to. On a narrow screen it lies at the bottom. */
@Component({
  selector: 'cw-rail',
  imports: [BrandMark, Icon, RouterLink, RouterLinkActive],
  template: `
    <nav aria-label="Main">
      <a class="logo" routerLink="/" aria-label="Causeway, to your first page"><cw-brand-mark /></a>
      @for (place of places(); track place.path) {
        <a [routerLink]="'/' + place.path" routerLinkActive #here="routerLinkActive" ariaCurrentWhenActive="page">
          <cw-icon [name]="here.isActive ? place.iconHere : place.icon" [px]="20" />
          {{ place.title }}
          @if (counts()[place.path]; as count) {
            @if (count.count > 0) {<span class="count" [class.hot]="count.hot">{{ count.count > most ? most + '+' : count.count }}</span>}
          }
        </a>
      }
    </nav>
  `,
  styles: `
    :host { display: block; background: var(--cw-rail); color: var(--cw-on-rail); min-height: 0; }
    nav { display: flex; flex-direction: column; align-items: stretch; gap: 1px; height: 100%; padding: 8px 6px; overflow-y: auto; scrollbar-width: none; }
    a {
      position: relative; display: flex; flex-direction: column; align-items: center; gap: 1px; flex: none; padding: 6px 0 5px; border-radius: 8px;
      color: inherit; text-decoration: none; font: 500 11px/14px var(--cw-font);
    }
    a:hover { background: color-mix(in srgb, var(--cw-rail-active) 55%, transparent); }
    a:focus-visible { outline-color: #7CC6DF; outline-offset: -2px; }
    .logo { height: 44px; margin-bottom: 4px; padding: 0; justify-content: center; color: #F4F3EF; }
    a[aria-current] { background: var(--cw-rail-active); color: #fff; }
    a[aria-current]::before {
      content: ''; position: absolute; left: -6px; top: 12px; bottom: 12px; width: 3px; border-radius: 0 3px 3px 0; background: var(--cw-copper-on-rail);
    }
    .count {
      position: absolute; top: 3px; left: 39px; min-width: 18px; padding: 0 4px; border-radius: 8px; background: #35525E; color: #fff;
      font: 600 10px/15px var(--cw-font); text-align: center;
    }
    .count.hot { background: #E39A63; color: #241204; }
    @media (max-width: 700px) {
      nav { flex-direction: row; height: auto; padding: 4px 6px; overflow-x: auto; }
      a { min-width: 68px; }
      .logo { display: none; }
      a[aria-current]::before { left: 14px; right: 14px; top: -4px; bottom: auto; width: auto; height: 3px; border-radius: 0 0 3px 3px; }
    }
  `,
})
export class Rail {
  /** A larger count does not fit, and says no more. */
  protected readonly most = 999;
  private readonly access = inject(Access);
  protected readonly counts = inject(RailCounts).counts;
  protected readonly places = computed(() => slices.filter((slice) => !slice.offRail && abilitiesOf(slice).some((name) => this.access.can(name))));
}
