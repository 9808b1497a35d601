import type { Entry } from './entry.ts';

/** What a person sees of a page that got everything from the wire. */
export const screen: readonly Entry[] = [
  {
    id: 'F88',
    name: 'Text on the page cannot be read',
    class: 'screen',
    owner: 'frontend',
    lookFirst: 'the styles of the element that is named, and what lies in front of it',
    behind: 'a style rule whose selector is too broad, or a layer that was not removed',
  },
  {
    id: 'F89',
    name: 'The page shows something that no frame or API answer says',
    class: 'screen',
    owner: 'frontend',
    lookFirst: 'where the component that shows the named figure or text takes it from',
    behind: 'a field read under another name, a default in place of a value, or a unit taken for another',
  },
  {
    id: 'F90',
    name: 'The page scrolls away from what a person is reading',
    class: 'screen',
    owner: 'frontend',
    lookFirst: 'what scrolls the conversation when a piece arrives',
    behind: 'scrolling to the end without checking where the reader is',
  },
  {
    id: 'F91',
    name: 'The page shows data of another person',
    class: 'isolation',
    owner: 'frontend',
    lookFirst: 'what the page stores in the browser, and when it shows it',
    behind: 'stored texts that are shown before it is known who is signed in',
  },
];
