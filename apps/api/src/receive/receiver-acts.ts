import 'reflect-metadata';
import type { DataSource } from 'typeorm';
import { Acts } from '../platform/acts/acts';
import { dataSource } from '../platform/database/data-source';
import type { Settings } from '../platform/settings/settings';
import { reactions } from '../slices';
import { messageHandlers } from './mllp/handlers';
import type { MessageHandler } from './mllp/router';

/**
 * The parts of the product a receiver needs for what is rare: objects set aside, and messages. Loaded when first needed, because they take more memory
 * than receiving does.
 */
export interface ReceiverActs {
  readonly acts: Acts;
  readonly handlers: Readonly<Record<string, MessageHandler>>;
  close(): Promise<void>;
}

export async function openReceiverActs(settings: Settings, lane: string): Promise<ReceiverActs> {
  const source: DataSource = await dataSource({ url: settings.DATABASE_URL, process: lane, pool: 4 }).initialize();
  const acts = new Acts(source, lane, reactions);
  return { acts, handlers: messageHandlers(acts, settings), close: () => source.destroy() };
}
