import { allFaults } from '../../../stack/faults/index.ts';
import { expect, test } from '../support/embedded.ts';
import { httpProofs } from './support/fault-proofs/http.ts';
import { asAda, ask, type Proofs, question, wholeRun } from './support/fault-proofs/proof.ts';
import { runProofs } from './support/fault-proofs/run.ts';
import { socketProofs } from './support/fault-proofs/socket.ts';
import { call } from '../support/wire-client.ts';

const proofs: Proofs = { ...httpProofs, ...socketProofs, ...runProofs };

test('every fault has a proof, and every proof a fault', () => {
  expect(Object.keys(proofs).sort()).toEqual(allFaults.map(({ id }) => id).sort());
});

test.describe('faults on the wire', () => {
  for (const { id, title, where } of allFaults) {
    test(`fault ${id} takes effect: ${title}`, async ({ stack, guest, dial, dialAs }) => {
      const proof = proofs[id];
      expect(proof).toBeDefined();
      const ada = await guest('ada@example.com');
      stack.setFaults([{ id, ...proof?.params }]);
      await proof?.prove({ stack, ada, guest, dial, dialAs });
      // What the runner does never comes to a stack.
      expect(stack.idleFaults(), 'faults that never came into play').toEqual(where === 'runner' ? [id] : []);
    });
  }
});

test('a fault that nothing met never came into play, also where another one takes its frame away', async ({
  stack,
  guest,
  dial,
  dialAs,
}) => {
  const ada = await guest('ada@example.com');
  stack.setFaults([{ id: 'F20' }, { id: 'F49' }, { id: 'F34' }, { id: 'F07', person: 'somebody@example.com' }]);
  await wholeRun({ stack, ada, guest, dial, dialAs });
  expect(stack.idleFaults()).toEqual(['F49', 'F34', 'F07']);
  stack.setFaults([{ id: 'F34' }]);
  await asAda({ stack, ada, guest, dial, dialAs }, '/websocket/ticket', {});
  expect(stack.idleFaults()).toEqual(['F49', 'F07']);
});

test.describe('active faults', () => {
  test('a fault can apply to one person only', async ({ stack, guest, dialAs }) => {
    const [ada, bob] = [await guest('ada@example.com'), await guest('bob@example.com')];
    stack.setFaults([
      { id: 'F31', person: ada.email },
      { id: 'F19', person: ada.id },
      { id: 'F07', person: ada.email },
    ]);
    expect((await call(`${stack.apiUrl}/api/threads`, { token: ada.token })).status).toBe(500);
    expect((await call(`${stack.apiUrl}/api/threads`, { token: bob.token })).status).toBe(200);
    expect((await dialAs(ada)).refused).toBe(403);
    const line = await dialAs(bob);
    line.send({ type: 'start_agent', payload: { user_request: question } });
    await line.heard('final_report');
  });

  test('several faults can be active together, and end when they are taken back', async ({
    stack,
    guest,
    dial,
    dialAs,
  }) => {
    const ada = await guest('ada@example.com');
    const bed = { stack, ada, guest, dial, dialAs };
    stack.setFaults([
      { id: 'drop', type: 'tool_executing' },
      { id: 'drop', type: 'tool_completed', nth: 2 },
      { id: 'F34' },
    ]);
    const broken = await wholeRun(bed);
    expect(broken.filter((frame) => String(frame['type']).startsWith('tool_'))).toHaveLength(4);
    expect((await asAda(bed, '/websocket/ticket', {})).status).toBe(500);
    stack.setFaults([]);
    expect((await wholeRun(bed)).filter((frame) => String(frame['type']).startsWith('tool_'))).toHaveLength(6);
    expect((await asAda(bed, '/websocket/ticket', {})).status).toBe(200);
  });

  test('a fault switched on while a socket is open changes what the socket gets next', async ({
    stack,
    guest,
    dial,
    dialAs,
  }) => {
    const ada = await guest('ada@example.com');
    const bed = { stack, ada, guest, dial, dialAs };
    const line = await dialAs(ada);
    await line.heard('connection_established');
    stack.setFaults([{ id: 'F20', type: 'agent_started' }]);
    await ask(bed, line);
    await line.heard('final_report');
    expect(line.of('agent_started')).toEqual([]);
  });

  test('an invalid fault changes nothing', async ({ stack, guest }) => {
    const { token } = await guest('ada@example.com');
    stack.setFaults([{ id: 'F31' }]);
    expect(() => stack.setFaults([{ id: 'F99' }])).toThrow(/^There is no fault "F99"/);
    expect((await call(`${stack.apiUrl}/api/threads`, { token })).status).toBe(500);
  });
});
