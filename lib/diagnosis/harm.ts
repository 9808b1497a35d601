/** What a cause does to people, the worst first, by the ids of the failure catalogue (`catalogue/`). */
export const HARMS: readonly { harm: string; causes: readonly string[] }[] = [
  {
    harm: 'a person sees or uses what belongs to somebody else',
    causes: ['F49', 'F91', 'F80', 'F81', 'F85', 'F38', 'F69', 'F82', 'F83', 'F86', 'F87', 'F65', 'F98'],
  },
  {
    harm: 'nobody gets in',
    causes: [
      'F08',
      'F36',
      'F94',
      'F97',
      'F48',
      'F62',
      'F70',
      'F46',
      'F47',
      'F05',
      'F42',
      'F43',
      'F41',
      'F39',
      'F37',
      'F77',
      'F09',
    ],
  },
  {
    harm: 'a message gets no answer',
    causes: [
      ...[
        'F01',
        'F02',
        'F03',
        'F04',
        'F06',
        'F07',
        'F10',
        'F11',
        'F12',
        'F13',
        'F44',
        'F45',
        'F58',
        'F61',
        'F63',
        'F64',
        'F71',
        'F78',
      ],
      ...[
        'upgrade-refused',
        'F14',
        'F15',
        'F16',
        'F17',
        'F18',
        'F59',
        'silent-after-send',
        'answered-with-error',
        'run-given-up',
        'closed-unasked',
      ],
      ...['F19', 'F27', 'F50', 'F51', 'F52', 'F57', 'F26', 'F24', 'F88'],
    ],
  },
  {
    harm: 'the answer is wrong or incomplete',
    causes: ['F28', 'F66', 'F53', 'F74', 'F75', 'F32', 'F25', 'F89', 'F96', 'not-kept'],
  },
  { harm: 'the way to the answer is not shown as it was', causes: ['F20', 'F21', 'F22', 'F23', 'F54', 'F67'] },
  {
    harm: 'a part of the page does not work',
    causes: [
      'F76',
      'F79',
      'F68',
      'F29',
      'F30',
      'F31',
      'F92',
      'F93',
      'F95',
      'F40',
      'F90',
      'refused-otherwise',
      'answered-otherwise',
    ],
  },
  {
    harm: 'the product is slow or its services are degraded',
    causes: ['late-events', 'F55', 'F33', 'F34', 'F35', 'F56', 'F84'],
  },
  { harm: 'it is not known whether people are harmed', causes: ['F60', 'F72', 'F73', 'unknown'] },
];

/** The place of a cause's harm in the table, the worst first; of a cause that is not in it, the last. */
export function harmRank(cause: string | undefined): number {
  const place = HARMS.findIndex(({ causes }) => causes.includes(cause ?? 'unknown'));
  return place === -1 ? HARMS.length : place;
}

/** Causes in the order in which people are told of them: the certain ones first, of these the most harmful. */
export function worstFirst<T extends { id: string; confidence: string }>(causes: readonly T[]): T[] {
  const doubt = ({ confidence }: T) => Number(confidence !== 'certain');
  return [...causes].sort((one, other) => doubt(one) - doubt(other) || harmRank(one.id) - harmRank(other.id));
}
