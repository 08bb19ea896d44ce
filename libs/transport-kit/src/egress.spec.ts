import { describe, expect, it } from 'vitest';
import { EgressGuard, anywhere, type Pinned } from './egress';

const four = (address: string): Pinned => ({ address, family: 4 });

describe('Where connections may go', () => {
  it.each([
    '127.0.0.1', '127.9.9.9', '::1', '[::1]', '0', '0.0.0.0', '::', '2130706433', '0x7f.1', '0x7f000001', '017700000001', '127.1', '::ffff:127.0.0.1', '::ffff:7f00:1', '169.254.169.254', '169.254.1.1', 'fe80::1', '10.1.2.3',
    '172.16.0.1', '192.168.1.1', 'fc00::1', 'fd00:ec2::254', '100.64.0.1', '100.100.100.200', '168.63.129.16', '224.0.0.1', '255.255.255.255', '64:ff9b::7f00:1', '2002:7f00:1::', 'localhost',
  ])('refuses %s while nothing is allowed', async (host) => {
    await expect(new EgressGuard().reach(host, 104)).rejects.toMatchObject({ code: 'misconfigured', retry: 'never', fault: 'address-not-allowed' });
  });

  it('names the address a name stands for and the setting, and not what is allowed', async () => {
    const guard = new EgressGuard('CAUSEWAY_EGRESS_ALLOW', async () => [four('10.1.2.3')]);
    guard.permit(['10.20.0.0/16']);
    await expect(guard.reach('pacs.example', 104)).rejects.toMatchObject({ detail: 'pacs.example stands for 10.1.2.3, which is a private network, and may not be called on port 104: CAUSEWAY_EGRESS_ALLOW does not allow it.' });
  });

  it('lets public addresses through', async () => {
    expect(await new EgressGuard().reach('203.0.114.9', 104)).toEqual([four('203.0.114.9')]);
    expect(await new EgressGuard().reach('2606:4700::1', 104)).toEqual([{ address: '2606:4700::1', family: 6 }]);
  });

  it('takes of a name with several addresses only those that are allowed', async () => {
    const guard = new EgressGuard('CAUSEWAY_EGRESS_ALLOW', async () => [four('10.0.0.1'), four('198.41.0.4')]);
    expect(await guard.reach('mixed.example', 443)).toEqual([four('198.41.0.4')]);
  });

  it.each([
    ['10.20.0.0/16', '10.20.3.4', 104, true], ['10.20.0.0/16', '10.21.3.4', 104, false], ['127.0.0.1:4290-4299', '127.0.0.1', 4295, true], ['127.0.0.1:4290-4299', '127.0.0.1', 4300, false],
    ['127.0.0.1:4290-4299', '::ffff:127.0.0.1', 4290, true], ['127.0.0.1:104', '127.0.0.1', 104, true], ['[fd12::]/32', 'fd12::9', 1, true], ['fd12::/32', 'fd12:0:1::9', 1, true], ['[::1]:80', '::1', 81, false], ['169.254.0.0/16', '169.254.169.254', 80, false],
  ])('with %s allowed, %s port %i is open: %s', async (rule, host, port, open) => {
    const guard = new EgressGuard();
    guard.permit([rule]);
    const answer = await guard.reach(host, port).then(() => true, () => false);
    expect(answer).toBe(open);
  });

  it.each(['10.20.0.0/33', 'pacs.example', '127.0.0.1:9-8', '', '10.1'])('says that %j is not a network', (rule) => {
    expect(() => new EgressGuard().permit([rule])).toThrow(RangeError);
  });

  it('says that a name is not known', async () => {
    await expect(new EgressGuard().reach('no-such-host.invalid', 104)).rejects.toMatchObject({ code: 'unreachable', fault: expect.stringMatching(/^name-/) as string });
  });

  it('asks the name service once for a connection, so that a second answer changes nothing', async () => {
    let asked = 0;
    const guard = new EgressGuard('CAUSEWAY_EGRESS_ALLOW', async () => [four(asked++ === 0 ? '198.41.0.4' : '127.0.0.1')]);
    const pins = await guard.reach('rebinding.example', 80);
    const { pinnedLookup } = await import('./egress');
    const answers: unknown[] = [];
    for (let i = 0; i < 3; i++) pinnedLookup(pins)('rebinding.example', {}, (_error, address) => answers.push(address));
    expect([asked, answers]).toEqual([1, ['198.41.0.4', '198.41.0.4', '198.41.0.4']]);
  });

  it('judges nothing for tools that call what they started', async () => {
    expect(await anywhere.reach('127.0.0.1', 1)).toEqual([four('127.0.0.1')]);
  });
});
