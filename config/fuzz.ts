/** How many random and mutated frames the pure rooms are fed by the suite's own tests: `NETRA_FUZZ_FRAMES`, default 20,000. */
export const fuzzFrames = Number(process.env['NETRA_FUZZ_FRAMES'] ?? 20_000);
