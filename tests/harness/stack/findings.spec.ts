import { expect, test } from '@playwright/test';
import { findOut } from '../../../stack/server/agent/findings.ts';

test('the same question gets the same findings whatever was asked before it, about the words that tell', () => {
  const topics = {
    'How do we cut the cost of nightly reports?': 'cut cost nightly reports',
    'Which of our teams is it for': 'teams',
    'Could you show me what it is about?': 'your question',
    Budget: 'Budget',
    'Où vont les coûts, für GPUs?': 'Où vont les coûts für',
    'Сколько стоят наши модели?': 'Сколько стоят наши модели',
    'Πόσο κοστίζουν τα μοντέλα;': 'Πόσο κοστίζουν τα μοντέλα',
    'モデル の 費用': 'モデル の 費用',
  };
  const questions = Object.keys(topics);
  const found = questions.map((question) => findOut(7, question));
  expect(found.map(({ topic }) => topic)).toEqual(Object.values(topics));
  const inAnotherOrder = questions.toReversed().map((question) => findOut(7, question));
  expect(inAnotherOrder.toReversed()).toEqual(found);
});
