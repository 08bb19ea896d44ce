import { Component, computed, inject } from '@angular/core';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import { roles } from '@causeway/access';
import { Avatar, Icon, KeysSheetOpener } from '@causeway/console-ui';
import { Preferences } from '../core/preferences/preferences';
import { Session } from '../core/session/session';

/** Who is signed in, and the way out. */
@Component({
  selector: 'cw-profile-menu',
  imports: [Avatar, Icon, MatMenu, MatMenuItem, MatMenuTrigger, RouterLink],
  template: `
    @if (session.person(); as person) {
      <button type="button" class="who" [matMenuTriggerFor]="menu">
        <cw-avatar [initials]="person.initials" />
        <span class="name"><span class="cw-value">{{ person.name }}</span><span class="title">{{ person.title }}</span></span><span class="cw-vh">, your menu</span>
      </button>
      <mat-menu #menu="matMenu">
        <p class="roles">{{ roleWords() }}</p>
        <button mat-menu-item (click)="preferences.namesHidden.set(!preferences.namesHidden())">
          <cw-icon [name]="preferences.namesHidden() ? 'visibility' : 'visibility_off'" />{{ preferences.namesHidden() ? 'Show names' : 'Hide names' }}
        </button>
        <a mat-menu-item routerLink="/account"><cw-icon name="person" />Your account</a>
        <button mat-menu-item (click)="keys.open()"><cw-icon name="keyboard" />Keys</button>
        <button mat-menu-item (click)="session.signOut()"><cw-icon name="logout" />Sign out</button>
      </mat-menu>
    }
  `,
  styles: `
    .who { display: flex; align-items: center; gap: 6px; padding: 2px 4px; border: 0; border-radius: 6px; background: none; text-align: start; cursor: pointer; }
    .who:hover { background: var(--mat-sys-surface-container); }
    .name { display: flex; flex-direction: column; white-space: nowrap; }
    .title { font: 400 11px/13px var(--cw-font); color: var(--mat-sys-on-surface-variant); }
    .roles { max-width: 240px; padding: 6px 12px 8px; font: var(--mat-sys-body-small); color: var(--mat-sys-on-surface-variant); }
    @media (max-width: 700px) { .name { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } }
  `,
})
export class ProfileMenu {
  protected readonly session = inject(Session);
  protected readonly preferences = inject(Preferences);
  protected readonly keys = inject(KeysSheetOpener);
  protected readonly roleWords = computed(() => (this.session.person()?.roles ?? []).map((role) => roles[role]).join(', '));
}
