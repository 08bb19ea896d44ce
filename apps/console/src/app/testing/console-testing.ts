import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Component, type EnvironmentProviders, type Provider } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, type Routes, withComponentInputBinding } from '@angular/router';
import { provideEffects } from '@ngrx/effects';
import { provideStore } from '@ngrx/store';
import { commandKeys } from '../core/api/command';
import { problems, requestTimes } from '../core/api/interceptors';
import * as noticesEffects from '../core/notices/notices.effects';
import { noticesFeature } from '../core/notices/notices.reducer';
import * as sessionEffects from '../core/session/session.effects';
import { sessionFeature } from '../core/session/session.reducer';
import * as streamEffects from '../core/stream/stream.effects';
import { streamFeature } from '../core/stream/stream.reducer';
import { OPEN_EVENT_SOURCE } from '../core/stream/event-source';
import { FakeEventSource } from './fake-event-source';

@Component({ selector: 'cw-test-blank', template: `` })
class BlankPage {}

/** The console as it runs, with a server and a stream that the test plays. */
export function provideConsole(routes: Routes = [{ path: '**', component: BlankPage }]): (Provider | EnvironmentProviders)[] {
  FakeEventSource.opened.length = 0;
  return [
    provideRouter(routes, withComponentInputBinding()),
    provideHttpClient(withInterceptors([commandKeys, problems, requestTimes])),
    provideHttpClientTesting(),
    provideStore({ session: sessionFeature.reducer, stream: streamFeature.reducer, notices: noticesFeature.reducer }),
    provideEffects(sessionEffects, streamEffects, noticesEffects),
    { provide: OPEN_EVENT_SOURCE, useValue: (url: string) => new FakeEventSource(url) },
  ];
}

export const server = (): HttpTestingController => TestBed.inject(HttpTestingController);

/** Answers as the api does when something is wrong. */
export function refuse(url: string, status: number, more: Readonly<Record<string, unknown>> = {}): void {
  server().expectOne(url).flush({ type: 'about:blank', title: 'Not done', status, traceId: 't1', ...more }, { status, statusText: 'x' });
}
