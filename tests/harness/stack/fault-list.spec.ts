import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { entryOf } from '../../../lib/diagnosis/catalogue/index.ts';
import { allFaults, editorOf, parseFault } from '../../../stack/faults/index.ts';

test.describe('list of faults', () => {
  test('the list has the 61 faults of the product and the edits of frames, each once', () => {
    const ids = allFaults.map(({ id }) => id);
    expect(ids.slice(0, 61)).toEqual(
      Array.from({ length: 61 }, (_, index) => `F${String(index + 1).padStart(2, '0')}`),
    );
    expect(ids.slice(61)).toEqual([
      'drop',
      'double',
      'swap',
      'delay',
      'stall',
      'slow',
      'batch-at-end',
      'late-after-end',
      'truncate',
      'rename',
      'wrong-run',
      'wrong-user',
      'wrong-thread',
      'bad-timestamp',
      'wrong-figure',
      'bad-json',
      'binary',
      'empty',
      'tool-failed',
      'results-swapped',
      'agent-failed',
      'huge',
      'half-answer',
      'other-answer',
      'chunk-lost',
      'chunk-repeated',
      'chunk-swapped',
      'chunk-after-last',
      'damaged-text',
      'no-answer',
      'two-answers',
      'operation-fails',
      'answer-cut',
      'answer-kept',
      'method-forbidden',
      'call-refused',
      'page-missing',
      'policy',
      'bare-send',
      'double-send',
      'altered-send',
      'screen-piece',
      'screen-frozen',
      'unchecked',
      'token-exposed',
      'left-behind',
      'text-as-markup',
      'heartbeat-lost',
      'page-over-time',
      'screen-hidden',
      'screen-lines',
      'screen-told',
      'screen-threads',
      'screen-busy',
      'screen-pulled',
      'screen-flash',
    ]);
    for (const { id, cause } of allFaults.slice(0, 61)) expect(cause).toBe(id);
    for (const { cause } of allFaults.filter(({ cause }) => cause !== 'unknown')) expect(entryOf(cause).id).toBe(cause);
  });

  test('the list gives each fault the owner that the diagnosis names', () => {
    for (const { id, cause, owner } of allFaults.filter(({ cause }) => cause !== 'unknown'))
      expect(owner, id).toBe(entryOf(cause).owner);
  });

  test('the defaults of every fault satisfy its own rules', () => {
    for (const { id, params } of allFaults) {
      const written = Object.entries(params)
        .map(([name, parameter]) => `${name}=${String(parameter.default)}`)
        .join(',');
      const defaults = Object.fromEntries(Object.entries(params).map(([name, parameter]) => [name, parameter.default]));
      expect(parseFault(`${id}:${written}`)).toEqual({ id, ...defaults });
    }
  });

  test('a fault is parsed as it is written by hand', () => {
    expect(parseFault('F19')).toEqual({ id: 'F19' });
    expect(parseFault('f19:after=3')).toEqual({ id: 'F19', after: 3 });
    expect(parseFault('Bad-JSON')).toEqual({ id: 'bad-json' });
    expect(parseFault('F33:delay=5000')).toEqual({ id: 'F33', delay: 5000 });
    expect(parseFault('F12:person=dev@example.com')).toEqual({ id: 'F12', person: 'dev@example.com' });
    expect(parseFault('F46:url=http://localhost:9999/a=b')).toEqual({ id: 'F46', url: 'http://localhost:9999/a=b' });
  });

  const nonsense: [string, RegExp][] = [
    ['F62', /^There is no fault "F62"\. "npm run golden -- --list-faults" prints them all\.$/],
    ['F19,F20', /^There is no fault "F19,F20"\. .* Several stand apart by ";"\.$/],
    ['', /^There is no fault ""\./],
    ['F19:pace=1', /^The fault F19 has no parameter pace; it has after, person\.$/],
    ['F31:x=1', /^The fault F31 has no parameter x; it has person\.$/],
    ['F33:delay=soon', /^The parameter delay of the fault F33 must be a number from 1 to 600000, not "soon"\.$/],
    ['F33:delay=-1', /must be a number from 1 to 600000/],
    ['F33:delay', /^The fault "F33:delay" cannot be read: "delay" does not have the form name=value\.$/],
    ['F19:id=F20', /cannot be read/],
    ['F20:type=heartbeat', /^The parameter type of the fault F20 must be one of agent_started, .*, not "heartbeat"\.$/],
    ['F12:person=', /^The parameter person of the fault F12 must be an e-mail address or an id\.$/],
    ['F19:constructor=1', /has no parameter constructor/],
  ];
  for (const [written, sentence] of nonsense) {
    test(`the fault "${written}" is refused in one message`, () => expect(() => parseFault(written)).toThrow(sentence));
  }
});

