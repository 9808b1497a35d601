import { expect, source, test } from '../../fixtures/index.ts';

const text = expect.stringMatching(/\S/);

for (const [what, frame] of [
  ['a text that is no JSON', '{"type": "start_agent", "payload"'],
  ['an empty text', ''],
] as const) {
  test(
    `${what} is refused with a reason, and the WebSocket goes on`,
    { annotation: [source('docs/contract/backend.md 3.7'), source('docs/contract/backend.md 5')] },
    async ({ openSocket, session }) => {
      const socket = await openSocket({ token: session.tokens.access });
      socket.sendRaw(frame);
      const told = await socket.hears((heard) => heard.includes('JSON_PARSE_ERROR'));
      expect(JSON.parse(told ?? 'null')).toMatchObject({
        type: 'error_message',
        error_code: 'JSON_PARSE_ERROR',
        error_message: text,
        timestamp: expect.any(Number),
      });
      socket.send({ type: 'anything_else' });
      expect(
        await socket.hears((heard) => heard.includes('"anything_else"')),
        'what the socket goes on with',
      ).not.toBeNull();
      expect(socket.close).toBeNull();
    },
  );
}

test(
  'a text that is not UTF-8 closes the WebSocket',
  { annotation: source('RFC 6455, 8.1') },
  async ({ openSocket, session }) => {
    const socket = await openSocket({ token: session.tokens.access });
    socket.sendAsText(Buffer.from('{"type":"ping","note":"\xc3("}', 'latin1'));
    // Whoever ends a connection may do so without a word (RFC 6455, 7.1.7).
    await expect
      .poll(() => socket.close?.code.toString(), { message: 'how the WebSocket is closed' })
      .toMatch(/^100[67]$/);
  },
);

test.describe('what only the embedded stack refuses', { tag: '@embedded' }, () => {
  for (const [what, frame, code] of [
    ['JSON that is not an object', '["start_agent"]', 'JSON_PARSE_ERROR'],
    ['a binary frame', Buffer.from('{"type":"ping"}'), 'JSON_PARSE_ERROR'],
    ['a question of blanks', '{"type":"start_agent","payload":{"user_request":"  "}}', 'AGENT_REQUEST_ERROR'],
    ['a token that is no token', '{"type":"auth","token":"no.real.token"}', 'AUTH_FAILED'],
  ] as const) {
    test(`${what} is refused with a reason, and the WebSocket goes on`, async ({ openSocket, session }) => {
      const socket = await openSocket({ token: session.tokens.access });
      socket.sendRaw(frame);
      const told = await socket.hears((heard) => /"type":\s*"error/.test(heard));
      expect(JSON.parse(told ?? 'null')).toMatchObject({ error_code: code, error_message: text });
      await socket.say({ type: 'ping' });
      expect(socket.heard.filter((heard) => /"type":\s*"pong"/.test(heard))).toHaveLength(1);
      expect(socket.close).toBeNull();
    });
  }
});
