import type { Entry } from './entry.ts';

/** What a person sees of a page that got everything from the wire. */
export const screen: readonly Entry[] = [
  {
    id: 'F88',
    name: 'A text is in the page and nobody can read it',
    class: 'screen',
    owner: 'frontend',
    lookFirst: 'the styles of the element that is named, and what lies in front of it',
    behind: 'a rule of style with too wide a selector, or a layer that was not taken away',
  },
  {
    id: 'F89',
    name: 'The page tells what nothing on the wire says',
    class: 'screen',
    owner: 'frontend',
    lookFirst: 'where the component that shows the named figure or text takes it from',
    behind: 'a field read under another name, a default in place of a value, or a unit taken for another',
  },
  {
    id: 'F90',
    name: 'The page moves the view of somebody who reads',
    class: 'screen',
    owner: 'frontend',
    lookFirst: 'what scrolls the conversation when a piece arrives',
    behind: 'scrolling to the end without a look at where the reader is',
  },
  {
    id: 'F91',
    name: 'The page shows what belongs to somebody else',
    class: 'isolation',
    owner: 'frontend',
    lookFirst: 'what the page keeps in the browser, and when it draws it',
    behind: 'kept texts that are drawn before it is known who is signed in',
  },
];
