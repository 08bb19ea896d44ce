import { DOCUMENT, inject, Injectable } from '@angular/core';
import type { AddPushBrowser } from '@causeway/contracts';
import type * as z from 'zod/mini';

const WORKER = '/push-worker.js';
export type PushSubscriber = z.output<typeof AddPushBrowser>['subscription'];
/** Why this browser takes none: it knows no push, the page came over plain HTTP, or the person said no to it. */
export type PushHindrance = 'not-known' | 'not-secure' | 'denied';

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
const base64url = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

/** Lets this browser take notices, and says which of the known ones it is. */
@Injectable({ providedIn: 'root' })
export class PushRegistrar {
  private readonly view = inject(DOCUMENT).defaultView;

  hindrance(): PushHindrance | null {
    if (!this.view?.isSecureContext) return 'not-secure';
    if (!('serviceWorker' in this.view.navigator) || !('PushManager' in this.view) || !('Notification' in this.view)) return 'not-known';
    return this.view.Notification.permission === 'denied' ? 'denied' : null;
  }

  /** SHA-256 of the address of this browser, base64url; null when it takes none. */
  async own(): Promise<string | null> {
    if (this.hindrance() !== null) return null;
    const registration = await this.view?.navigator.serviceWorker.getRegistration('/');
    const subscription = await registration?.pushManager.getSubscription();
    return subscription ? base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(subscription.endpoint))) : null;
  }

  /** Asks the person, then the browser's push service. Null when the person said no. */
  async subscribe(key: string): Promise<PushSubscriber | null> {
    const { navigator, Notification } = this.view as Window & typeof globalThis;
    if ((await Notification.requestPermission()) !== 'granted') return null;
    await navigator.serviceWorker.register(WORKER, { scope: '/', updateViaCache: 'none' });
    const { pushManager } = await navigator.serviceWorker.ready;
    // one that was made for another key of this installation can bring nothing any more
    await (await pushManager.getSubscription())?.unsubscribe();
    const { endpoint, keys } = (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) })).toJSON();
    if (!endpoint || !keys?.['p256dh'] || !keys['auth']) throw new Error('The push service gave no keys.');
    return { endpoint, keys: { p256dh: keys['p256dh'], auth: keys['auth'] } };
  }

  async unsubscribe(): Promise<void> {
    const registration = await this.view?.navigator.serviceWorker.getRegistration('/');
    await (await registration?.pushManager.getSubscription())?.unsubscribe();
  }

  /** What this browser is called in the list until the person reads it there: maker and system. */
  name(): string {
    const agent = this.view?.navigator.userAgent ?? '';
    const browser = /Edg\//.test(agent) ? 'Edge' : /Firefox\//.test(agent) ? 'Firefox' : /Chrome\//.test(agent) ? 'Chrome' : /Safari\//.test(agent) ? 'Safari' : 'Browser';
    const system = /Windows/.test(agent) ? 'Windows' : /Android/.test(agent) ? 'Android' : /iPhone|iPad/.test(agent) ? 'iOS' : /Mac OS/.test(agent) ? 'macOS' : /Linux/.test(agent) ? 'Linux' : '';
    return system === '' ? browser : `${browser} on ${system}`;
  }
}
