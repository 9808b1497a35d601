import { expect, source, test } from '../../fixtures/index.ts';

test.use({ arrives: 'signed out' });

/** What opens nothing; some can be made only where the key of the tokens is known. */
const credentials = [
  { credential: 'a call without a token', tag: ['@read-only'] },
  { credential: 'a malformed token', tag: ['@read-only'] },
  { credential: 'an unsigned token', tag: ['@read-only'] },
  { credential: 'a token with a changed payload', tag: ['@read-only'] },
  { credential: 'a token signed with an unknown key', tag: ['@read-only'] },
  { credential: 'a token signed with an empty key', tag: ['@read-only'] },
  { credential: 'a refresh token', tag: [] },
  { credential: 'an expired token', tag: ['@embedded'] },
  { credential: 'a token that is not valid yet', tag: ['@embedded'] },
  { credential: 'a token from another issuer', tag: ['@embedded'] },
  { credential: 'a token for another audience', tag: ['@embedded'] },
  { credential: 'a token after its sign-out', tag: [] },
  { credential: 'a good token in the query', tag: ['@read-only'] },
  { credential: 'a good token in a cookie', tag: ['@read-only'] },
  { credential: 'a good token in a header of another name', tag: ['@read-only'] },
  { credential: "the headers of the product's own checks", tag: ['@read-only'] },
  { credential: "another person's token", tag: [] },
  { credential: 'a page of another origin', tag: ['@read-only'] },
  { credential: 'a page of the origin null', tag: ['@read-only'] },
  { credential: 'a page whose host begins like that of the target', tag: ['@read-only'] },
  { credential: 'a page whose origin begins like that of the target', tag: ['@read-only'] },
  { credential: 'a page whose host ends like that of the target', tag: ['@read-only'] },
  { credential: 'a page of the same host at another port', tag: ['@read-only'] },
  { credential: 'a page of the same host under another scheme', tag: ['@read-only'] },
] as const;

test.describe(
  'access matrix',
  { annotation: [source('docs/contract/backend.md 6'), source('docs/contract/backend.md 3.2')] },
  () => {
    for (const { credential, tag } of credentials) {
      test(`no operation is open to ${credential}`, { tag: [...tag] }, async ({ accessMatrix }) => {
        await expect(accessMatrix).toBeClosedTo(credential);
      });
    }
  },
);

test.describe('ongoing run', { annotation: source('any person may expect that nobody else gets in') }, () => {
  test.use({ stackOptions: { pace: 300 } });

  for (const credential of ['a call without a token', 'an unsigned token', "another person's token"] as const) {
    test(`an ongoing run is not open to ${credential}`, async ({ accessMatrix }) => {
      await expect(accessMatrix).toBeClosedTo(credential, 'run');
    });
  }
});
