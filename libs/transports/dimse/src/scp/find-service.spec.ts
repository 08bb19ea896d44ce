import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { associate, serverUnderTest, type ServerUnderTest } from '../../testing/server-kit';
import { EXPLICIT_LE, IMPLICIT_LE, STUDY_ROOT_FIND } from '../association/negotiation';
import { TAG, textOf, type DataSet } from '../dataset/data-set';
import { COMMAND, ELEMENT, WITH_DATA_SET, writeCommand } from '../message/command';
import { STATUS } from '../message/status';
import { echo } from '../scu/echo';
import { FIND_OFFER, find } from '../scu/find';
import { QueryRefused, type FindInfo, type ServerPorts } from './ports';

const query: DataSet = new Map([
  [TAG.queryRetrieveLevel, ['STUDY']],
  [TAG.patientName, ['ZEBRA^*']],
]);
const match = (number: number): DataSet => new Map([[TAG.studyInstanceUid, [`1.2.${number}`]]]);

let running: ServerUnderTest;

async function start(answer: NonNullable<ServerPorts['find']>): Promise<ServerUnderTest> {
  running = await serverUnderTest({ find: answer }, { limits: { lingerMs: 100, identifierBytes: 10_000 } });
  return running;
}

afterEach(() => running.server.close(0));

async function collect(matches: AsyncIterable<DataSet>): Promise<string[]> {
  const uids: string[] = [];
  for await (const one of matches) {
    uids.push(textOf(one, TAG.studyInstanceUid));
  }
  return uids;
}

describe('A query provider', () => {
  it.each([EXPLICIT_LE, IMPLICIT_LE])('gives its port the query and the requester each match, in %s', async (syntax) => {
    let asked: FindInfo | undefined;
    const { port } = await start(async function* (info) {
      asked = info;
      yield match(1);
      yield match(2);
    });
    const association = await associate(port, [{ abstractSyntax: STUDY_ROOT_FIND, transferSyntaxes: [syntax] }]);
    expect(await collect(find(association, query))).toEqual(['1.2.1', '1.2.2']);
    expect(asked?.query).toEqual(query);
    expect(asked?.association.callingAeTitle).toBe('TESTER');
    await association.release();
  });

  it('answers a query without a match with success alone', async () => {
    const { port } = await start(async function* () {});
    const association = await associate(port, [FIND_OFFER]);
    expect(await collect(find(association, query))).toEqual([]);
    association.abort();
  });

  it('answers more matches than fit any buffer', async () => {
    const { port } = await start(async function* () {
      for (let i = 0; i < 5_000; i++) {
        yield match(i);
      }
    });
    const association = await associate(port, [FIND_OFFER]);
    expect(await collect(find(association, query))).toHaveLength(5_000);
    association.abort();
  });

  it('stops when the requester leaves early, and the association stays usable', async () => {
    let given = 0;
    const { port } = await start(async function* (_info, signal) {
      while (!signal.aborted) {
        yield match(++given);
        await sleep(5);
      }
    });
    const association = await associate(port, [FIND_OFFER]);
    for await (const one of find(association, query)) {
      expect(textOf(one, TAG.studyInstanceUid)).toBe('1.2.1');
      break;
    }
    const morePerPause = async (): Promise<number> => {
      const then = given;
      await sleep(100);
      return given - then;
    };
    await expect.poll(morePerPause).toBe(0);
    await echo(association);
    await association.release();
  });

  it('ends its port when the requester vanishes', async () => {
    let ended = false;
    const { port } = await start(async function* (_info, signal) {
      yield match(1);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      ended = true;
    });
    const association = await associate(port, [FIND_OFFER]);
    await find(association, query).next();
    association.destroy();
    await expect.poll(() => ended).toBe(true);
  });

  it('passes on a refusal of its port', async () => {
    const { port } = await start(() => {
      throw new QueryRefused(STATUS.dataSetMismatch, 'Level missing');
    });
    const association = await associate(port, [FIND_OFFER]);
    await expect(collect(find(association, query))).rejects.toThrow('A900H: data set does not match SOP class');
    association.abort();
  });

  it('answers A700H for any other failure and keeps it to itself', async () => {
    const { port, events } = await start(async function* () {
      yield match(1);
      throw new Error('row of ZEBRA^XAVIER');
    });
    const association = await associate(port, [FIND_OFFER]);
    await expect(collect(find(association, query))).rejects.toThrow('A700H: out of resources');
    expect(JSON.stringify(events)).not.toContain('ZEBRA');
    association.abort();
  });

  it.each([
    ['cannot be read', Buffer.from('ffffffffffff', 'hex'), STATUS.cannotUnderstand],
    ['is too long', Buffer.alloc(20_000), STATUS.dataSetMismatch],
  ])('refuses an identifier that %s', async (_why, identifier, status) => {
    const { port } = await start(async function* () {
      yield match(1);
    });
    const association = await associate(port, [FIND_OFFER]);
    const request = association.requests.begin();
    const command = writeCommand([
      [ELEMENT.affectedSopClass, STUDY_ROOT_FIND],
      [ELEMENT.commandField, COMMAND.findRq],
      [ELEMENT.messageId, request.messageId],
      [ELEMENT.dataSetType, WITH_DATA_SET],
    ]);
    association.link.writeMessage(association.contextFor(STUDY_ROOT_FIND).id, command, identifier);
    expect((await request.replies.next('answer', 2_000)).command.status).toBe(status);
    association.abort();
  });
});
