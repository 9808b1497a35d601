import { randomBytes } from 'node:crypto';

const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');

/** A new secret of every kind; the signature of the JWT is no signature. */
export function secretsOfEveryKind() {
  const random = () => randomBytes(12).toString('hex');
  return {
    jwt: `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: 'ada', jti: random() })}.${randomBytes(32).toString('base64url')}`,
    ticket: `tkt${random()}`,
    password: `open9/"sesame"\\ü&+% ${random()}`,
    key: randomBytes(32).toString('base64'),
    short: 'pass-word',
  };
}
