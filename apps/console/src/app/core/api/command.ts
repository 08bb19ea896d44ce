import { HttpContext, HttpContextToken, type HttpInterceptorFn } from '@angular/common/http';

const KEY = new HttpContextToken<string | null>(() => null);

/** A new name for one act of a person: 128 random bits. Works on plain http too, where `crypto.randomUUID` is missing. */
export function newCommandKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Makes a command take effect once however often it is sent: keep the key while the person tries the same act again after a lost answer.
 * `http.post(url, body, once(key))`
 */
export const once = (key: string): { readonly context: HttpContext } => ({ context: new HttpContext().set(KEY, key) });

/** Every command carries an Idempotency-Key, the act's own or a new one. */
export const commandKeys: HttpInterceptorFn = (request, next) => {
  if (request.method === 'GET' || request.method === 'HEAD' || !request.url.startsWith('/api/')) return next(request);
  return next(request.clone({ setHeaders: { 'Idempotency-Key': request.context.get(KEY) ?? newCommandKey() } }));
};
