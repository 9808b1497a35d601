import { expect, test } from '@playwright/test';
import { SecretFinder } from '../../../lib/secrets/find.ts';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const signature = 'Sx7Qd0mYlM3oW5rT1uV9bN2cA8eK4gJ6hP-fZ_iLkOs';
const token = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: 'user-ada', email: 'ada@example.com' })}.${signature}`;
const ticket = 'k3v9-Zx_Q1w2E3r4T5y6';
const password = 'pä$$ "word" & more';

const writings: Record<string, (secret: string) => string> = {
  'as it is': (secret) => secret,
  'in a sentence': (secret) => `The session is ${secret}, for now.`,
  'in a URL': (secret) => `https://collector.example/?s=${encodeURIComponent(secret)}&t=1`,
  'in JSON': (secret) => JSON.stringify({ session: { secret } }),
  'in hex': (secret) => Buffer.from(secret).toString('hex'),
  'in base64': (secret) => Buffer.from(secret).toString('base64'),
  'in base64 behind one more character': (secret) => Buffer.from(`x${secret}.`).toString('base64'),
  'in base64 behind two more characters': (secret) => Buffer.from(`xy${secret}..`).toString('base64'),
  'in base64 of JSON': (secret) => btoa(unescape(encodeURIComponent(`{"user":1,"secret":"${secret}"}`))),
  'in base64url': (secret) => Buffer.from(`Bearer ${secret}`).toString('base64url'),
};

for (const [what, secret] of Object.entries({ token, ticket, password })) {
  for (const [how, write] of Object.entries(writings)) {
    test(`a ${what} is found ${how}`, () => {
      expect(new SecretFinder([secret]).isIn(write(secret))).toBe(true);
    });
  }
}

test('a token whose middle was cut out is found by its signature', () => {
  expect(new SecretFinder([token]).isIn(`{token: ${token.slice(0, 30)}…${signature}}`)).toBe(true);
});

test('a token that nobody knows is found by its form', () => {
  expect(new SecretFinder([]).isIn(`<body data-session="${token}">`)).toBe(true);
  expect(new SecretFinder([]).isIn(Buffer.from(token).toString('base64'))).toBe(true);
});

test('ordinary texts hold no secret', () => {
  const finder = new SecretFinder([token, ticket, password, 'dev']);
  for (const text of ['dev@example.com', 'the dev server', 'eyJ', 'thread_1_0a1b2c3d', JSON.stringify({ user: 'ada' })])
    expect(finder.isIn(text), text).toBe(false);
});
