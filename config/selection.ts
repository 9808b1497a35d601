/**
 * Why a run was made and what it looks at, as the person or the schedule that started it says; null when nothing was
 * said.
 */
export const selection = {
  focus: process.env['NETRA_FOCUS'] ?? null,
  why: process.env['NETRA_WHY'] ?? null,
};
