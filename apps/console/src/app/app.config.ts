import { provideHttpClient, withInterceptors, withNoXsrfProtection } from '@angular/common/http';
import { type ApplicationConfig, isDevMode, provideBrowserGlobalErrorListeners } from '@angular/core';
import { MAT_RIPPLE_GLOBAL_OPTIONS } from '@angular/material/core';
import { provideRouter, TitleStrategy, withComponentInputBinding, withInMemoryScrolling, withNavigationErrorHandler } from '@angular/router';
import { provideEffects } from '@ngrx/effects';
import { provideStore } from '@ngrx/store';
import { routes } from './app.routes';
import { commandKeys } from './core/api/command';
import { problems, requestTimes } from './core/api/interceptors';
import * as noticesEffects from './core/notices/notices.effects';
import { noticesFeature } from './core/notices/notices.reducer';
import { PageTitle } from './core/page-title';
import * as onCallEffects from './shell/on-call.effects';
import * as sessionEffects from './core/session/session.effects';
import { sessionFeature } from './core/session/session.reducer';
import { reloadOnStaleChunks } from './core/stale-chunks';
import * as streamEffects from './core/stream/stream.effects';
import { streamFeature } from './core/stream/stream.reducer';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    // The session cookie is SameSite and the api refuses requests from elsewhere by Sec-Fetch-Site: no token is carried besides.
    provideHttpClient(withInterceptors([commandKeys, problems, requestTimes]), withNoXsrfProtection()),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled' }),
      withNavigationErrorHandler(reloadOnStaleChunks),
    ),
    provideStore(
      { [sessionFeature.name]: sessionFeature.reducer, [streamFeature.name]: streamFeature.reducer, [noticesFeature.name]: noticesFeature.reducer },
      { runtimeChecks: isDevMode() ? { strictStateImmutability: true, strictActionImmutability: true, strictActionTypeUniqueness: true } : {} },
    ),
    provideEffects(sessionEffects, streamEffects, noticesEffects, onCallEffects),
    { provide: TitleStrategy, useClass: PageTitle },
    { provide: MAT_RIPPLE_GLOBAL_OPTIONS, useValue: { disabled: true } },
  ],
};
