import * as z from 'zod/mini';
import { Id, ReasonText, Version } from '../common/common';

/** Bytes in base64url, as browsers hand them out (Web Authentication Level 3, 5.1). */
const Bytes = z.string().check(z.regex(/^[A-Za-z0-9_-]*$/, 'Bytes in base64url.'), z.maxLength(20_000));
const Credential = { id: Bytes, rawId: Bytes, type: z.literal('public-key'), authenticatorAttachment: z.optional(z.nullable(z.string().check(z.maxLength(40)))), clientExtensionResults: z._default(z.record(z.string(), z.unknown()), {}) };

/** What a passkey answered to a challenge: of signing in, or of a signature. */
export const PasskeyAnswer = z.object({
  ...Credential,
  response: z.object({ clientDataJSON: Bytes, authenticatorData: Bytes, signature: Bytes, userHandle: z.optional(z.nullable(Bytes)) }),
});
/** A passkey that was just made. */
export const NewPasskey = z.object({
  ...Credential,
  response: z.object({ clientDataJSON: Bytes, attestationObject: Bytes, transports: z.optional(z.array(z.string().check(z.maxLength(40))).check(z.maxLength(10))) }),
});

const PasskeyName = z.string().check(z.trim(), z.minLength(1, 'Give it a name, such as Phone.'), z.maxLength(60));
export const ShowPasskey = z.object({ answer: PasskeyAnswer });
export const AddPasskey = z.object({ name: PasskeyName, made: NewPasskey });
export const RenamePasskey = z.object({ passkey: Id, name: PasskeyName });
export const RemoveOwnPasskey = z.object({ passkey: Id });
/** By an administrator: POST /api/v1/people/:id/remove-passkey. */
export const RemovePasskey = z.object({ version: Version, passkey: Id, reason: ReasonText });

/** What the browser hands to `navigator.credentials`: options in JSON (Web Authentication Level 3, 5.1.9 and 5.1.10), good for one answer within minutes. */
export interface PasskeyOptions {
  readonly options: Readonly<Record<string, unknown>>;
}
export interface PasskeyView {
  readonly id: string;
  readonly name: string;
  readonly since: string;
  readonly lastUsed: string | null;
  /** It may live on several devices of its person. */
  readonly synced: boolean;
}
export type PasskeyAnswer = z.infer<typeof PasskeyAnswer>;
export type NewPasskey = z.infer<typeof NewPasskey>;
