export type { Candidate, Confidence } from './finding.ts';
export type { Why } from './whys.ts';
export { CATALOGUE, type Class, type Entry, type Owner } from './catalogue.ts';
export { diagnose, type Cause, type Diagnosis } from './diagnose.ts';
