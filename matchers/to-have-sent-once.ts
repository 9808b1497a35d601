import { poll } from './poll.ts';
import type { ConversationUnderTest, Verdict } from './subjects.ts';

/**
 * `await expect(conversation).toHaveSentOnce(question)`: the browser sent the question one single time, whichever way, in the shape that
 * the server reads and into the thread whose run answers it (the product's contract, client to server messages).
 * @param by the transport it must have taken, where that matters.
 */
export async function toHaveSentOnce(
  this: { isNot: boolean }, conversation: ConversationUnderTest, question: string, { by }: { by?: 'websocket' | 'rest' } = {},
): Promise<Verdict> {
  const read = () => ({ sends: conversation.sends(question), thread: conversation.threadOf(question) });
  const faultsOf = ({ sends, thread }: ReturnType<typeof read>) => [
    ...(sends.length === 1 ? [] : [`it was sent ${sends.length} times`]),
    ...sends.flatMap((send) => [
      ...(by && send.by !== by ? [`it went by ${send.by}, not by ${by}`] : []),
      ...(send.wellFormed ? [] : [`${send.name} does not have the shape that the server reads`]),
      ...(send.thread && thread && send.thread !== thread ? [`${send.name} names thread ${send.thread}, the answer came in ${thread}`] : []),
    ]),
  ];
  const { value } = await poll(read, (now) => (faultsOf(now).length === 0) !== this.isNot, conversation.budgets.settle);
  const faults = faultsOf(value);
  const pass = faults.length === 0;
  return {
    name: 'toHaveSentOnce',
    pass,
    message: () => [
      `The message "${question}" was ${pass ? '' : 'not '}sent once${pass ? ', but should not be' : ''}.`,
      ...faults.map((fault) => `  ✗ ${fault}`),
      ...value.sends.map((send) => `  sent: ${send.name} by ${send.by} into thread ${send.thread ?? 'none'}`),
    ].join('\n'),
  };
}
