/**
 * Why a run was started and what it covers, as given by the person or the schedule that started it; null if not given.
 */
export const selection = {
  focus: process.env['NETRA_FOCUS'] ?? null,
  why: process.env['NETRA_WHY'] ?? null,
};
