import { type Case, edited, withFields } from '../breaks.ts';

export const identityCases: readonly Case[] = [
  {
    rule: 'own-user',
    when: 'a frame belongs to another person',
    frame: 9,
    frames: edited(8, { user_id: 'user-eve' }),
    says: /frame #9 .* belongs to another user: user-eve/,
  },
  {
    rule: 'own-user',
    when: 'a user is a number',
    frame: 9,
    frames: edited(8, { user_id: 7 }),
    says: /frame #9 .* belongs to another user: 7/,
  },
  {
    rule: 'own-user',
    when: 'a frame contradicts itself',
    frame: 9,
    steps: withFields(8, { user_id: 'user-eve' }),
    says: /frame #9 .* belongs to another user: user-ada and user-eve/,
  },
  {
    rule: 'own-user',
    when: 'an event shows the shortened id of another person',
    frame: 9,
    frames: edited(8, { user_id: 'user-eve...' }),
    says: /frame #9 .* belongs to another user: user-eve\.\.\./,
  },
  {
    rule: 'own-thread',
    when: 'a frame belongs to another thread',
    frame: 9,
    frames: edited(8, { thread_id: 'thread_9' }),
    says: /frame #9 .* belongs to another thread: thread_9/,
  },
  {
    rule: 'own-thread',
    when: 'the whole run is in another thread',
    frame: 1,
    expecting: { thread: 'thread_9' },
    says: /frame #1 .* belongs to another thread: thread_1/,
  },
];
