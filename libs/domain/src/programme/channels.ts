/** Ways images leave or reach a house beside its exchange. */
export const channelKinds = ['shared-mailbox', 'consumer-app', 'fax', 'courier-disc', 'usb-stick', 'vendor-portal', 'line-of-business', 'other'] as const;
export type ChannelKind = (typeof channelKinds)[number];

/** Kinds that are never secure, whatever somebody enters: unencrypted, of consumers, or lost on the way. */
export const neverSecure: ReadonlySet<ChannelKind> = new Set(['shared-mailbox', 'consumer-app', 'fax', 'courier-disc', 'usb-stick']);

export const channelOwners = ['radiology-it', 'enterprise-it', 'service-line', 'vendor'] as const;
export type ChannelOwner = (typeof channelOwners)[number];

export type ChannelStanding = 'replaced' | 'late' | 'planned' | 'no-plan' | 'fine';

/** A secure channel may stay; an insecure one needs a day by which it is replaced. */
export function channelStanding(c: { readonly secure: boolean; readonly replaceBy: string | null; readonly endedOn: string | null }, today: string): ChannelStanding {
  if (c.endedOn !== null) return 'replaced';
  if (c.replaceBy !== null) return c.replaceBy < today ? 'late' : 'planned';
  return c.secure ? 'fine' : 'no-plan';
}
