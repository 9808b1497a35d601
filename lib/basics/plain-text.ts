const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** A text without the colours that the runner puts into messages. */
export function plain(text: string): string {
  return text.replace(colour, '');
}
