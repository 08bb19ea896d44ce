// The demonstration as a whole: the host's own systems, its partners and its people around a running exchange, all on loopback.
import fs from 'node:fs';
import path from 'node:path';
import { LoopbackPeer } from '@causeway/transport-dimse/testing';
import { Ageing } from './driver/ageing';
import { Book } from './driver/book';
import { type Desk } from './driver/inbound-steps';
import { movements } from './driver/life';
import { Sending } from './driver/sending';
import { Staff } from './driver/staff';
import { Roster } from './driver/who';
import { Work } from './driver/work';
import { nextWeek } from './exchange/appointments';
import { tellStory } from './exchange/story';
import { runCommand } from './load/command';
import { documentOf, TAKING, VNA_TITLE, writerOf } from './load/document';
import { Remembered } from './memory';
import { firstNews, pastVisits } from './processes/his/feed';
import { DemoHis } from './processes/his/his';
import { DemoPacs } from './processes/pacs/pacs';
import { pause } from './processes/partner/pace';
import { type Renderer } from './processes/render/renderer';
import { DemoRis } from './processes/ris';
import { type DemoSettings } from './settings';
import { type DemoExam, facilityOf, type StaffMember } from './world/index';

export interface Demo {
  readonly people: readonly StaffMember[];
  stop(): Promise<void>;
}

/** How long the registration desk takes, in milliseconds before `pace`. */
const REGISTRATION = { least: 45_000, most: 120_000 };
/** When the archive has room again for what it turned down. */
const ROOM_AGAIN_MS = 40 * 60_000;
const RETRY_MS = 5000;

/** Starts its systems and makes its people and connections known; resolves when one can sign in. The world fills up behind it. */
export async function startDemo(settings: DemoSettings, renderer: Renderer, log: (line: string) => void): Promise<Demo> {
  fs.mkdirSync(settings.dir, { recursive: true });
  const remembered = new Remembered(path.join(settings.dir, 'state.json'), settings.everydayExams, new Date());
  const { memory, save } = remembered;
  const book = new Book(remembered, settings.imagesPerSeries);
  const { world } = book;
  const { pace } = settings;
  const stopping = new AbortController();
  const { signal } = stopping;
  const writer = writerOf(world);
  const registering = book.entries.filter((e) => e.plan.goal.to === 'registering').map((e) => e.exam);
  const studies = (to: string): DemoExam[] => book.entries.filter((e) => e.plan.goal.to === to).map((e) => e.exam);
  const billed = new Set(studies('recalling').map((e) => e.studyUid));

  const pacs = await DemoPacs.start({ dir: path.join(settings.dir, 'pacs'), port: settings.firstPort, aeTitles: [world.site.aeTitles.pacs, VNA_TITLE] });
  for (const exam of studies('releasing')) pacs.busyWith.add(exam.studyUid);
  const his = await DemoHis.start({
    port: settings.firstPort + 1, exchange: settings.mllp, writer, memory: memory.his, save,
    pauseMs: () => (REGISTRATION.least + Math.random() * (REGISTRATION.most - REGISTRATION.least)) / pace,
    held: (facility, value) => registering.some((e) => e.facility === facility && e.patient.id === value),
  });
  const ris = await DemoRis.start({ file: path.join(settings.dir, 'ris.jsonl'), port: settings.firstPort + 2, host: world.site.key, billed: (uid) => billed.has(uid) });
  const archives = await Promise.all(TAKING.map(async (key, i) => ({ key, peer: await LoopbackPeer.start({ aeTitle: facilityOf(key).aeTitle, port: settings.firstPort + 3 + i }) })));
  const discs = path.resolve(settings.dir, 'discs');
  fs.mkdirSync(discs, { recursive: true });
  const ports = { discs, pacs: pacs.port, his: his.port, ris: ris.port, partners: new Map(archives.map(({ key, peer }) => [key, peer.port])) };
  log(await runCommand(settings.cli, ['demo', 'load'], documentOf(world, ports, settings.dicom.aeTitle)));

  const mrns = new Map(world.patients.map((p) => [p.key, p.mrn]));
  const desk: Desk = {
    staff: new Staff(settings.url, settings.password), roster: new Roster(world.staff), now: () => Date.now(),
    trueMrn: (exam) => (exam.truth === null ? null : (mrns.get(exam.truth) ?? null)),
  };
  const sending = new Sending({
    book, remembered, renderer, pace, log, mllp: settings.mllp, exchange: settings.dicom,
    archive: { host: '127.0.0.1', port: pacs.port, aeTitle: world.site.aeTitles.pacs },
  });
  const tell = async (news: Parameters<DemoHis['tell']>[0]): Promise<void> => {
    while (!signal.aborted) {
      try {
        return await his.tell(news, signal);
      } catch (error) {
        if (!signal.aborted) log(`the registration system waits: ${error instanceof Error ? error.message : String(error)}`);
        await pause(RETRY_MS / pace, signal);
      }
    }
  };
  const arrivals = async (): Promise<void> => {
    await tell(firstNews(world, writer));
    await Promise.all([sending.fill(signal), sending.stream(signal), sending.secondParts(signal), tell([...pastVisits(world, writer), ...nextWeek(world, writer)])]);
  };
  const roomAgain = async (): Promise<void> => {
    await pause(ROOM_AGAIN_MS / pace, signal);
    pacs.busyWith.clear();
  };
  const lives = [
    arrivals(),
    tellStory({ world, staff: desk.staff, pace, log }, signal),
    new Work({ desk, book, remembered, pace, log }).run(signal),
    new Ageing({ book, remembered, cli: settings.cli, pace, log }).run(signal),
    movements(world, his, writer, pace, log, signal),
    roomAgain(),
  ].map((life) => life.catch((error: unknown) => !signal.aborted && log(`a part of the demonstration ended: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)));

  return {
    people: world.staff,
    stop: async () => {
      stopping.abort();
      await Promise.all([...lives, renderer.close()]);
      await Promise.all([pacs.stop(), his.stop(), ris.stop(), ...archives.map(({ peer }) => peer.stop())]);
      remembered.saveNow();
    },
  };
}
