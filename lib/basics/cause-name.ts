/**
 * A cause by the name under which people know it: `F19 The agent starts and never completes`. What is not in the
 * failure catalogue has no number.
 */
export function causeName({ id, title }: { id: string | null; title: string }): string {
  return /^F\d/.test(id ?? '') ? `${id} ${title}` : title;
}
