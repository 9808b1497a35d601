/** What somebody does who tells look-alikes apart, by the name of the probe (`lib/evidence/probe.ts`). */
const IN_WORDS: { readonly [probe: string]: string } = {
  ask: 'send the question over a fresh socket',
  'ask-alias': 'send the question over a fresh socket, as chat_message',
  'ask-later': 'send the question over a fresh socket, two seconds after it opened',
  'ask-other-field': 'send the question over a fresh socket, with its text in the field "text"',
  'kept-open': "keep a fresh socket open longer than the page's socket lived",
  runs: 'ask GET /api/agents/status what became of the run',
  'service-identity': "validate a token at POST /auth/validate with the backend's own service id and secret",
  upgrade: 'open a socket as the page does, with a bare client that shows the answer to the upgrade',
  'upgrade-header': 'open a socket with the token in the header "Authorization" instead of a subprotocol',
};

/** A probe as an instruction to a person. @param probe its name */
export function probeInWords(probe: string): string {
  return IN_WORDS[probe] ?? `run the probe ${probe}`;
}
