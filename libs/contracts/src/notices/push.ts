import * as z from 'zod/mini';
import { Id } from '../common/common';

/** What a browser gives for its push service (Push API, `PushSubscriptionJSON`): an address, and keys for messages only this browser can read (RFC 8291). */
export const AddPushBrowser = z.object({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(80)),
  subscription: z.object({
    endpoint: z.url().check(z.maxLength(2000)),
    keys: z.object({ p256dh: z.string().check(z.regex(/^[A-Za-z0-9_-]{87}=?$/, 'A public key on P-256 in base64url.')), auth: z.string().check(z.regex(/^[A-Za-z0-9_-]{22}={0,2}$/, 'Sixteen bytes in base64url.')) }),
  }),
});
export const RemovePushBrowser = z.object({ browser: Id });

/** GET /api/v1/notices/push */
export interface PushView {
  /** Whether this house sends push at all. */
  readonly offered: boolean;
  /** The key a browser subscribes with (`applicationServerKey`, base64url). */
  readonly key: string;
  readonly browsers: readonly {
    readonly id: string;
    readonly name: string;
    readonly since: string;
    readonly lastSent: string | null;
    /** SHA-256 of its address in base64url: by it a browser knows itself. */
    readonly digest: string;
  }[];
}