test.describe('editor of frames', () => {
  const frame = (type: string, fields: object = {}) =>
    JSON.stringify({ type, run_id: 'r', agent_name: 'a', timestamp: 1, payload: fields });

  test('a frame that belongs to no run is left alone', () => {
    const texts = ['{"type":"pong"}', 'no json', '', '[]', 'null', '{"type":"ack","run_id":7}'];
    // F13 silences the whole socket.
    const edits = allFaults.filter(({ effects, id }) => id !== 'F13' && effects({ id }).frames !== undefined);
    expect(edits.length).toBeGreaterThan(30);
    for (const { id } of edits) {
      const edit = editorOf([{ id }]);
      for (const text of texts) expect(edit(text)).toEqual([{ data: text, delay: 0 }]);
    }
  });

  test('fields are found in every envelope', () => {
    const envelopes = [
      { type: 'tool_executing', run_id: 'r', payload: { tool_name: 't' } },
      { type: 'tool_executing', run_id: 'r', data: { tool_name: 't' } },
      { type: 'tool_executing', run_id: 'r', tool_name: 't' },
      { type: 'tool_executing', data: { run_id: 'r', tool_name: 't' }, server_id: 's' },
    ];
    for (const envelope of envelopes) {
      const [out] = editorOf([{ id: 'F25' }])(JSON.stringify(envelope));
      expect(out?.data).toBe(JSON.stringify(envelope).replace(/,?"tool_name":"t"/, ''));
      const [other] = editorOf([{ id: 'wrong-run', type: 'tool_executing' }])(JSON.stringify(envelope));
      expect(other?.data).toBe(JSON.stringify(envelope).replace('"r"', '"run_of_somebody_else"'));
    }
  });

  test('several faults edit the frames one after the other', () => {
    const edit = editorOf([{ id: 'double', type: 'x' }, { id: 'delay', type: 'x', nth: 2, ms: 70 }, { id: 'F31' }]);
    expect(edit(frame('x')).map(({ delay }) => delay)).toEqual([0, 70]);
    expect(edit(frame('y'))).toEqual([{ data: frame('y'), delay: 0 }]);
  });

  test('places are counted in each run separately', () => {
    const edit = editorOf([{ id: 'drop', at: 2 }]);
    const of = (run: string) => frame('x').replace('"r"', JSON.stringify(run));
    expect([of('1'), of('2'), of('1'), of('2'), of('1')].map((text) => edit(text).length)).toEqual([1, 1, 0, 0, 1]);
  });

  test('an editor of frames survives whatever a target sends', () => {
    const types = [
      'agent_started',
      'agent_thinking',
      'tool_executing',
      'tool_completed',
      'partial_result',
      'agent_completed',
      'final_report',
      'error',
    ];
    const type = fc.constantFrom(...types);
    const loose = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    );
    const fields = fc.dictionary(
      fc.constantFrom('content', 'chunk', 'chunk_index', 'result', 'tool_name', 'execution_id', 'run_id', 'reasoning'),
      loose,
    );
    const run_id = fc.constantFrom('r1', 'r2', '');
    const frames = fc.record(
      { type, run_id, timestamp: loose, payload: fields, data: fc.oneof(fields, loose) },
      { requiredKeys: ['type'] },
    );
    const text = fc.oneof(
      { weight: 4, arbitrary: frames.map((one) => JSON.stringify(one)) },
      { weight: 1, arbitrary: fc.string() },
    );
    const texts = fc.array(text, { maxLength: 20 });
    fc.assert(
      fc.property(fc.constantFrom(...allFaults.map(({ id }) => id)), texts, (id, sent) => {
        const edit = editorOf([{ id, ...(id === 'huge' ? { bytes: 1024 } : {}) }]);
        const out = sent.flatMap((text) => edit(text));
        return out.every(({ data, delay }) => delay >= 0 && (typeof data === 'string' || data instanceof Uint8Array));
      }),
      { numRuns: 500 },
    );
  });

  test('an editor of frames keeps its state to itself', () => {
    const [one, two] = [editorOf([{ id: 'drop', type: 'x' }]), editorOf([{ id: 'drop', type: 'x' }])];
    expect([one(frame('x')), two(frame('x'))]).toEqual([[], []]);
  });
});
