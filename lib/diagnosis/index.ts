export { brokenRules } from './broken-rules.ts';
export { CATALOGUE } from './catalogue/index.ts';
export { diagnose, type Diagnosis } from './diagnose.ts';
export { HARMS, harmRank, worstFirst } from './harm.ts';
export { probeInWords } from './probe-in-words.ts';
export type { Why } from './whys.ts';
