import { inject } from '@angular/core';
import { type CanActivateFn, RedirectCommand, Router } from '@angular/router';
import type { AbilityName } from '@causeway/access';
import { Store } from '@ngrx/store';
import { filter, firstValueFrom } from 'rxjs';
import { Access } from '../access/access';
import { SessionActions } from './session.actions';
import { sessionFeature } from './session.reducer';

/** Lets nobody past without a session; asks the server when it is not known yet. A server that does not answer is told on its own page. */
export const signedIn: CanActivateFn = async (_route, state) => {
  const store = inject(Store);
  const router = inject(Router);
  const status = await knownStatus(store);
  if (status === 'open') return true;
  if (status === 'failed') return new RedirectCommand(router.parseUrl('/unreachable'), { skipLocationChange: true });
  return router.createUrlTree(['/sign-in'], { queryParams: state.url === '/' ? {} : { next: state.url } });
};

/** Who is signed in already does not sign in again. */
export const signedOut: CanActivateFn = async () => {
  const store = inject(Store);
  const router = inject(Router);
  return (await knownStatus(store)) === 'open' ? router.parseUrl('/') : true;
};

/**
 * What the page behind an address needs; of several one is enough. Without it the address stays and the page says why, and which roles would do.
 * Guards of one route run at the same time: this one too waits until the rights are known, and leaves a missing session to `signedIn`.
 */
export const needs = (ability: AbilityName, ...also: readonly AbilityName[]): CanActivateFn => async () => {
  const access = inject(Access);
  const router = inject(Router);
  if ((await knownStatus(inject(Store))) !== 'open' || [ability, ...also].some((name) => access.can(name))) return true;
  access.refused.set(ability);
  return new RedirectCommand(router.parseUrl('/forbidden'), { skipLocationChange: true });
};

function knownStatus(store: Store) {
  const status = store.selectSignal(sessionFeature.selectStatus);
  if (status() === 'unknown' || status() === 'failed') store.dispatch(SessionActions.asked());
  return firstValueFrom(store.select(sessionFeature.selectStatus).pipe(filter((s) => s !== 'unknown')));
}
