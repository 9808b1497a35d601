import { canned, flatten } from '../protocol/index.ts';
import { poll } from './poll.ts';
import type { ChatUnderTest, RunUnderTest, Verdict } from './subjects.ts';

/**
 * `await expect(chat).toShowTheAnswerOf(run)`: the newest answer on the screen is, to the letter, the answer that came over the wire,
 * it is no canned default, and the person can write again. White space is compared as one space.
 */
export async function toShowTheAnswerOf(
  this: { isNot: boolean; utils: { printDiffOrStringify(expected: unknown, received: unknown, e: string, r: string, expand: boolean): string } },
  chat: ChatUnderTest, observed: RunUnderTest,
): Promise<Verdict> {
  const late = await observed.ended().then(() => null, (error: Error) => error.message);
  const answer = observed.run.answer;
  const wanted = flatten(answer?.text ?? '');
  const { value } = await poll(
    async () => {
      const [answers, ready] = await Promise.all([chat.transcript.answers.allTextContents(), chat.composer.field.isEditable()]);
      return { shown: flatten(answers.at(-1) ?? ''), ready };
    },
    ({ shown, ready }) => (wanted !== '' && shown === wanted && ready) !== this.isNot,
    observed.budgets.settle,
  );
  const faults = [
    ...(late ? [late] : []),
    ...(wanted === '' ? ['No frame of the run carries an answer.'] : []),
    ...(value.shown === '' ? ['No answer is on the screen.'] : []),
    ...(canned(value.shown) ? [`The screen shows a canned default: "${canned(value.shown)}".`] : []),
    ...(value.ready ? [] : ['The composer does not let the person write again.']),
    ...(wanted !== '' && value.shown !== '' && value.shown !== wanted
      ? [this.utils.printDiffOrStringify(wanted, value.shown, `Answer on the wire (frame #${answer?.frame} ${answer?.from})`, 'Answer on the screen', false)]
      : []),
  ];
  const pass = faults.length === 0;
  return {
    name: 'toShowTheAnswerOf',
    pass,
    expected: wanted,
    actual: value.shown,
    message: () => (pass
      ? `The screen shows the answer to "${observed.origin.question}", but should not.`
      : [`The screen does not show the answer to "${observed.origin.question}" within ${observed.budgets.settle} ms after its end.`, ...faults].join('\n')),
  };
}
