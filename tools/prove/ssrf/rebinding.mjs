// Put before the programs of the site: a name service that answers the first question with an address outside and every later one with this machine.
import dns from 'node:dns';
import promises from 'node:dns/promises';
import { syncBuiltinESMExports } from 'node:module';

const NAME = 'rebinding.example';
const OUTSIDE = '203.0.114.9';
let asked = 0;
const answer = () => ({ address: asked++ % 2 === 0 ? OUTSIDE : '127.0.0.1', family: 4 });
const later = () => ({ address: '127.0.0.1', family: 4 });

const real = promises.lookup;
promises.lookup = async (host, options) => {
  if (host !== NAME) return real(host, options);
  const one = answer();
  return options?.all ? [one] : one;
};
const realBack = dns.lookup;
dns.lookup = (host, options, done) => {
  if (host !== NAME) return realBack(host, options, done);
  const [how, back] = typeof options === 'function' ? [{}, options] : [options ?? {}, done];
  const { address, family } = later();
  return process.nextTick(() => (how.all ? back(null, [{ address, family }]) : back(null, address, family)));
};
syncBuiltinESMExports();
