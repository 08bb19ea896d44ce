/** What may follow from a case, and what has to be said with it. */
export const dispositionRows = {
  'no-transfer': { name: 'Stay, with our advice', needs: 'advice' },
  'urgent-transfer': { name: 'Transfer to us', needs: 'destination' },
  'comfort-care': { name: 'Comfort care, not transported', needs: 'nothing' },
  destination: { name: 'To a named facility', needs: 'destination' },
  advised: { name: 'Advised', needs: 'advice' },
  'visit-ready': { name: 'Visit ready', needs: 'nothing' },
  're-image': { name: 'Make new images here', needs: 'nothing' },
  redirect: { name: 'Send elsewhere', needs: 'destination' },
  delivered: { name: 'Delivered', needs: 'nothing' },
  declined: { name: 'Declined', needs: 'nothing' },
} as const satisfies Readonly<Record<string, { readonly name: string; readonly needs: 'advice' | 'destination' | 'nothing' }>>;

export type Disposition = keyof typeof dispositionRows;
export const dispositions = Object.keys(dispositionRows) as [Disposition, ...Disposition[]];
export const isDisposition = (code: string): code is Disposition => code in dispositionRows;

/** Dispositions after which the patient is not brought here: what V7, V9 and V10 count. */
export const keepsAway = (d: Disposition): boolean => d === 'no-transfer' || d === 'comfort-care';
export const brings = (d: Disposition): boolean => d === 'urgent-transfer';
