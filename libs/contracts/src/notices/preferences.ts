import { noticeTopics, outwardChannels, type NoticeTopic, type OutwardChannel } from '@causeway/domain';
import * as z from 'zod/mini';

const Time = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time such as 22:00.'));
const Channels = z.array(z.enum(outwardChannels));

export const SaveNoticePreferences = z.object({
  zone: z.string().check(z.trim(), z.minLength(3), z.maxLength(64)),
  addresses: z.object({
    mail: z.optional(z.email('An address such as ana@example.org.').check(z.maxLength(254))),
    pager: z.optional(z.string().check(z.trim(), z.regex(/^\+?[0-9A-Za-z@._ -]{3,64}$/, 'A number or name your paging service knows.'))),
  }),
  topics: z.partialRecord(z.enum(noticeTopics), Channels),
  quiet: z.nullable(z.object({ from: Time, to: Time })),
  digestAt: z.nullable(Time),
});

export interface NoticePreferencesView {
  readonly zone: string;
  readonly addresses: Readonly<Partial<Record<OutwardChannel, string>>>;
  readonly topics: Readonly<Partial<Record<NoticeTopic, readonly OutwardChannel[]>>>;
  readonly quiet: { readonly from: string; readonly to: string } | null;
  readonly digestAt: string | null;
  /** Channels that are set up in this installation. */
  readonly open: readonly OutwardChannel[];
}

/** GET /api/v1/notices/channels: for system administrators. Counts and codes, no addresses. */
export interface ChannelsView {
  readonly rows: readonly {
    readonly name: OutwardChannel;
    readonly set: boolean;
    readonly state: 'healthy' | 'failing' | 'unused';
    readonly since: string | null;
    readonly cause: string | null;
    readonly sentAt: string | null;
    readonly sent: number;
    readonly failures: number;
    readonly waiting: number;
    readonly oldestWaiting: string | null;
    readonly undeliverable: number;
  }[];
  /** Notices of each person in the last 12 hours, most first: who is told too much. */
  readonly load: readonly { readonly person: string; readonly notices: number; readonly urgent: number }[];
}

/** GET /api/v1/notices/:id/why: why a person was told, and by which ways. */
export interface NoticeWhy {
  readonly because: string;
  readonly role: string;
  readonly event: string;
  readonly wanted: string;
  readonly decisionId: string | null;
  readonly policy: { readonly kind: string; readonly number: number; readonly scope: string; readonly rules: readonly string[] } | null;
  readonly deliveries: readonly { readonly channel: OutwardChannel; readonly state: string; readonly at: string | null; readonly dueAt: string; readonly cause: string | null; readonly attempts: number }[];
}
