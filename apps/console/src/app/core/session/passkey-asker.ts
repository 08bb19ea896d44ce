import { DOCUMENT, inject, Injectable } from '@angular/core';
import type { NewPasskey, PasskeyAnswer, PasskeyOptions } from '@causeway/contracts';
import { browserSupportsWebAuthn, startAuthentication, startRegistration, WebAuthnError, type PublicKeyCredentialCreationOptionsJSON, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';

/** `left`: the person closed the browser's own window, or took too long. */
export type PasskeyOutcome = 'done' | 'left' | { readonly fault: string };

/** Asks the browser for a passkey. What it shows and where the passkey lies is the browser's and the device's affair. */
@Injectable({ providedIn: 'root' })
export class PasskeyAsker {
  private readonly view = inject(DOCUMENT).defaultView;

  /** Passkeys belong to one origin: under another address of the same server they do not work. */
  usableAt(origin: string | null): boolean {
    return origin !== null && this.view?.location.origin === origin && browserSupportsWebAuthn();
  }

  answer(asked: PasskeyOptions): Promise<PasskeyAnswer> {
    return startAuthentication({ optionsJSON: asked.options as unknown as PublicKeyCredentialRequestOptionsJSON }) as Promise<PasskeyAnswer>;
  }
  make(asked: PasskeyOptions): Promise<NewPasskey> {
    return startRegistration({ optionsJSON: asked.options as unknown as PublicKeyCredentialCreationOptionsJSON }) as Promise<NewPasskey>;
  }

  /** What a failure of the browser's own means for the person; null when it is no such failure. */
  saidBy(error: unknown): Exclude<PasskeyOutcome, 'done'> | null {
    if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') return { fault: 'This device has a passkey for your account already.' };
    if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT') return { fault: 'This device cannot ask who you are. Set up a PIN, a fingerprint or a face on it first.' };
    const name = error instanceof Error ? error.name : '';
    if (name === 'NotAllowedError' || name === 'AbortError') return 'left';
    return error instanceof WebAuthnError || name === 'SecurityError' || name === 'NotSupportedError' ? { fault: 'Your browser could not use a passkey here. Try again, or use your password.' } : null;
  }
}
