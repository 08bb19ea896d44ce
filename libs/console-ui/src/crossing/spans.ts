import type { InboundState } from '@causeway/domain';

/** The six spans every outside exam walks, sender to reader. */
export const inboundSpans = ['Received', 'Identified', 'Checked', 'Released', 'In PACS', 'Read'] as const;

/** On which span (0..5) an exam in this state stands; null when it left the causeway. */
export const inboundSpanOf: Readonly<Record<InboundState, number | null>> = {
  receiving: 0,
  quarantined: 1,
  identifying: 1,
  checking: 2,
  parked: 2,
  triaging: 3,
  releasing: 4,
  released: 4,
  recalling: 4,
  mirrored: null,
  returned: null,
  rejected: null,
  purged: null,
};
