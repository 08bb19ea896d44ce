import net from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { freePort, freePortRange, portAnswers, portHolder, portIsFree } from './ports';

const servers: net.Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function listen(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as net.AddressInfo).port;
}

it('tells a port in use from a free one, and names who has it', async () => {
  const port = await listen();
  expect(await portIsFree(port)).toBe(false);
  expect(portHolder(port)).toContain(`process ${process.pid}`);
  const other = await freePort();
  expect(await portIsFree(other)).toBe(true);
  expect(portHolder(other)).toBeUndefined();
});

it('finds ports in a row that are all free', async () => {
  const first = await freePortRange(10);
  expect(first + 10).toBeLessThan(32_768);
  for (let port = first; port < first + 10; port++) expect(await portIsFree(port)).toBe(true);
});

it('waits for a port to answer, but not for ever', async () => {
  expect(await portAnswers(await listen(), 1000)).toBe(true);
  expect(await portAnswers(await freePort(), 150)).toBe(false);
});
