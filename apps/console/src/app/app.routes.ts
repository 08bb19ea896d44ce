import { inject } from '@angular/core';
import { type Route, Router, type Routes } from '@angular/router';
import { Access } from './core/access/access';
import { needs, signedIn, signedOut } from './core/session/session.guards';
import { abilitiesOf, type Slice, slices } from './slices';

const routeOf = (slice: Slice): Route => ({ path: slice.path, title: slice.title, canActivate: [needs(slice.ability, ...(slice.also ?? []))], loadChildren: slice.routes });

/** A person's home is the first place they may see. */
const home = () => {
  const access = inject(Access);
  const first = slices.find((slice) => !slice.offRail && abilitiesOf(slice).some((name) => access.can(name)));
  return first ? inject(Router).parseUrl(`/${first.path}`) : true;
};

export const routes: Routes = [
  { path: 'sign-in', title: 'Sign in', canActivate: [signedOut], loadComponent: () => import('./sign-in/sign-in-page').then((m) => m.SignInPage) },
  { path: 'partner', title: 'Onboarding', loadComponent: () => import('./partner/partner-page').then((m) => m.PartnerPage) },
  { path: 'partner-page', title: 'Our exchange', loadComponent: () => import('./partner/page/partner-exchange-page').then((m) => m.PartnerExchangePage) },
  { path: 'retest', title: 'Test a connection', loadComponent: () => import('./facilities/connections/retest-page').then((m) => m.RetestPage) },
  { path: 'exams', title: 'Exams for you', loadComponent: () => import('./recipient/recipient-page').then((m) => m.RecipientPage) },
  { path: 'bring', title: 'Bring your images', loadComponent: () => import('./bring/bring-page').then((m) => m.BringPage) },
  { path: 'second-opinion', title: 'Second opinion', loadComponent: () => import('./second-opinion/second-opinion-page').then((m) => m.SecondOpinionPage) },
  { path: 'your-case', title: 'Your case', loadComponent: () => import('./your-case/your-case-page').then((m) => m.YourCasePage) },
  { path: 'unreachable', title: 'No answer', loadComponent: () => import('./pages/unreachable-page').then((m) => m.UnreachablePage) },
  {
    path: '',
    canActivate: [signedIn],
    loadComponent: () => import('./shell/frame').then((m) => m.Frame),
    children: [
      { path: '', pathMatch: 'full', title: 'Causeway', canActivate: [home], loadComponent: () => import('./pages/nothing-page').then((m) => m.NothingPage) },
      ...slices.map(routeOf),
      { path: 'launch', title: 'From the record', loadComponent: () => import('./launch/launch-page').then((m) => m.LaunchPage) },
      { path: 'account', title: 'Your account', loadComponent: () => import('./account/account-page').then((m) => m.AccountPage) },
      { path: 'patterns', title: 'Patterns', loadComponent: () => import('./patterns/patterns-page').then((m) => m.PatternsPage) },
      { path: 'forbidden', title: 'Not for you', loadComponent: () => import('./pages/forbidden-page').then((m) => m.ForbiddenPage) },
      { path: '**', title: 'Not here', loadComponent: () => import('./pages/not-found-page').then((m) => m.NotFoundPage) },
    ],
  },
];
