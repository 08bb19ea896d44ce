import { InjectionToken } from '@angular/core';

/** What the stream needs of an EventSource; tests hand in their own. */
export interface EventSourceLike {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export const OPEN_EVENT_SOURCE = new InjectionToken<(url: string) => EventSourceLike>('OPEN_EVENT_SOURCE', {
  factory: () => (url) => new EventSource(url) as EventSourceLike,
});
