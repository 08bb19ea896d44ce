import { expect, it } from 'vitest';
import { TransportFailure } from './failure';
import { climb, type Step } from './probe';

const green = (rung: string): Step => ({ rung, expected: 'an answer', run: async () => ({ actual: 'an answer' }) });
const red: Step = {
  rung: 'tcp',
  expected: 'an open port',
  run: async () => {
    throw new TransportFailure('unreachable', 'later', 'The port is closed.');
  },
};

it('climbs until the first red rung and says what was expected and met', async () => {
  const probe = await climb([green('dns'), red, green('echo')], new AbortController().signal);
  expect(probe.ok).toBe(false);
  expect(probe.rungs.map(({ rung, ok, actual }) => ({ rung, ok, actual }))).toEqual([
    { rung: 'dns', ok: true, actual: 'an answer' },
    { rung: 'tcp', ok: false, actual: 'The port is closed.' },
  ]);
});

it('is not an answer when the caller gave up', async () => {
  const controller = new AbortController();
  const leaving: Step = {
    rung: 'tcp',
    expected: 'an open port',
    run: async () => {
      controller.abort();
      throw new TransportFailure('connection-lost', 'later', 'We closed it.');
    },
  };
  await expect(climb([leaving], controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
});

it('does not turn a defect of ours into a red rung', async () => {
  const broken: Step = { rung: 'tcp', expected: 'x', run: async () => Promise.reject(new TypeError('defect')) };
  await expect(climb([broken], new AbortController().signal)).rejects.toBeInstanceOf(TypeError);
});
