import type { ProviderProblem } from '@causeway/contracts';

/** What the sign-in page says when the provider's way led back to it. */
export const providerWords: Readonly<Record<ProviderProblem, string>> = {
  'provider-away': 'The provider you sign in with does not answer. Try again in a moment, or use the password you have here.',
  'provider-refused': 'The provider did not sign you in. Try again, or use the password you have here.',
  'answer-unusable': 'The answer of the provider cannot be used, so nobody was signed in. Try again; if it happens twice, tell your administrator.',
  'took-too-long': 'This sign-in was over already: it takes ten minutes at most, and counts once and in one browser. Begin again.',
  'no-account': 'The provider knows you, but there is no active account for you here. Ask your administrator for one.',
  'too-many-tries': 'Too many sign-ins were begun from here. Wait a quarter of an hour, or use the password you have here.',
  'another-person': 'The provider signed somebody else in. Try again as yourself.',
  'not-asked-again': 'The provider did not ask for a sign-in. Use the password you have here.',
  'no-provider': 'Signing in through a provider is not set up here. Use the password you have here.',
};
