import { expect, it } from 'vitest';
import { relyingParty } from './relying-party';

const of = (PUBLIC_URL: string | undefined) => relyingParty({ PUBLIC_URL, PORT: 4280, SITE_NAME: 'House' });

it('is the house at its public address, without path', () => expect(of('https://exchange.example.org/causeway/')).toEqual({ id: 'exchange.example.org', origin: 'https://exchange.example.org', name: 'House' }));
it('keeps the port in the origin and not in the id', () => expect(of('https://exchange.example.org:8443')).toMatchObject({ id: 'exchange.example.org', origin: 'https://exchange.example.org:8443' }));
it('is this machine where there is no public address', () => expect(of(undefined)).toMatchObject({ id: 'localhost', origin: 'http://localhost:4280' }));
it.each(['http://exchange.example.org', 'https://10.1.2.3', 'http://127.0.0.1:4280', 'https://[fd00::1]', 'no address'])('is nobody at %s', (address) => expect(of(address)).toBeNull());
